"""What calendars are told. The only writers of the state of the feeds."""

import hashlib
from typing import Any

from django.db.models import F
from django.utils import timezone

from workshops.agenda.models import CalendarState
from workshops.workshop.workshop import WorkshopPage


def calendar_signature(workshop: WorkshopPage) -> str:
    """What calendars must hear of: dates, status, place. Titles and texts are not part of it (RFC 5546, 2.1.4)."""
    told = (str(workshop.when), workshop.certainty, workshop.doubt, workshop.mode, workshop.place)
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "replace")).hexdigest()


def record_publication(workshop: WorkshopPage) -> None:
    """After each publication: SEQUENCE goes up by one when the calendar signature changed, and never down."""
    signature = calendar_signature(workshop)
    rows = WorkshopPage.objects.filter(pk=workshop.pk)
    rows.filter(calendar_signature="").update(calendar_signature=signature)
    rows.exclude(calendar_signature=signature).update(calendar_signature=signature, sequence=F("sequence") + 1)


def calendar_changed() -> None:
    """Something that feeds show has changed: caches and Last-Modified move with it, in every process."""
    now = timezone.now().replace(microsecond=0)
    if not CalendarState.objects.filter(pk=1).update(generation=F("generation") + 1, changed_at=now):
        CalendarState.objects.get_or_create(pk=1, defaults={"generation": 1, "changed_at": now})


def on_page_published(sender: type, instance: WorkshopPage, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`."""
    record_publication(instance)
    calendar_changed()


def on_calendar_changed(sender: type, **kwargs: Any) -> None:
    """Receiver of whatever else feeds depend on: unpublication, deletion, moves, themes, access restrictions."""
    calendar_changed()
