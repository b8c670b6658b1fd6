"""Telling people what was decided, a quarter of an hour later: until then it can be undone without anybody knowing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hub.mail.actions import queue_mail
from workshops.agenda.actions import invitations
from workshops.planning.audience import readers
from workshops.planning.changes import Public, change_between
from workshops.planning.enums import Change
from workshops.planning.mails import decision_letter
from workshops.planning.models import Announcement, WorkshopChange
from workshops.workshop.enums import OPEN_CERTAINTIES
from workshops.workshop.workshop import WorkshopPage

#: How long a decision can be undone.
DELAY = timedelta(minutes=15)


def before_of(announcement: Announcement) -> Public:
    """What was public before the decision that waits."""
    return Public(
        announcement.when_before,
        announcement.certainty_before,
        announcement.reason_before,
        announcement.year_assumed_before,
        announcement.mode_before,
        announcement.place_before,
    )


def announce_later(workshop: WorkshopPage, before: Public) -> None:
    """Have people told how `workshop` differs from `before`, or from what they know if something waits already.

    Nothing is told when the last change brings back what they know.
    """
    if before == Public.of(workshop):
        return
    waiting = Announcement.objects.filter(workshop=workshop).first()
    known = before_of(waiting) if waiting else before
    if change_between(known, Public.of(workshop), timezone.localdate()) is None:
        Announcement.objects.filter(workshop=workshop).delete()
        return
    values = {
        "when_before": known.when,
        "certainty_before": known.certainty,
        "reason_before": known.reason,
        "year_assumed_before": known.year_assumed,
        "mode_before": known.mode,
        "place_before": known.place,
        "due_at": timezone.now() + DELAY,
    }
    Announcement.objects.update_or_create(workshop=workshop, defaults=values)


def send_announcements(now: datetime) -> int:
    """Queue the mails of the decisions that can't be undone any more; gives the number of mails."""
    due = Announcement.objects.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", "workshop_id")
    return sum(_send(*row, now) for row in list(due))


def _send(pk: int, workshop_id: int, now: datetime) -> int:
    """The page is locked first, as decisions do: nobody undoes what is being told."""
    with transaction.atomic():
        WorkshopPage.objects.select_for_update().filter(pk=workshop_id).first()
        announcement = Announcement.objects.filter(pk=pk, due_at__lte=now).first()
        if announcement is None:
            return 0
        before = before_of(announcement)
        announcement.delete()
        visible = WorkshopPage.objects.visible_to_all().prefetch_related("themes").with_relays()
        workshop = visible.filter(pk=workshop_id).first()
        if workshop is None:
            return 0
        change = change_between(before, Public.of(workshop), timezone.localdate(now))
        if change is None:
            return 0
        _write_down(workshop, change, before, now)
        told = [reader for reader in readers(workshop) if reader.comes or change != Change.REVISED]
        calendars = invitations(workshop) if any(reader.comes for reader in told) else None
        for reader in told:
            queue_mail(
                decision_letter(workshop, change, before, reader),
                to=reader.email,
                dedup_key=f"workshop-{workshop_id}-announcement-{pk}-{reader.email}"[:200],
                unsubscribe_url=reader.stop_link if reader.one_click else "",
                calendar=calendars.to(reader.email, reader.join_link) if calendars and reader.comes else None,
            )
    return len(told)


def _write_down(workshop: WorkshopPage, change: Change, before: Public, now: datetime) -> None:
    """What becomes news: the decision itself, and nothing that concerns only who comes."""
    if change == Change.REVISED:
        return
    was_fallback = workshop.is_waiting_fallback and before.certainty in OPEN_CERTAINTIES
    WorkshopChange.objects.create(
        workshop=workshop,
        at=now,
        kind=change,
        when_before=before.when,
        doubt_before=_doubt("repli" if was_fallback else before.doubt, before.year_assumed),
        when=workshop.when,
        doubt=_doubt(workshop.doubt, workshop.year_assumed),
        reason=workshop.closing_reason,
    )


def _doubt(word: str, year_assumed: bool) -> str:
    return ", ".join(filter(None, [word, "année supposée" * year_assumed]))


def announced_at(workshop: WorkshopPage) -> datetime | None:
    """When the last decision will be told; None when nothing waits, or nobody can undo it any more."""
    waiting = Announcement.objects.filter(workshop=workshop, due_at__gt=timezone.now()).first()
    return waiting.due_at if waiting else None
