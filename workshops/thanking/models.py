"""What people say of a workshop once it is over."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from workshops.registering.models import Registration, RegistrationDesk
from workshops.thanking.enums import Found

#: From the mail that asks: how long one answers, and changes one's answer.
OPEN_FOR = timedelta(days=30)


class Feedback(models.Model):
    """What one registration says of both parts. Written by `workshops.thanking.actions` only.

    When the registration goes its words go with it; the choices stay as numbers, of nobody.
    """

    desk = models.ForeignKey(RegistrationDesk, on_delete=models.CASCADE, related_name="feedback")
    registration = models.OneToOneField(Registration, null=True, on_delete=models.SET_NULL, related_name="feedback")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    practice = models.CharField(max_length=6, choices=Found.choices, blank=True)
    practice_words = models.TextField(blank=True)
    outcome = models.CharField(max_length=6, choices=Found.choices, blank=True)
    outcome_words = models.TextField(blank=True)

    class Meta:
        verbose_name = "retour sur un atelier"
        verbose_name_plural = "retours sur les ateliers"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Retour {self.pk}"

    @property
    def until(self) -> datetime:
        return self.asked_at + OPEN_FOR
