"""Workshops in the words of the calendar."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q

from hub.core.dates.when import When
from hub.core.models import BasePageQuerySet
from workshops.workshop.enums import CLOSED_CERTAINTIES, OPEN_CERTAINTIES, Certainty

#: Relations between workshops that replace one another, both ways.
RELAYS = ("fallback_for", "fallbacks", "replaces", "replacements")


def is_past(today: date) -> Q:
    """Held, or whose last possible day is over. `today` is a date in Europe/Paris.

    What was postponed is never past: its days are no longer those of anything, and its new date is awaited.
    """
    return Q(certainty=Certainty.HELD) | (Q(latest__lt=today) & ~Q(certainty=Certainty.POSTPONED))


#: What stands in the calendar: a fallback that nobody has decided about does not.
HAS_ITS_DATE = Q(earliest__isnull=False) & (Q(fallback_for=None) | Q(certainty__in=CLOSED_CERTAINTIES))


def awaits_a_date(today: date) -> Q:
    """Postponed, on days that have passed."""
    return Q(certainty__in=CLOSED_CERTAINTIES, latest__lt=today)


class WorkshopQuerySet(BasePageQuerySet):
    """Workshops in the words of the calendar. `today` is a date in Europe/Paris, given by the caller."""

    def past(self, today: date) -> "WorkshopQuerySet":
        """Never both past and to come."""
        return self.filter(is_past(today))

    def to_come(self, today: date) -> "WorkshopQuerySet":
        return self.exclude(is_past(today))

    def in_calendar(self, today: date) -> "WorkshopQuerySet":
        """To come, each on its date."""
        return self.to_come(today).filter(HAS_ITS_DATE).exclude(awaits_a_date(today))

    def to_define(self, today: date) -> "WorkshopQuerySet":
        """To come, without a date that holds: those that may take place, and those whose new date is awaited."""
        is_vague = Q(certainty__in=OPEN_CERTAINTIES) & ~HAS_ITS_DATE
        return self.to_come(today).filter(is_vague | awaits_a_date(today))

    def overlapping(self, when: When) -> "WorkshopQuerySet":
        """Those that may fall, even in part, within `when`."""
        return self.filter(earliest__lte=when.latest, latest__gte=when.earliest)

    def still_open(self) -> "WorkshopQuerySet":
        """Leave out what was cancelled, postponed or became pointless."""
        return self.filter(certainty__in=OPEN_CERTAINTIES)

    def in_order(self) -> "WorkshopQuerySet":
        """By first possible day, firm dates first; without any date last."""
        return self.order_by(models.F("earliest").asc(nulls_last=True), "precision", "latest", "uid")

    def relays(self) -> list[Prefetch]:
        visible = self.model._default_manager.visible_to_all()
        return [Prefetch(name, visible.all()) for name in RELAYS]

    def with_relays(self) -> "WorkshopQuerySet":
        """Load the workshops that replace one another, those only that anybody may read: a draft has no name yet."""
        return self.prefetch_related(*self.relays())

    def with_details(self) -> "WorkshopQuerySet":
        """Load what a list shows, in a constant number of queries."""
        return self.select_related("host_event", "cycle").prefetch_related(*self.details())

    def details(self) -> list[Any]:
        """The same for workshops of several lists, read together: what `prefetch_related_objects` takes."""
        return ["themes", *(self.lines(name) for name in ("partners", "agenda")), *self.relays()]

    def lines(self, name: str) -> Prefetch:
        """Partners, or moments of the agenda, each with its authority."""
        lines = self.model._meta.get_field(name).related_model
        return Prefetch(name, lines._default_manager.select_related("authority"))
