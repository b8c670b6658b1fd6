"""What happens during a workshop. Plain tables, never pages: revisions would keep what is typed in haste."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.core.enums import Half
from workshops.registering.models import Registration
from workshops.workshop.agenda_items import AgendaItem
from workshops.workshop.workshop import WorkshopPage


class LiveSession(models.Model):
    """Where a workshop stands. Written by `workshops.leading.actions` only.

    `moment` began at `moment_at` and may last `more` minutes beyond its own. Only who has the hand (`led_by`) moves
    on. A moment that leaves the programme leaves nothing here: another one is then chosen.
    """

    workshop = models.OneToOneField(
        WorkshopPage, verbose_name="atelier", on_delete=models.CASCADE, related_name="live_session"
    )
    moment = models.ForeignKey(AgendaItem, null=True, on_delete=models.SET_NULL, related_name="+")
    moment_at = models.DateTimeField(default=timezone.now)
    more = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "atelier en direct"
        verbose_name_plural = "ateliers en direct"

    def __str__(self) -> str:
        return f"En direct : {self.workshop.title}"

    @property
    def minutes(self) -> int | None:
        """How long the moment may last, with what was added; None when nobody said."""
        planned = self.moment.minutes if self.moment else None
        return planned + self.more if planned else (self.more or None)

    @property
    def until(self) -> datetime | None:
        """When the moment should end."""
        return self.moment_at + timedelta(minutes=self.minutes) if self.minutes else None


class MeetingQuestion(models.Model):
    """A question for one part: sent with a registration, whose words stay there, or typed in the room.

    `asked_at`: it was asked. `wanted_at`: it stayed open, and a theme now looks for who could answer.
    """

    workshop = models.ForeignKey(WorkshopPage, on_delete=models.CASCADE, related_name="meeting_questions")
    part = models.PositiveSmallIntegerField(choices=Half.choices)
    registration = models.ForeignKey(Registration, null=True, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "question posée à un atelier"
        verbose_name_plural = "questions posées aux ateliers"
        ordering = ["part", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "part"],
                condition=Q(registration__isnull=False),
                name="one_question_per_registration_and_part",
            )
        ]

    def __str__(self) -> str:
        return f"Question {self.pk}"


class MeetingNote(models.Model):
    """The notes of one part of a workshop. `version` counts what was kept; `key` and `turn` say by which screen.

    The same screen may send again what it could not know to be kept: it is kept once.
    """

    workshop = models.ForeignKey(WorkshopPage, on_delete=models.CASCADE, related_name="meeting_notes")
    part = models.PositiveSmallIntegerField(choices=Half.choices)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(null=True, editable=False)
    turn = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "notes d’un atelier"
        verbose_name_plural = "notes des ateliers"
        ordering = ["part", "pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "part"], name="one_note_per_part")]

    def __str__(self) -> str:
        return f"Notes {self.pk}"
