"""Everything an organiser can decide about the calendar. The only writers of its states and bookkeeping.

Nothing changes by itself: a cancelled workshop offers its fallback, an organiser decides.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail.log_actions import get_active_log_context

from hub.community.models import Member
from hub.core.dates.when import When
from hub.core.errors import NotAllowed, WrongState
from workshops.planning.models import WorkshopEvent
from workshops.workshop.agenda_items import WorkshopPartner
from workshops.workshop.enums import Certainty, PartnerCertainty
from workshops.workshop.workshop import WorkshopPage

#: From each certainty, those an organiser may choose.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    Certainty.IDEA: (Certainty.PROPOSED, Certainty.TENTATIVE, Certainty.CONFIRMED, Certainty.VOID),
    Certainty.PROPOSED: (
        Certainty.TENTATIVE,
        Certainty.CONFIRMED,
        Certainty.POSTPONED,
        Certainty.CANCELLED,
        Certainty.VOID,
    ),
    Certainty.TENTATIVE: (
        Certainty.PROPOSED,
        Certainty.CONFIRMED,
        Certainty.POSTPONED,
        Certainty.CANCELLED,
        Certainty.VOID,
    ),
    Certainty.CONFIRMED: (Certainty.HELD, Certainty.TENTATIVE, Certainty.POSTPONED, Certainty.CANCELLED),
    Certainty.POSTPONED: (Certainty.PROPOSED, Certainty.TENTATIVE, Certainty.CONFIRMED, Certainty.CANCELLED),
    Certainty.CANCELLED: (Certainty.PROPOSED,),
    Certainty.VOID: (Certainty.PROPOSED,),
    Certainty.HELD: (),
}


def check_right(by: Member, page: WorkshopPage) -> None:
    """Raise NotAllowed unless `by` may publish the page."""
    if not page.permissions_for_user(by).can_publish():
        raise NotAllowed("Vous ne pouvez pas décider de cet atelier.")


def set_certainty(workshop: WorkshopPage, certainty: str, *, by: Member, note: str = "") -> WorkshopPage:
    """Change how sure a workshop is, publish it, and write the line of history.

    `workshop` is the state the organiser saw: WrongState when someone else changed it meanwhile, or when `certainty`
    can't follow. Raises NotAllowed without the right to publish. Returns the workshop as it now is.
    """
    check_right(by, workshop)
    if certainty not in TRANSITIONS[workshop.certainty]:
        raise WrongState(f"Un atelier « {workshop.get_certainty_display().lower()} » ne peut pas passer à cet état.")
    seen = workshop.certainty

    def change(page: WorkshopPage) -> None:
        page.certainty = certainty

    text = f"{Certainty(seen).label.lower()} → {Certainty(certainty).label.lower()}"
    return _decide(workshop, change, text, unless=lambda page: page.certainty != seen, by=by, note=note)


def activate_fallback(fallback: WorkshopPage, *, by: Member, note: str = "") -> WorkshopPage:
    """«Activer l'atelier de repli»: it stands on its own; the condition stays readable in the history.

    Raises WrongState unless the workshop it replaces won't take place.
    """
    check_right(by, fallback)
    original = fallback.fallback_for
    if original is None or not original.is_closed:
        raise WrongState("L’atelier d’origine n’est pas annulé : le repli n’a pas lieu d’être.")

    def change(page: WorkshopPage) -> None:
        page.fallback_for = None

    text = f"repli activé : « {original.title} » n’a pas lieu"
    return _decide(fallback, change, text, unless=lambda page: page.fallback_for_id is None, by=by, note=note)


def give_other_theme(fallback: WorkshopPage, *, by: Member, note: str = "") -> WorkshopPage:
    """«Autre thématique»: the fallback becomes a workshop of its own whose theme is to be chosen."""
    check_right(by, fallback)
    if fallback.fallback_for_id is None:
        raise WrongState("Cet atelier n’est pas un repli.")

    def change(page: WorkshopPage) -> None:
        page.fallback_for = None
        page.theme_open = True
        page.themes.clear()

    text = "n’est plus un repli : autre thématique à choisir"
    return _decide(fallback, change, text, unless=lambda page: page.fallback_for_id is None, by=by, note=note)


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
    return _decide(partner.workshop, change, text, unless=moved, by=by, note=note)


def duplicate_workshop(workshop: WorkshopPage, *, by: Member) -> WorkshopPage:
    """A draft with the same partners and agenda, without date, identity of its own («dupliquer l'atelier»)."""
    if not workshop.get_parent().permissions_for_user(by).can_add_subpage():
        raise NotAllowed("Vous ne pouvez pas créer d’atelier.")
    with transaction.atomic():
        copy = workshop.copy(
            update_attrs={"title": f"{workshop.title} (copie)", "slug": _free_slug(workshop), "live": False},
            copy_revisions=False,
            keep_live=False,
            user=by,
        )
        copy.when = copy.when.parse("")
        copy.certainty = Certainty.IDEA
        copy.fallback_for = None
        copy.save()
        copy.save_revision(user=by)
        _remember(copy, f"copié de « {workshop.title} »", by=by)
    return copy


def _free_slug(workshop: WorkshopPage) -> str:
    taken = set(workshop.get_siblings().values_list("slug", flat=True))
    number = 2
    while f"{workshop.slug}-{number}" in taken:
        number += 1
    return f"{workshop.slug}-{number}"


def _decide(
    workshop: WorkshopPage,
    change: Callable[[WorkshopPage], None],
    text: str,
    *,
    unless: Callable[[WorkshopPage], bool],
    by: Member,
    note: str,
) -> WorkshopPage:
    """Apply a decision under a lock, with its line of history.

    What is published is published again with the change. A draft in progress gets the change too and stays a draft:
    nobody's unpublished text is lost or shown. `unless` says that the page is no longer as the organiser saw it.
    """
    with transaction.atomic():
        page = WorkshopPage.objects.select_for_update().get(pk=workshop.pk)
        if unless(page):
            raise WrongState("Quelqu’un d’autre vient de changer cet atelier. Rechargez la page.")
        draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
        change(page)
        if page.live:
            page.save_revision(user=by).publish(user=by)
        else:
            page.save()
        if draft is not None:
            change(draft)
            draft.save_revision(user=by)
        _remember(page, text, by=by, note=note)
    return page


def note_new_date(workshop: WorkshopPage, before: When) -> None:
    """A line of history for a public date that has just changed, in the editor or elsewhere.

    Whoever could publish the page could change it: no right is asked again. `by` is the organiser at work, if any.
    """
    who = get_active_log_context().user
    by = who if isinstance(who, Member) else None
    _remember(workshop, f"date : {_in_a_line(before)} → {_in_a_line(workshop.when)}", by=by)


def _in_a_line(when: When) -> str:
    words = when.french()
    return words[:1].lower() + words[1:] if when.parts else "à définir"


def on_workshop_saving(sender: type, instance: WorkshopPage, **kwargs: Any) -> None:
    """Receiver of `pre_save`: what the public page said of the date; None when nothing was, or the date isn't saved."""
    saved = kwargs.get("update_fields")
    if instance.pk and (saved is None or "when" in saved):
        public = WorkshopPage.objects.filter(pk=instance.pk, live=True)
        instance.date_before = public.values_list("when", flat=True).first()


def on_workshop_saved(sender: type, instance: WorkshopPage, **kwargs: Any) -> None:
    """Receiver of `post_save`: a draft may change its date as often as one types, what is public may not unnoticed."""
    before, instance.date_before = instance.date_before, None
    if before is not None and instance.live and str(before) != str(instance.when):
        note_new_date(instance, before)


def _remember(page: WorkshopPage, text: str, *, by: Member | None, note: str = "") -> None:
    WorkshopEvent.objects.create(workshop=page, by=by, text=text[:300], note=note)
