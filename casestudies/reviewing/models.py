"""The right to read one draft and to say yes or no to it, without an account."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from casestudies.proposals.provenance import PageProvenance
from casestudies.reviewing.enums import ReviewAnswer, ReviewStep
from hub.core.dates.moments import in_words


class ReviewLinkQuerySet(models.QuerySet["ReviewLink"]):
    def open_at(self, instant: Any) -> "ReviewLinkQuerySet":
        """Links that may still be answered: not those to a text whose author took it back."""
        still = self.filter(answered_at=None, revoked_at=None, expires_at__gt=instant)
        taken_back = PageProvenance.objects.filter(consent_withdrawn_at__isnull=False)
        return still.exclude(page__in=taken_back.values("page"))  # no join: PostgreSQL could not lock the rows

    def good(self) -> "ReviewLinkQuerySet":
        """Links answered «bon à publier», about any version."""
        return self.filter(answer=ReviewAnswer.GOOD)


class ReviewLink(models.Model):
    """A link sent to an authority. It opens the latest draft of one page and takes one answer; nothing else.

    Only the SHA-256 of its token (256 random bits) is stored.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name="page", on_delete=models.CASCADE, related_name="review_links"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_to = models.EmailField("envoyé à", max_length=254, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("envoyé le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    revoked_at = models.DateTimeField("annulé le", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=16, choices=ReviewAnswer.choices, blank=True)
    comment = models.TextField("remarque", blank=True)
    #: The version that was read.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien de relecture"
        verbose_name_plural = "liens de relecture"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="review_answer_has_a_date",
            ),
            models.UniqueConstraint(
                fields=["page", "sent_to"],
                condition=Q(answered_at__isnull=True, revoked_at__isnull=True),
                name="review_one_open_link_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"Relecture de {self.page_id}"


class ReviewEvent(models.Model):
    """A line of the log of a link. Lines are added, never changed."""

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField("le", auto_now_add=True)
    step = models.CharField("étape", max_length=16, choices=ReviewStep.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "étape de relecture"
        verbose_name_plural = "étapes de relecture"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{in_words(self.at)} {self.get_step_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A line of a log is never changed.")
        super().save(*args, **kwargs)
