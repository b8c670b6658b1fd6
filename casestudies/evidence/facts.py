"""What is known of an assembly, each line with its sources: facts, history, generations, answers to the criteria."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.forms import Select
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from casestudies.evidence.enums import AnswerState, CompensationType, Confidence, FactKey, Route, Unit
from casestudies.evidence.source import Sourced, source_panel
from casestudies.evidence.structure import SAID_ONCE, Structured, structure_panels
from hub.core.fields import WhenField
from hub.core.folded_rows import FoldedRows
from hub.core.models import Ordered, VisibleLines
from hub.french.typography import lower_first

EVIDENCE = "une réponse autre que « non documenté » a une raison et une source."


def is_backwards(lowest: Any, highest: Any) -> bool:
    """Is what should be the highest lower?"""
    return lowest is not None and highest is not None and highest < lowest


class Fact(VisibleLines, Structured, Sourced, Ordered):
    """A dated, sourced fact. Unknown is not zero: an amount that was not found is empty."""

    page = ParentalKey("casestudies.AssemblyPage", on_delete=models.CASCADE, related_name="facts")
    key = models.CharField("sujet", max_length=20, choices=FactKey.choices)
    label = models.CharField("libellé", max_length=80, blank=True, help_text="Vide : le nom du sujet.")
    value = models.TextField("valeur")
    amount = models.DecimalField("nombre", max_digits=12, decimal_places=2, null=True, blank=True)
    amount_max = models.DecimalField(
        "jusqu’à",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Pour une fourchette.",
    )
    unit = models.CharField("unité", max_length=10, choices=Unit.choices, blank=True)
    compensation_type = models.CharField(
        "forme d’indemnisation", max_length=14, choices=CompensationType.choices, blank=True
    )
    condition = models.CharField("condition", max_length=300, blank=True)
    valid_on = WhenField("vrai depuis", help_text="« À définir » si la source ne le dit pas.")
    confidence = models.CharField("confiance", max_length=8, choices=Confidence.choices, default=Confidence.MEDIUM)
    note = models.TextField("note", blank=True)
    conflict = models.TextField(
        "désaccord entre sources", blank=True, help_text="Affiché tel quel : « un site tiers dit 44 € par jour »."
    )

    because = models.CharField("pourquoi ce changement", max_length=300, blank=True, help_text=SAID_ONCE)

    #: Does another one of the page contradict it? Whoever loads all facts of a page says it (`disputes.disputed`).
    is_disputed = False
    #: Does another one say the same? Whoever loads all facts of a page says it (`disputes.repeated`).
    is_repeated = False

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("label"), FieldPanel("theme", widget=Select)]),
        FieldPanel("value"),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("amount_max"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("compensation_type"), FieldPanel("condition")]),
        FieldRowPanel([FieldPanel("valid_on"), FieldPanel("confidence")]),
        source_panel(),
        FieldPanel("note"),
        FieldPanel("conflict"),
        *structure_panels(),
        FieldPanel("because"),
    ]
    #: What the sheet of its assembly is found by.
    search_fields = [
        index.SearchField(name)
        for name in ("shown_label", "value", "condition", "note", "conflict", "pool", "strata", "extras", "renewal")
    ]

    class Meta(Ordered.Meta):
        verbose_name = "fait"
        verbose_name_plural = "faits"
        constraints = [
            *Structured.Meta.constraints,
            models.CheckConstraint(
                condition=Q(confidence=Confidence.UNKNOWN) | Q(source__isnull=False),
                name="fact_has_source",
                violation_error_message="Un fait a une source, ou la confiance « non trouvé ».",
            ),
            models.CheckConstraint(
                condition=Q(amount_max__isnull=True) | Q(amount_max__gte=models.F("amount")),
                name="fact_amount_range",
                violation_error_message="« Jusqu’à » est plus petit que le nombre.",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_label

    def clean(self) -> None:
        """The rules of the database, said beside the box to correct."""
        super().clean()
        wrong = self.wrong_details()
        if self.source_id is None and not self.is_unknown:
            wrong["source"] = "Un fait a une source, ou la confiance « non trouvé »."
        if is_backwards(self.amount, self.amount_max):
            wrong["amount_max"] = "« Jusqu’à » est plus petit que le nombre."
        if wrong:
            raise ValidationError(wrong)

    @property
    def shown_label(self) -> str:
        return self.label or self.get_key_display()

    @property
    def in_short(self) -> str:
        """What tells it from the others in a list."""
        doubt = "(en désaccord) " if self.is_disputed else "(en double) " if self.is_repeated else ""
        return f"{doubt}{self.shown_label}, {self.value}"

    @property
    def is_unknown(self) -> bool:
        return self.confidence == Confidence.UNKNOWN

    @property
    def date_line(self) -> str:
        """«Date : juin 2023.», unless there is none or the label, the value or the note already say it."""
        if not self.valid_on:
            return ""
        day = self.valid_on.french().lower()
        said = f"{self.shown_label} {self.value} {self.note}"
        return "" if re.search(rf"(?<!\w){re.escape(day)}(?!\w)", said) else f"Date : {day}."


class Milestone(VisibleLines, Sourced, Ordered):
    """A line of the assembly's history."""

    page = ParentalKey("casestudies.AssemblyPage", on_delete=models.CASCADE, related_name="milestones")
    when = WhenField("quand")
    text = models.CharField("événement", max_length=300)
    is_certain = models.BooleanField("établi", default=True, help_text="Décochez si une source reste à confirmer.")

    panels = [FieldRowPanel([FieldPanel("when"), FieldPanel("is_certain")]), FieldPanel("text"), source_panel()]

    class Meta(Ordered.Meta):
        verbose_name = "date de l’histoire"
        verbose_name_plural = "dates de l’histoire"

    def __str__(self) -> str:
        return self.text

    @property
    def mark(self) -> str:
        """The mark on the line: a known day, a vaguer date, or something uncertain."""
        if not self.is_certain:
            return "maybe"
        return "day" if self.when.is_firm else "year"


