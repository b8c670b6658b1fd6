"""What was decided about a workshop, and by whom; what people will be told of it."""

from typing import Any

from django.conf import settings
from django.db import models

from hub.core.fields import WhenField
from workshops.planning.enums import Change
from workshops.workshop.enums import Certainty, Mode


class WorkshopEvent(models.Model):
    """A line of a workshop's history. Lines are added, never changed."""

    workshop = models.ForeignKey("workshops.WorkshopPage", on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.CharField("décision", max_length=300)
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "ligne d’historique"
        verbose_name_plural = "historique"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y} {self.text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A line of history is never changed.")
        super().save(*args, **kwargs)


class Announcement(models.Model):
    """A decision that nobody has been told yet, with what was public before it: until `due_at` it can be undone.

    A second decision meanwhile takes the place of the first: people hear one thing, what has changed for them.
    """

    workshop = models.OneToOneField("workshops.WorkshopPage", on_delete=models.CASCADE, related_name="announcement")
    when_before = WhenField("quand, avant")
    certainty_before = models.CharField("certitude, avant", max_length=12, choices=Certainty.choices)
    reason_before = models.CharField("motif, avant", max_length=300, blank=True)
    year_assumed_before = models.BooleanField("année supposée, avant", default=False)
    mode_before = models.CharField("forme, avant", max_length=10, choices=Mode.choices, blank=True)
    place_before = models.CharField("lieu, avant", max_length=160, blank=True)
    due_at = models.DateTimeField("part le", db_index=True)

    class Meta:
        verbose_name = "annonce en attente"
        verbose_name_plural = "annonces en attente"

    def __str__(self) -> str:
        return f"{self.workshop} : {self.due_at:%d/%m/%Y %H:%M}"


class WorkshopChange(models.Model):
    """A decision that was told to everybody, once nobody could undo it any more. Lines are added, never changed.

    Written by `planning.actions.announcing`. It holds what was public: neither who decided nor their note.
    """

    workshop = models.ForeignKey("workshops.WorkshopPage", on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField("le")
    kind = models.CharField("ce qui change", max_length=10, choices=Change.choices)
    when_before = WhenField("quand, avant")
    doubt_before = models.CharField("doute, avant", max_length=40, blank=True)
    when = WhenField("quand")
    doubt = models.CharField("doute", max_length=40, blank=True)
    reason = models.CharField("motif public", max_length=300, blank=True)

    class Meta:
        verbose_name = "décision annoncée"
        verbose_name_plural = "décisions annoncées"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y} {self.get_kind_display()} : {self.workshop}"
