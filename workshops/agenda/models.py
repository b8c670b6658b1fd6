"""When the calendar last changed, for all processes: what feeds are cached under."""

from datetime import UTC, datetime

from django.db import models


def beginning() -> datetime:
    """Before the first change: a constant, so that empty feeds are the same bytes everywhere."""
    return datetime(2026, 1, 1, tzinfo=UTC)


class CalendarState(models.Model):
    """One row. `generation` goes up with every publication, unpublication, deletion or renamed theme."""

    generation = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=beginning)

    class Meta:
        verbose_name = "état du calendrier"
        verbose_name_plural = "état du calendrier"

    def __str__(self) -> str:
        return str(self.generation)
