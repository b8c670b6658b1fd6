"""«Signaler une erreur»: what readers say is wrong. A plain table, never a page: it may hold an address."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casestudies.checking.enums import FactReportState, VerificationAnswer


class FactReport(models.Model):
    """Something that a reader, or an authority, says is wrong. Written by `checking.actions.fact_reporting`."""

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
    #: Until then anybody may have typed the address: nothing is answered to it.
    address_proved_at = models.DateTimeField("adresse confirmée le", null=True, blank=True, editable=False)
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


class VerificationRequestQuerySet(models.QuerySet["VerificationRequest"]):
    def open_at(self, now: datetime) -> "VerificationRequestQuerySet":
        """Requests whose link still works."""
        return self.filter(answer="", expires_at__gt=now)


class VerificationRequest(models.Model):
    """A question to one address about one assembly. Written by `casestudies.checking.actions.verification` only.

    The link of the mail is not kept: only its digest is.
    """

    assembly = models.ForeignKey(
        "casestudies.AssemblyPage",
        verbose_name="assemblée",
        on_delete=models.CASCADE,
        related_name="verification_requests",
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_to = models.EmailField("demandé à", max_length=254)
    sent_at = models.DateTimeField("demandé le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField("lien valable jusqu’au")
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=12, choices=VerificationAnswer.choices, blank=True)
    comment = models.TextField("à corriger", blank=True)

    objects = VerificationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de vérification"
        verbose_name_plural = "demandes de vérification"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="verification_answer_is_dated",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assembly}, {self.sent_at:%d/%m/%Y}"

    @property
    def is_still_exact(self) -> bool:
        return self.answer == VerificationAnswer.STILL_EXACT
