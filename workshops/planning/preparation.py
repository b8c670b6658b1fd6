"""What a workshop still lacks before it can take place."""

from hub.core.dates.when import Precision
from hub.core.enums import Half
from workshops.agenda.running_order import running_order
from workshops.workshop.enums import Certainty, Mode, PartnerCertainty
from workshops.workshop.workshop import WorkshopPage

#: Relations read below: load them before calling `lacks` on several workshops.
READ = ("themes", "partners__authority", "agenda")


def lacks(workshop: WorkshopPage) -> list[str]:
    """What is missing, as noun phrases in French, in the order in which it is settled; nothing when it is closed."""
    if workshop.is_closed or workshop.certainty == Certainty.HELD:
        return []
    return [*about_date(workshop), *about_page(workshop), *about_partners(workshop), *about_content(workshop)]


def about_date(workshop: WorkshopPage) -> list[str]:
    """The day, the hour, and whether it is sure."""
    missing = []
    if workshop.when.precision == Precision.UNDEFINED:
        missing.append("une date")
    elif not workshop.when.is_firm:
        missing.append("un jour")
    elif workshop.when.precision == Precision.DAYS:
        missing.append("une heure")
    if workshop.certainty != Certainty.CONFIRMED:
        missing.append(f"la confirmation de l’atelier (il est « {workshop.get_certainty_display().lower()} »)")
    return missing


def about_page(workshop: WorkshopPage) -> list[str]:
    """Where one meets, and whether anybody may read it."""
    missing = []
    if workshop.mode != Mode.ONLINE and not workshop.place:
        missing.append("un lieu")
    if not workshop.live:
        missing.append("la publication de la page")
    return missing


def about_partners(workshop: WorkshopPage) -> list[str]:
    """With whom."""
    if not workshop.shown_partners:
        return ["un partenaire"]
    return [
        f"la confirmation du partenaire {partner.authority.short_name}"
        for partner in workshop.shown_partners
        if partner.certainty != PartnerCertainty.CONFIRMED
    ]


def about_content(workshop: WorkshopPage) -> list[str]:
    """Themes and programme."""
    missing = []
    if not workshop.themes.all():
        missing.append("un thème")
    elif workshop.theme_open:
        missing.append("le choix définitif du thème")
    parts = dict(workshop.agenda_parts)
    if not any(parts.values()):
        missing.append("un programme")
    else:
        missing += [f"une intervention dans la partie « {part.label} »" for part in Half if not parts[part]]
        excess = running_order(workshop).excess
        if excess:
            missing.append(f"{excess} minutes : le programme dépasse le créneau")
    return missing
