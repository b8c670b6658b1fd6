"""«Signaler une erreur»: what readers say is wrong. A plain table, never a page: it may hold an address."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casestudies.enums import FactReportState


class FactReport(models.Model):
    """Something that a reader, or an authority, says is wrong. Written by `casestudies.actions.reports` only."""

    #: Made by the form when it is shown: sending twice stores once.
    idempotency_key = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField("reçu le", default=timezone.now)
    state = models.CharField(
        "état", max_length=12, choices=FactReportState.choices, default=FactReportState.NEW, db_index=True
    )
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name="page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What was on the screen, kept as it was: facts change, and are deleted.
    page_title = models.CharField("page, ce jour-là", max_length=255, blank=True)
    about = models.TextField("ce qui était écrit", blank=True)
    message = models.TextField("ce qui est faux")
    correction = models.TextField("ce qui serait juste", blank=True)
    email = models.EmailField("adresse électronique", max_length=254, blank=True)
    verification = models.OneToOneField(
        "casestudies.VerificationRequest",
        verbose_name="demande de vérification",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="fact_report",
    )
    answer = models.TextField("réponse", blank=True)
    closed_at = models.DateTimeField("traité le", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="traité par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FactReportState.NEW, closed_at__isnull=True)
                | (~Q(state=FactReportState.NEW) & Q(closed_at__isnull=False)),
                name="fact_report_closing_is_dated",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.created_at:%d/%m/%Y}"

    @property
    def subject(self) -> str:
        """What it is about, in a few words."""
        return self.page_title or "Page non précisée"
