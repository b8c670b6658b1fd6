"""Where a page made from a proposal comes from, and under which consent it may be read."""

from django.db import models
from django.db.models import Q


class PageProvenance(models.Model):
    """A page made from a proposal. A table of its own: pages leak their fields through revisions and copies.

    The proof of consent is copied here, because the proposal is purged long before the page. Together with the
    triggers of `proposals.consent_guard`, the database refuses to publish such a page without a standing consent.
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
