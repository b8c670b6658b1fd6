"""The definition of a permanent citizens' assembly: five criteria, in numbered versions.

The group says that the definition is emerging: a later version does not erase the answers given to an earlier one.
"""

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from hub.core.fields import WhenField
from hub.core.lists.kept import kept
from hub.core.models import Ordered, VisibleLines
from hub.core.panels import ProposingRows


class DefinitionVersionQuerySet(models.QuerySet["DefinitionVersion"]):
    """Queries about versions of the definition."""

    def current(self) -> "DefinitionVersion | None":
        return self.filter(is_current=True).first()


class DefinitionVersion(VisibleLines, ClusterableModel):
    """One version of the definition. Exactly one is in force."""

    number = models.PositiveSmallIntegerField("version", unique=True)
    adopted_on = WhenField("adoptée", help_text="« À définir » si la date n’est pas connue.")
    is_current = models.BooleanField("en vigueur", default=False)
    note = models.TextField("note", blank=True)

    objects = DefinitionVersionQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("adopted_on"), FieldPanel("is_current")]),
        FieldPanel("note"),
        ProposingRows("criteria", heading="Critères", label="Critère", min_num=1, proposed={"number": ""}),
    ]

    class Meta:
        verbose_name = "version de la définition"
        verbose_name_plural = "versions de la définition"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="definition_one_current",
                violation_error_message="Une autre version est déjà en vigueur.",
            )
        ]

    def __str__(self) -> str:
        return f"Définition, version {self.number}"


class CriterionQuerySet(models.QuerySet["Criterion"]):
    """Queries about criteria."""

    def in_force(self) -> "CriterionQuerySet":
        """Those of the version in force, in their order, with their points."""
        found = self.filter(version__is_current=True).order_by("number")
        return found.select_related("version").prefetch_related("points")


def criteria_in_force() -> list["Criterion"]:
    """Those of the version in force, kept until the content changes: to be read only."""
    return kept("criteria", lambda: list(Criterion.objects.in_force()))


class Criterion(VisibleLines, ClusterableModel, Ordered):
    """A criterion: a short label, and the author's wording."""

    version = ParentalKey(DefinitionVersion, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField("numéro")
    label = models.CharField("libellé court", max_length=120)
    wording = models.TextField("texte du critère")

    objects = CriterionQuerySet.as_manager()

    panels = [
        FieldPanel("number"),
        FieldPanel("label"),
        FieldPanel("wording"),
        ProposingRows("points", heading="Points du critère", label="Point", proposed={"key": "label"}),
    ]

    class Meta(Ordered.Meta):
        verbose_name = "critère"
        verbose_name_plural = "critères"
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="criterion_number_unique")]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"


class CriterionPoint(VisibleLines, Ordered):
    """A part of a compound criterion: sortition, mandate, compensation …"""

    criterion = ParentalKey(Criterion, on_delete=models.CASCADE, related_name="points")
    key = models.SlugField("identifiant", max_length=40)
    label = models.CharField("point", max_length=160)

    class Meta(Ordered.Meta):
        verbose_name = "point de critère"
        verbose_name_plural = "points de critère"
        constraints = [models.UniqueConstraint(fields=["criterion", "key"], name="criterion_point_key_unique")]

    def __str__(self) -> str:
        return self.label
