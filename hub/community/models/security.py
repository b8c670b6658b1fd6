"""What happened to accounts, for who must find out what went wrong."""

from django.db import models
from django.utils import timezone

from hub.community.enums import SecurityKind


class SecurityEvent(models.Model):
    """One line of the security log: written by `hub.community.actions.security`, never changed, purged after a year.

    It holds no address and no name of its own: those are read through `member`, and go away with the account.
    """

    at = models.DateTimeField("quand", default=timezone.now, db_index=True)
    kind = models.CharField("quoi", max_length=20, choices=SecurityKind.choices)
    member = models.ForeignKey(
        "community.Member",
        verbose_name="compte",
        null=True,
        on_delete=models.SET_NULL,
        related_name="security_events",
    )
    by = models.ForeignKey(
        "community.Member",
        verbose_name="par",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    network = models.CharField("réseau", max_length=45, blank=True)
    detail = models.CharField("précision", max_length=100, blank=True)

    class Meta:
        verbose_name = "ligne du journal de sécurité"
        verbose_name_plural = "lignes du journal de sécurité"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
