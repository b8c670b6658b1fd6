"""What calendars are told. The only writers of the state of the feeds, and of the number of invitations."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from hub.mail.letters import CalendarPart
from hub.mail.sender import from_address
from workshops.agenda.invitations import Invitations
from workshops.agenda.models import CalendarState, SentInvitations
from workshops.agenda.told import is_announced, told
from workshops.workshop.enums import Mode
from workshops.workshop.workshop import WorkshopPage


def calendar_signature(workshop: WorkshopPage) -> str:
    """What calendars must hear of: dates, status, place. Titles and texts are not part of it (RFC 5546, 2.1.4)."""
    told = (str(workshop.when), workshop.certainty, workshop.doubt, workshop.mode, workshop.place)
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "replace")).hexdigest()


def record_publication(workshop: WorkshopPage) -> None:
    """After each publication: SEQUENCE goes up by one when the calendar signature changed, and never down.

    The days that feeds tell from now on are kept: if they are withdrawn, feeds say so on these days.
    """
    signature = calendar_signature(workshop)
    rows = WorkshopPage.objects.filter(pk=workshop.pk)
    if is_announced(workshop):
        rows.update(announced=workshop.when)
    rows.filter(calendar_signature="").update(calendar_signature=signature)
    rows.exclude(calendar_signature=signature).update(calendar_signature=signature, sequence=F("sequence") + 1)


def calendar_changed() -> None:
    """Something that feeds show has changed: caches and Last-Modified move with it, in every process.

    HTTP dates have whole seconds: a second change in the same one is dated of the next, or it would go unnoticed.
    """
    CalendarState.objects.get_or_create(pk=1)
    with transaction.atomic():
        state = CalendarState.objects.select_for_update().get(pk=1)
        state.generation += 1
        state.changed_at = max(timezone.now().replace(microsecond=0), state.changed_at + timedelta(seconds=1))
        state.save()


def on_page_published(sender: type, instance: WorkshopPage, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`."""
    record_publication(instance)
    calendar_changed()


def on_calendar_changed(sender: type, **kwargs: Any) -> None:
    """Receiver of whatever else feeds depend on: unpublication, deletion, moves, themes, access restrictions."""
    calendar_changed()


# ---------------------------------------------------------------- mails to those who come
def invitation(workshop: WorkshopPage, email: str, join_url: str) -> CalendarPart | None:
    """What the mail that tells `email` that they come puts into their calendar; None while no day is known.

    `join_url` is our own signed address for that person. In the transaction of what causes the mail.
    """
    prepared = invitations(workshop)
    return prepared.to(email, join_url) if prepared and prepared.event.status != "CANCELLED" else None


def withdrawal(workshop: WorkshopPage, email: str) -> CalendarPart | None:
    """What takes the workshop out of the calendar of somebody who comes no more."""
    prepared = invitations(workshop)
    return prepared.withdrawn(email) if prepared else None


def invitations(workshop: WorkshopPage) -> Invitations | None:
    """What is to be sent about `workshop` now, under a number that nothing sent before has; None without any day."""
    loaded = WorkshopPage.objects.prefetch_related("themes", "partners__authority").with_relays().get(pk=workshop.pk)
    now = timezone.now()
    event = told(loaded, timezone.localdate(now), forecast=False)
    if event is None:
        return None
    return Invitations(event, _next_sequence(loaded), now, from_address(), is_online=loaded.mode != Mode.ON_SITE)


def _next_sequence(workshop: WorkshopPage) -> int:
    """Greater than what was mailed, and at least what feeds say; the row is locked until the end of the transaction."""
    SentInvitations.objects.get_or_create(workshop=workshop)
    row = SentInvitations.objects.filter(workshop=workshop)
    row.update(sequence=Greatest(F("sequence") + 1, workshop.sequence))
    return row.get().sequence
