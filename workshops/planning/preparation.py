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
    return [*_about_date(workshop), *_about_partners(workshop), *_about_content(workshop)]


def _about_date(workshop: WorkshopPage) -> list[str]:
    missing = []
    if workshop.when.precision == Precision.UNDEFINED:
        missing.append("une date")
    elif not workshop.when.is_firm:
        missing.append("un jour")
    elif workshop.when.precision == Precision.DAYS:
        missing.append("une heure")
    if workshop.certainty != Certainty.CONFIRMED:
        missing.append(f"la confirmation de l’atelier (il est « {workshop.get_certainty_display().lower()} »)")
    if workshop.mode != Mode.ONLINE and not workshop.place:
        missing.append("un lieu")
    if not workshop.live:
        missing.append("la publication de la page")
    return missing


def _about_partners(workshop: WorkshopPage) -> list[str]:
    if not workshop.shown_partners:
        return ["un partenaire"]
    return [
        f"la confirmation du partenaire {partner.authority.short_name}"
        for partner in workshop.shown_partners
        if partner.certainty != PartnerCertainty.CONFIRMED
    ]


def _about_content(workshop: WorkshopPage) -> list[str]:
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