class Generation(VisibleLines, Sourced, ClusterableModel, Ordered):
    """One generation of an assembly («promotion», «édition»): its dates, size, topics and outputs."""

    page = ParentalKey("casestudies.AssemblyPage", on_delete=models.CASCADE, related_name="generations")
    label = models.CharField("nom", max_length=80, help_text="Par exemple « Promotion 2 ».")
    period = WhenField("période")
    size = models.PositiveIntegerField("membres", null=True, blank=True)
    mandate_min_months = models.PositiveSmallIntegerField("mandat : de, en mois", null=True, blank=True)
    mandate_max_months = models.PositiveSmallIntegerField("à, en mois", null=True, blank=True)
    topics = models.CharField("sujets", max_length=300, blank=True)
    outputs = models.CharField("suites", max_length=300, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("period"), FieldPanel("size")]),
        FieldRowPanel([FieldPanel("mandate_min_months"), FieldPanel("mandate_max_months")]),
        FieldPanel("topics"),
        FieldPanel("outputs"),
        FoldedRows("routes", heading="Entrer dans l’assemblée", label="Voie"),
        source_panel(),
    ]

    class Meta(Ordered.Meta):
        verbose_name = "génération"
        verbose_name_plural = "générations"
        constraints = [
            models.CheckConstraint(
                condition=Q(mandate_max_months__isnull=True)
                | Q(mandate_max_months__gte=models.F("mandate_min_months")),
                name="generation_mandate_range",
                violation_error_message="La durée la plus longue est plus petite que la plus courte.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """The rule of the database, said beside the box to correct."""
        super().clean()
        if is_backwards(self.mandate_min_months, self.mandate_max_months):
            raise ValidationError({"mandate_max_months": "La durée la plus longue est plus petite que la plus courte."})

    @property
    def mandate(self) -> str:
        """The length of the mandate in words: «12 à 18 mois», «24 mois», or nothing."""
        ends = dict.fromkeys(filter(None, [self.mandate_min_months, self.mandate_max_months]))
        return f"{' à '.join(map(str, ends))} mois" if ends else ""


class GenerationRoute(VisibleLines, Ordered):
    """How many members came by one way; the share drawn by lot is computed from these."""

    generation = ParentalKey(Generation, on_delete=models.CASCADE, related_name="routes")
    route = models.CharField("voie", max_length=28, choices=Route.choices)
    label = models.CharField("précision", max_length=200, blank=True)
    count = models.PositiveIntegerField("personnes", null=True, blank=True, validators=[MinValueValidator(1)])

    class Meta(Ordered.Meta):
        verbose_name = "voie"
        verbose_name_plural = "voies"

    def __str__(self) -> str:
        return self.label or self.get_route_display()

    @property
    def after_count(self) -> str:
        """What follows «80 : »; the words of an editor stay as they were typed."""
        return self.label or lower_first(self.get_route_display())


class CriterionAnswer(Sourced, Ordered):
    """Does the assembly meet a criterion, or a point of it? Words and evidence, never a score."""

    page = ParentalKey("casestudies.AssemblyPage", on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(
        "glossary.Criterion", verbose_name="critère", on_delete=models.PROTECT, related_name="answers"
    )
    point = models.ForeignKey(
        "glossary.CriterionPoint",
        verbose_name="point",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
    )
    state = models.CharField("réponse", max_length=12, choices=AnswerState.choices, default=AnswerState.UNDOCUMENTED)
    reason = models.TextField("pourquoi", blank=True)

    panels = [
        FieldPanel("criterion"),
        FieldPanel("point"),
        FieldPanel("state"),
        FieldPanel("reason"),
        source_panel(),
    ]

    class Meta(Ordered.Meta):
        verbose_name = "réponse à un critère"
        verbose_name_plural = "réponses aux critères"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AnswerState.UNDOCUMENTED) | (~Q(reason="") & Q(source__isnull=False)),
                name="answer_has_evidence",
                violation_error_message="Une réponse autre que « non documenté » a une raison et une source.",
            ),
            models.UniqueConstraint(
                fields=["page", "criterion"],
                condition=Q(point__isnull=True),
                name="answer_once_per_criterion",
                violation_error_message="Ce critère a déjà une réponse.",
            ),
            models.UniqueConstraint(
                fields=["page", "criterion", "point"],
                name="answer_once_per_point",
                violation_error_message="Ce point a déjà une réponse.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.get_state_display()}"

    def clean(self) -> None:
        """The same rules as the database, said beside the box to correct."""
        super().clean()
        wrong = {}
        if self.criterion_id and self.point is not None and self.point.criterion_id != self.criterion_id:
            wrong["point"] = f"Ce point appartient au critère « {self.point.criterion} »."
        if self.state != AnswerState.UNDOCUMENTED and not self.reason:
            wrong["reason"] = f"Écrivez pourquoi : {EVIDENCE}"
        if self.state != AnswerState.UNDOCUMENTED and self.source_id is None:
            wrong["source"] = f"Choisissez une source : {EVIDENCE}"
        if wrong:
            raise ValidationError(wrong)
