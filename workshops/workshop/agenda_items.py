"""Who prepares a workshop, and what happens in it."""

from django.db import models
from modelcluster.fields import ParentalKey

from hub.core.enums import Half
from hub.core.models import Ordered, VisibleLines
from workshops.workshop.enums import PartnerCertainty


class WorkshopPartner(Ordered):
    """An authority that prepares the workshop with the group; it has its own certainty."""

    workshop = ParentalKey("workshops.WorkshopPage", on_delete=models.CASCADE, related_name="partners")
    authority = models.ForeignKey(
        "community.Authority", verbose_name="collectivité", on_delete=models.PROTECT, related_name="partnerships"
    )
    certainty = models.CharField(
        "certitude", max_length=10, choices=PartnerCertainty.choices, default=PartnerCertainty.PLANNED
    )

    class Meta(Ordered.Meta):
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"

    def __str__(self) -> str:
        return str(self.authority)

    @property
    def is_unsure(self) -> bool:
        return self.certainty == PartnerCertainty.TENTATIVE

    @property
    def has_withdrawn(self) -> bool:
        return self.certainty == PartnerCertainty.WITHDRAWN


class AgendaItem(VisibleLines, Ordered):
    """A moment of the workshop, in one of the two parts."""

    workshop = ParentalKey("workshops.WorkshopPage", on_delete=models.CASCADE, related_name="agenda")
    part = models.PositiveSmallIntegerField("partie", choices=Half.choices)
    title = models.CharField("titre", max_length=160)
    minutes = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    speaker = models.CharField(
        "intervenante ou intervenant", max_length=120, blank=True, help_text="Affiché sur la page, avec son accord."
    )
    authority = models.ForeignKey(
        "community.Authority",
        verbose_name="collectivité",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField("précision", max_length=240, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = "moment"
        verbose_name_plural = "moments"

    def __str__(self) -> str:
        return self.title
