"""What the site remembers of its members' wishes, and that an unused account was announced to be closed."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from hub.home.my_space.enums import Rhythm


class InactivityWarning(models.Model):
    """A member was told that the account, unused, will be erased."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="membre", on_delete=models.CASCADE, related_name="inactivity_warning"
    )
    at = models.DateTimeField("prévenu le")

    class Meta:
        verbose_name = "avertissement"
        verbose_name_plural = "avertissements"

    def __str__(self) -> str:
        return f"Avertissement du {self.at:%d/%m/%Y}"


class NewsSubscription(models.Model):
    """The news by theme of one member. Written by `hub.home.my_space.actions.news` only.

    `last_sent_at`: what was published until then has been told, or was empty, or was none of the member's business
    when they subscribed. Without `stopped_at` the digest is sent.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="membre", on_delete=models.CASCADE, related_name="news_subscription"
    )
    themes = models.ManyToManyField("glossary.Theme", verbose_name="thèmes", related_name="news_subscriptions")
    rhythm = models.CharField("rythme", max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    created_at = models.DateTimeField("commencé le", default=timezone.now)
    last_sent_at = models.DateTimeField("dernières nouvelles le", default=timezone.now)
    stopped_at = models.DateTimeField("arrêté le", null=True, blank=True)

    class Meta:
        verbose_name = "abonnement aux nouvelles"
        verbose_name_plural = "abonnements aux nouvelles"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Abonnement {self.pk}"

    def period(self, at: datetime) -> str:
        """The week or the month of `at`, in the time zone of the site: a digest is sent once in each."""
        day = timezone.localdate(at)
        if self.rhythm == Rhythm.WEEKLY:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        return f"{day:%Y-%m}"

    def is_due(self, at: datetime) -> bool:
        """Whether `at` is in a later week or month than the last digest."""
        return self.last_sent_at < at and self.period(self.last_sent_at) != self.period(at)
