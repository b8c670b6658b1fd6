"""How sure a workshop is, when it takes place, its fallback, its partners."""

from collections.abc import Callable

from django.utils import timezone

from hub.community.models import Member
from hub.core.dates.when import When
from hub.core.errors import WrongState
from workshops.planning.actions.announcing import before_of
from workshops.planning.actions.deciding import check_right, decide
from workshops.planning.changes import Public
from workshops.planning.models import Announcement
from workshops.workshop.agenda_items import WorkshopPartner
from workshops.workshop.enums import CLOSED_CERTAINTIES, Certainty, PartnerCertainty
from workshops.workshop.workshop import WorkshopPage

#: From each certainty, those an organiser may choose.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    Certainty.IDEA: (Certainty.PROPOSED, Certainty.TENTATIVE, Certainty.CONFIRMED, Certainty.VOID),
    Certainty.PROPOSED: (
        Certainty.TENTATIVE,
        Certainty.CONFIRMED,
        Certainty.HELD,
        Certainty.POSTPONED,
        Certainty.CANCELLED,
        Certainty.VOID,
    ),
    Certainty.TENTATIVE: (
        Certainty.PROPOSED,
        Certainty.CONFIRMED,
        Certainty.HELD,
        Certainty.POSTPONED,
        Certainty.CANCELLED,
        Certainty.VOID,
    ),
    Certainty.CONFIRMED: (Certainty.HELD, Certainty.TENTATIVE, Certainty.POSTPONED, Certainty.CANCELLED),
    Certainty.POSTPONED: (Certainty.PROPOSED, Certainty.TENTATIVE, Certainty.CONFIRMED, Certainty.CANCELLED),
    Certainty.CANCELLED: (Certainty.PROPOSED,),
    Certainty.VOID: (Certainty.PROPOSED,),
    Certainty.HELD: (Certainty.CONFIRMED,),
}
#: How sure a workshop may be when its date is chosen.
DATED = (Certainty.CONFIRMED, Certainty.TENTATIVE, Certainty.PROPOSED)


def set_certainty(
    workshop: WorkshopPage, certainty: str, *, by: Member, note: str = "", reason: str = ""
) -> WorkshopPage:
    """Change how sure a workshop is, publish it, and write the line of history.

    `workshop` is the state the organiser saw: WrongState when someone else changed it meanwhile, or when `certainty`
    can't follow. Raises NotAllowed without the right to publish. `reason` is public while the workshop is closed.
    Returns the workshop as it now is.
    """
    check_right(by, workshop)
    _check_move(workshop, certainty)

    def change(page: WorkshopPage) -> None:
        _move(page, certainty, reason)

    unless = _moved_since(workshop)
    return decide(workshop, change, _in_a_line(workshop.certainty, certainty), unless=unless, by=by, note=note)


def fix_date(workshop: WorkshopPage, when: When, certainty: str, *, by: Member, note: str = "") -> WorkshopPage:
    """Choose the date of a workshop, and how sure it is with that date; a chosen year is no hypothesis any more.

    Raises as `set_certainty` does. The history says the date by itself where it is public.
    """
    check_right(by, workshop)
    if certainty not in DATED:
        raise WrongState("Dites si l’atelier est confirmé, sous réserve ou proposé à cette date.")
    if certainty != workshop.certainty:
        _check_move(workshop, certainty)

    def change(page: WorkshopPage) -> None:
        page.when = when
        page.year_assumed = False
        _move(page, certainty, "")

    text = "" if certainty == workshop.certainty else _in_a_line(workshop.certainty, certainty)
    return decide(workshop, change, text, unless=_moved_since(workshop), by=by, note=note)


def undo_decision(workshop: WorkshopPage, *, by: Member) -> WorkshopPage:
    """«Annuler cette décision»: what was public before it comes back, and nobody is told anything.

    `workshop` is the state the organiser saw: WrongState when somebody decided meanwhile, or when the quarter of an
    hour is over.
    """
    check_right(by, workshop)
    waiting = Announcement.objects.filter(workshop=workshop).first()
    before = before_of(waiting) if waiting else Public.of(workshop)
    moved = _moved_since(workshop)

    def too_late(page: WorkshopPage) -> bool:
        return (
            waiting is None
            or moved(page)
            or not Announcement.objects.filter(pk=waiting.pk, due_at__gt=timezone.now()).exists()
        )

    def change(page: WorkshopPage) -> None:
        if str(page.when) == str(workshop.when):
            page.when = before.when
        page.year_assumed = before.year_assumed
        if before.mode and (page.mode, page.place) == (workshop.mode, workshop.place):
            page.mode, page.place = before.mode, before.place
        _move(page, before.certainty, before.reason)

    refusal = "Il est trop tard pour annuler cette décision : elle est déjà annoncée, ou une autre l’a remplacée."
    return decide(workshop, change, "décision annulée", unless=too_late, by=by, refusal=refusal)


