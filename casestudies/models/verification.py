"""What authorities are asked, by mail: are these facts still exact?"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casestudies.enums import VerificationAnswer


class VerificationRequestQuerySet(models.QuerySet["VerificationRequest"]):
    def open_at(self, now: datetime) -> "VerificationRequestQuerySet":
        """Requests whose link still works."""
        return self.filter(answer="", expires_at__gt=now)


class VerificationRequest(models.Model):
    """A question to one address about one assembly. Written by `casestudies.actions.freshness` only.

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
