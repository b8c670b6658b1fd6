"""Date polls. Plain tables: they hold addresses, and answers are never part of a page."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.core.fields import WhenField
from hub.core.models import VisibleLines
from workshops.polls.enums import Choice
from workshops.workshop.workshop import WorkshopPage


class DatePoll(models.Model):
    """The slots proposed for one workshop, until a deadline. Written by `workshops.polls.actions` only."""

    workshop = models.ForeignKey(
        WorkshopPage, verbose_name="atelier", on_delete=models.CASCADE, related_name="date_polls"
    )
    created_at = models.DateTimeField("ouvert le", default=timezone.now)
    deadline = models.DateTimeField("réponses jusqu’au")
    closed_at = models.DateTimeField("terminé le", null=True, blank=True)
    retained = models.ForeignKey(
        "workshops.PollSlot",
        verbose_name="créneau retenu",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "sondage de date"
        verbose_name_plural = "sondages de date"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(closed_at__isnull=True), name="one_open_poll_per_workshop"
            )
        ]

    def __str__(self) -> str:
        return f"Sondage : {self.workshop.title}"

    def takes_answers(self, now: datetime) -> bool:
        return self.closed_at is None and now < self.deadline


class PollSlot(models.Model):
    """One of the slots: a day, with its hours or not."""

    poll = models.ForeignKey(DatePoll, verbose_name="sondage", on_delete=models.CASCADE, related_name="slots")
    when = WhenField("créneau")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.when.french()


class PollInvitee(VisibleLines, models.Model):
    """Somebody who is asked. `speaks`: the workshop can't take place without them."""

    poll = models.ForeignKey(DatePoll, verbose_name="sondage", on_delete=models.CASCADE, related_name="invitees")
    email = models.EmailField("adresse électronique", max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    name = models.CharField("nom", max_length=120, blank=True)
    speaks = models.BooleanField("intervient", default=False)
    answered_at = models.DateTimeField("dernière réponse le", null=True, blank=True)
    reminded_at = models.DateTimeField("relance le", null=True, blank=True)

    class Meta:
        verbose_name = "personne interrogée"
        verbose_name_plural = "personnes interrogées"
        ordering = ["-speaks", "name__french", "pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "email_key"], name="asked_once_in_a_poll")]

    def __str__(self) -> str:
        return f"Personne interrogée {self.pk}"

    @property
    def shown_name(self) -> str:
        """For organisers."""
        return self.name or self.email


class PollAnswer(models.Model):
    """What one person answers to one slot."""

    invitee = models.ForeignKey(PollInvitee, verbose_name="personne", on_delete=models.CASCADE, related_name="answers")
    slot = models.ForeignKey(PollSlot, verbose_name="créneau", on_delete=models.CASCADE, related_name="answers")
    choice = models.CharField("réponse", max_length=10, choices=Choice.choices)
    at = models.DateTimeField("enregistrée le", default=timezone.now)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        constraints = [models.UniqueConstraint(fields=["invitee", "slot"], name="one_answer_per_slot")]

    def __str__(self) -> str:
        return self.get_choice_display()
