"""The history of a workshop, and what follows a change of what is public: a line, and an announcement."""

from typing import Any

from wagtail.log_actions import get_active_log_context

from hub.community.models import Member
from hub.core.dates.when import When
from workshops.planning.actions.announcing import announce_later
from workshops.planning.changes import Public
from workshops.planning.models import WorkshopEvent
from workshops.workshop.enums import Certainty
from workshops.workshop.workshop import WorkshopPage

#: What people are told when it changes.
PUBLIC_FIELDS = frozenset({"when", "certainty", "mode", "place"})


def remember(page: WorkshopPage, text: str, *, by: Member | None, note: str = "") -> None:
    """Add a line to the history."""
    WorkshopEvent.objects.create(workshop=page, by=by, text=text[:300], note=note)


def note_new_date(workshop: WorkshopPage, before: When) -> None:
    """A line of history for a public date that has just changed, in the editor or elsewhere.

    Whoever could publish the page could change it: no right is asked again. `by` is the organiser at work, if any.
    """
    remember(workshop, f"date : {_in_a_line(before)} → {_in_a_line(workshop.when)}", by=_at_work())


def _at_work() -> Member | None:
    who = get_active_log_context().user
    return who if isinstance(who, Member) else None


def _in_a_line(when: When) -> str:
    words = when.french()
    return words[:1].lower() + words[1:] if when.parts else "à définir"


def on_workshop_saving(sender: type, instance: WorkshopPage, **kwargs: Any) -> None:
    """Receiver of `pre_save`: what was public; None when nothing was, or when nothing of it is saved."""
    saved = kwargs.get("update_fields")
    if instance.pk and (saved is None or PUBLIC_FIELDS & set(saved)):
        stored = WorkshopPage.objects.filter(pk=instance.pk, live=True).first()
        instance.public_before = Public.of(stored) if stored else None
        if instance.public_before and instance.live:
            _settle(instance, instance.public_before)


def _settle(workshop: WorkshopPage, before: Public) -> None:
    """What follows from publishing a new date: its year is chosen, and what was postponed is proposed again."""
    if str(before.when) == str(workshop.when):
        return
    if before.year_assumed:
        workshop.year_assumed = False
    if workshop.when and workshop.certainty == before.certainty == Certainty.POSTPONED:
        workshop.certainty, workshop.closing_reason = Certainty.PROPOSED, ""
        remember(workshop, "reporté → proposé : une nouvelle date est choisie", by=_at_work())


def on_workshop_saved(sender: type, instance: WorkshopPage, **kwargs: Any) -> None:
    """Receiver of `post_save`: a draft may change its date as often as one types, what is public may not unnoticed."""
    before, instance.public_before = instance.public_before, None
    if before is None or not instance.live:
        return
    if str(before.when) != str(instance.when):
        note_new_date(instance, before.when)
    announce_later(instance, before)


def on_workshop_deleting(sender: type, instance: WorkshopPage, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: its fallbacks stay fallbacks, until an organiser decides whether they take place."""
    for fallback in WorkshopPage.objects.filter(fallback_for=instance):
        WorkshopPage.objects.filter(pk=fallback.pk).update(fallback_lost=instance.title)
        remember(fallback, f"« {instance.title} », qu’il devait remplacer, est supprimé", by=None)
