"""Which reminder of a workshop is due. Nothing is written here: each pass computes it again."""

from datetime import datetime, timedelta

from django.utils import timezone

from hub.core.dates.when import Precision
from workshops.reminding.enums import BEFORE, Moment
from workshops.workshop.enums import OPEN_CERTAINTIES, Certainty
from workshops.workshop.queryset import WorkshopQuerySet
from workshops.workshop.workshop import WorkshopPage

ANNOUNCED = OPEN_CERTAINTIES - {Certainty.IDEA}
LONGEST = max(BEFORE.values())


def with_reminders(workshops: WorkshopQuerySet) -> WorkshopQuerySet:
    """Those that may take place on a day that is known."""
    return workshops.filter(certainty__in=ANNOUNCED, precision__lte=Precision.DAYS, year_assumed=False)


def reminded(workshops: WorkshopQuerySet, now: datetime) -> list[WorkshopPage]:
    """Those of `workshops` that begin within a week, with their programme.

    A decision that nobody has been told yet is told first: until then it can be undone.
    """
    today = timezone.localdate(now)
    soon = (today, today + LONGEST + timedelta(days=1))
    found = with_reminders(workshops).filter(announcement=None, earliest__range=soon)
    loaded = found.select_related("fallback_for").prefetch_related("agenda").order_by("earliest", "pk")
    return [page for page in loaded if not page.awaits_original]


def moments(workshop: WorkshopPage) -> list[tuple[Moment, datetime]]:
    """When each reminder comes, in order. Without an hour, the last one is the day's."""
    begins_at = workshop.begins_at
    if begins_at is None:
        return []
    is_timed = workshop.when.starts_at is not None
    return [(moment, begins_at - before) for moment, before in BEFORE.items() if is_timed or moment != Moment.HOUR]


def due_moment(workshop: WorkshopPage, now: datetime) -> Moment | None:
    """The nearest moment that has come; None before the first one, and once the workshop has begun.

    What was missed before it is not caught up: one reminder says enough.
    """
    begins_at = workshop.begins_at
    if begins_at is None or now >= begins_at:
        return None
    come = [moment for moment, at in moments(workshop) if at <= now]
    return come[-1] if come else None
