"""Secret addresses of private calendars. Only their hash is stored: who reads the database can't read a calendar."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.core.models import VisibleLines
from workshops.registering.models import Registration


class PrivateFeedQuerySet(models.QuerySet["PrivateFeed"]):
    def open(self) -> "PrivateFeedQuerySet":
        """Those that still show something."""
        owned = Q(member__is_active=True) | Q(registration__isnull=False)
        return self.filter(owned, revoked_at=None)


class PrivateFeed(VisibleLines, models.Model):
    """One address of one member, or of one registration without account. Written by `workshops.subscribing.actions`.

    Once revoked, only the hash stays, without anybody: the address then shows an empty calendar, so that programs
    drop the links they hold.
    """

    hash = models.CharField(max_length=64, unique=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="membre",
        null=True,
        on_delete=models.SET_NULL,
        related_name="private_feeds",
    )
    registration = models.ForeignKey(
        Registration,
        verbose_name="inscription",
        null=True,
        on_delete=models.SET_NULL,
        related_name="private_feeds",
    )
    name = models.CharField("nom", max_length=40)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    last_read_on = models.DateField("dernière lecture le", null=True)
    revoked_at = models.DateTimeField("coupée le", null=True, db_index=True)

    objects = PrivateFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "agenda privé"
        verbose_name_plural = "agendas privés"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="one_private_feed_of_a_member_by_name"),
            models.UniqueConstraint(fields=["registration", "name"], name="one_private_feed_of_a_registration_by_name"),
        ]

    def __str__(self) -> str:
        return f"Agenda privé {self.pk}"

    @property
    def is_open(self) -> bool:
        is_owned = self.member.is_active if self.member else self.registration is not None
        return is_owned and self.revoked_at is None