def _check_move(workshop: WorkshopPage, certainty: str) -> None:
    if certainty not in TRANSITIONS[workshop.certainty]:
        raise WrongState(f"Un atelier « {workshop.get_certainty_display().lower()} » ne peut pas passer à cet état.")


def _move(page: WorkshopPage, certainty: str, reason: str) -> None:
    page.certainty = certainty
    page.closing_reason = reason if certainty in CLOSED_CERTAINTIES else ""
    if certainty in (Certainty.CONFIRMED, Certainty.HELD):
        page.year_assumed = False


def _moved_since(seen: WorkshopPage) -> Callable[[WorkshopPage], bool]:
    """Whether the date or the certainty is no longer the one that the organiser saw."""
    certainty, when = seen.certainty, str(seen.when)
    return lambda page: page.certainty != certainty or str(page.when) != when


def _in_a_line(before: str, after: str) -> str:
    return f"{Certainty(before).label.lower()} → {Certainty(after).label.lower()}"


def activate_fallback(fallback: WorkshopPage, *, by: Member, note: str = "") -> WorkshopPage:
    """«Activer l'atelier de repli»: it stands on its own; the condition stays readable in the history.

    Raises WrongState unless the workshop it replaces won't take place.
    """
    check_right(by, fallback)
    original = fallback.fallback_for
    if not may_activate(fallback):
        raise WrongState("L’atelier d’origine n’est ni annulé ni reporté : le repli n’a pas lieu d’être.")

    def change(page: WorkshopPage) -> None:
        page.replaces, page.fallback_for, page.fallback_lost = original, None, ""

    text = f"repli activé : « {original.title if original else fallback.fallback_lost} » n’a pas lieu"
    return decide(fallback, change, text, unless=_no_fallback, by=by, note=note)


def may_activate(fallback: WorkshopPage) -> bool:
    """Whether the workshop that it replaces won't take place, or was deleted.

    A fallback that became pointless has not failed: its own fallback is not needed either.
    """
    original = fallback.fallback_for
    return original.has_failed if original is not None else bool(fallback.fallback_lost)


def give_other_theme(fallback: WorkshopPage, *, by: Member, note: str = "") -> WorkshopPage:
    """«Autre thématique»: the fallback becomes a workshop of its own whose theme is to be chosen."""
    check_right(by, fallback)
    if _no_fallback(fallback):
        raise WrongState("Cet atelier n’est pas un repli.")

    def change(page: WorkshopPage) -> None:
        page.fallback_for, page.fallback_lost = None, ""
        page.theme_open = True
        page.themes.clear()

    text = "n’est plus un repli : autre thématique à choisir"
    return decide(fallback, change, text, unless=_no_fallback, by=by, note=note)


def _no_fallback(page: WorkshopPage) -> bool:
    return page.fallback_for_id is None and not page.fallback_lost


def set_partner_certainty(partner: WorkshopPartner, certainty: str, *, by: Member, note: str = "") -> WorkshopPage:
    """Change how sure a partner is. One who withdraws disappears from page and feeds; the history keeps it."""
    check_right(by, partner.workshop)
    label = PartnerCertainty(certainty).label.lower()
    seen = partner.certainty

    def in_page(page: WorkshopPage) -> WorkshopPartner | None:
        return next((each for each in page.partners.all() if each.pk == partner.pk), None)

    def moved(page: WorkshopPage) -> bool:
        current = in_page(page)
        return current is None or current.certainty != seen

    def change(page: WorkshopPage) -> None:
        current = in_page(page)
        if current is not None:
            current.certainty = certainty
            page.partners.add(current)

    text = f"partenaire {partner.authority.short_name} : {label}"
    return decide(partner.workshop, change, text, unless=moved, by=by, note=note)
