"""Where a page made from a proposal comes from, and under which consent it may be read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q

from casestudies.enums import ReviewAnswer
from casestudies.models.review_link import ReviewLink


class PageProvenance(models.Model):
    """A page made from a proposal. A table of its own: pages leak their fields through revisions and copies.

    The proof of consent is copied here, because the proposal is purged long before the page. Together with the
    triggers of `casestudies.consent_guard`, the database refuses to publish such a page without a standing consent.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name="page", on_delete=models.CASCADE, related_name="provenance"
    )
    proposal = models.ForeignKey(
        "casestudies.Proposal",
        verbose_name="proposition",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="provenances",
    )
    made_at = models.DateTimeField("préparée le", auto_now_add=True)
    consent_version = models.CharField("version du texte d’accord", max_length=20, blank=True)
    consent_at = models.DateTimeField("accord donné le", null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField("accord retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "provenance"
        verbose_name_plural = "provenances"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(proposal__isnull=False), name="provenance_one_page_per_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"Provenance de la page {self.page_id}"

    @property
    def has_consent(self) -> bool:
        """Whether the page may be read by everybody, as the triggers judge it."""
        return self.consent_at is not None and self.consent_withdrawn_at is None


class NeedsConsent(models.Model):
    """A page that may come from a proposal: it is public only while its author agrees."""

    class Meta:
        abstract = True

    def lack_of_consent(self) -> str:
        """Why the database would refuse to publish this page, as a sentence; empty when it would not."""
        line = PageProvenance.objects.filter(page_id=self.pk).first()
        if line is None or line.has_consent:
            return ""
        return "La personne qui a écrit cette proposition n’a pas donné son accord, ou l’a retiré."

    def lacks_review(self) -> bool:
        """Whether this page comes from a proposal and nobody has answered «bon à publier» to any version of it."""
        made = PageProvenance.objects.filter(page_id=self.pk, proposal__isnull=False).exists()
        return made and not ReviewLink.objects.filter(page_id=self.pk, answer=ReviewAnswer.GOOD).exists()

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail does, whoever asks (editor, review, planned date). Raises PermissionDenied without consent."""
        reason = self.lack_of_consent()
        if reason:
            raise PermissionDenied(reason)
        return super().publish(*args, **kwargs)  # type: ignore[misc]  # a mixin of pages
