"""Everything an organiser can do to the calendar. The only writers of its bookkeeping."""

import hashlib
from typing import Any

from django.db.models import F

from workshops.models import WorkshopPage


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


def on_page_published(sender: type, instance: WorkshopPage, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`."""
    record_publication(instance)
