"""Links that open an account: asked for by oneself, or sent by an organiser."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.community.enums import InvitationRole
from hub.community.models.member import email_key
from hub.core.private_links import hash_of


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self, now: datetime | None = None) -> "InvitationQuerySet":
        """Those whose link still works."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now or timezone.now())

    def by_token(self, token: str) -> "InvitationQuerySet":
        return self.filter(token_hash=hash_of(token))

    def to_address(self, email: str) -> "InvitationQuerySet":
        return self.filter(email_key=email_key(email))


class Invitation(models.Model):
    """One link, for one address, that works once. `invited_by` is empty when the person asked for it.

    Once used it belongs to `member`, is erased with it, and keeps no name nor address of its own.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField("adresse électronique", max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True, db_index=True, editable=False)
    role = models.CharField("rôle", max_length=10, choices=InvitationRole.choices)
    first_name = models.CharField("prénom", max_length=150, blank=True)
    last_name = models.CharField("nom", max_length=150, blank=True)
    consent_version = models.CharField("version du texte accepté", max_length=20, blank=True)
    invited_by = models.ForeignKey(
        "community.Member",
        verbose_name="invitation par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations_sent",
    )
    member = models.ForeignKey(
        "community.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    created_at = models.DateTimeField("envoyée", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")
    used_at = models.DateTimeField("acceptée", null=True, blank=True)
    revoked_at = models.DateTimeField("retirée", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="invitation_used_or_revoked_not_both"
            )
        ]

    def __str__(self) -> str:
        return self.email or f"Invitation {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
