"""When the calendar last changed, for all processes: what feeds are cached under."""

from datetime import UTC, datetime

from django.db import models

from workshops.workshop.workshop import WorkshopPage


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


class SentInvitations(models.Model):
    """The SEQUENCE of the last invitations mailed about a workshop: the next ones have a greater one, for ever.

    Feeds have their own, which moves with publications only; mails also move when one person comes or leaves.
    """

    workshop = models.OneToOneField(WorkshopPage, verbose_name="atelier", on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "invitations envoyées"
        verbose_name_plural = "invitations envoyées"

    def __str__(self) -> str:
        return str(self.sequence)
