"""Reminders: computed anew at each pass, each told once, none after the beginning."""

from datetime import datetime

from django.utils import timezone

from hub.community.models import email_key
from hub.mail.actions import Waiting, queue_mails
from hub.mail.models import OutgoingMail
from workshops.reminding.due import due_moment, reminded
from workshops.reminding.enums import Moment
from workshops.reminding.mails import reminder_letter
from workshops.reminding.people import Guest, guests, reminder_key
from workshops.workshop.workshop import WorkshopPage


def remind(now: datetime) -> int:
    """Queue the reminders that are due; gives their number."""
    pages = reminded(WorkshopPage.objects.visible_to_all(), now)
    return sum(_remind(page, moment) for page in pages if (moment := due_moment(page, now)))


def still_due(mail: OutgoingMail) -> bool:
    """Whether a reminder that is about to leave is still true: same date, same moment, same person concerned.

    Asked right before the mail leaves: a workshop may have been cancelled or moved, a registration too.
    """
    now = timezone.now()
    pk = mail.dedup_key.split("-")[1]
    for page in reminded(WorkshopPage.objects.visible_to_all().filter(pk=pk), now):
        moment = due_moment(page, now)
        return moment is not None and mail.dedup_key in _keys(page, guests(page, email_key(mail.recipient)), moment)
    return False


def _remind(workshop: WorkshopPage, moment: Moment) -> int:
    told = _keys(workshop, guests(workshop), moment)
    known = set(OutgoingMail.objects.filter(dedup_key__in=told).values_list("dedup_key", flat=True))
    return queue_mails(
        Waiting(
            letter=reminder_letter(guest.row, workshop, moment),
            to=guest.email,
            dedup_key=key,
            is_confidential=True,
            not_after=workshop.begins_at,
        )
        for key, guest in told.items()
        if key not in known
    )


def _keys(workshop: WorkshopPage, people: list[Guest], moment: Moment) -> dict[str, Guest]:
    """Who is to be told at `moment`, by what is told."""
    begins_at = workshop.begins_at
    there = [guest for guest in people if begins_at and guest.was_there(moment, begins_at)]
    return {reminder_key(workshop, guest.row.email_key, moment): guest for guest in there}
