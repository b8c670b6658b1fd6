"""What happened to a recommendation, and what authorities propose. States are added, never changed nor deleted.

Written by `followups.actions` only.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casestudies.evidence.source import Sourced
from casestudies.followups.enums import ProposedState, StateKind
from hub.core.dates.when import When
from hub.core.fields import WhenField
from hub.core.models import VisibleLines

NO_DATE = "Écrivez une date, même incomplète : aucun état n’entre dans le registre sans date."


class RecommendationState(Sourced, VisibleLines, models.Model):
    """What happened, as a source says it. Never changed: a wrong one is rectified by another, beside it."""

    recommendation = models.ForeignKey(
        "casestudies.Recommendation", verbose_name="recommandation", on_delete=models.CASCADE, related_name="states"
    )
    number = models.PositiveIntegerField("numéro")
    kind = models.CharField("état", max_length=12, choices=StateKind.choices)
    when = WhenField("date", blank=False)
    details = models.TextField(
        "ce que dit la source",
        help_text="L’acte qui la reprend, la raison donnée, ou les endroits où l’on a cherché en vain.",
    )
    answer = models.TextField("réponse de la collectivité", blank=True, help_text="Dans ses mots.")
    conflict = models.CharField("désaccord entre les sources", max_length=300, blank=True)
    rectifies = models.OneToOneField(
        "self",
        verbose_name="rectifie",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="rectification",
    )
    because = models.CharField("pourquoi rectifier", max_length=300, blank=True)
    recorded_at = models.DateTimeField("inscrit le", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "état d’une recommandation"
        verbose_name_plural = "états des recommandations"
        ordering = ["recommendation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="state_number_once"),
            models.CheckConstraint(condition=~Q(when=""), name="state_has_a_date"),
            models.CheckConstraint(condition=Q(source__isnull=False), name="state_has_a_source"),
            models.CheckConstraint(condition=~Q(details=""), name="state_says_what_happened"),
            models.CheckConstraint(
                condition=Q(rectifies__isnull=False) & ~Q(because="")
                | Q(rectifies__isnull=True, because="") & ~Q(kind=StateKind.VOID),
                name="state_rectifies_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.when.french().lower()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once: what is wrong is rectified, beside."""
        if not self._state.adding:
            raise TypeError("A state of the register is never changed.")
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """What the database refuses, said beside the box to correct, and what it can't know."""
        super().clean()
        wrong = {**self._wrong_date(), **self._wrong_rectification()}
        if self.source_id is None:
            wrong["source"] = "Choisissez une source : aucun état n’entre dans le registre sans source."
        elif not wrong and self._stands_already():
            wrong["kind"] = "Cet état est déjà inscrit, avec la même date et la même source."
        if wrong:
            raise ValidationError(wrong)

    def _wrong_date(self) -> dict[str, str]:
        made, due = self.recommendation.made_on, self.recommendation.due_on
        if not self.when:
            return {"when": NO_DATE}
        if self.when.earliest and self.when.earliest > timezone.localdate():
            return {"when": "Cette date est à venir : on inscrit un état une fois qu’il est connu."}
        if is_before(self.when, made):
            return {"when": f"La recommandation est plus récente ({made.french().lower()}). Vérifiez cette date."}
        if self.kind == StateKind.NO_ANSWER and due and due >= timezone.localdate():
            day = When.parse(due.isoformat()).french()
            return {"kind": f"Le délai court jusqu’au {day} : la page dit déjà « délai non échu »."}
        return {}

    def _wrong_rectification(self) -> dict[str, str]:
        if self.rectifies_id and not self.because:
            return {"because": "Écrivez pourquoi : la raison paraît à côté de ce qui est rectifié."}
        if not self.rectifies_id and self.kind == StateKind.VOID:
            return {"kind": "On annule une inscription en la rectifiant."}
        return {}

    def _stands_already(self) -> bool:
        same = RecommendationState.objects.filter(
            recommendation=self.recommendation_id, kind=self.kind, when=self.when, source=self.source_id
        )
        others = same.exclude(pk__in=[key for key in (self.pk, self.rectifies_id) if key])
        return others.filter(rectification=None).exists()

    @property
    def mark(self) -> str:
        """How sure the date is, for the timeline."""
        return "day" if self.when.is_firm else "year"

    @property
    def state_mark(self) -> str:
        return StateKind(self.kind).mark


class StateProposal(VisibleLines, models.Model):
    """What an authority says has become of a recommendation. Nothing is public before an organiser accepts it."""

    recommendation = models.ForeignKey(
        "casestudies.Recommendation", verbose_name="recommandation", on_delete=models.CASCADE, related_name="proposals"
    )
    request = models.ForeignKey(
        "casestudies.VerificationRequest",
        verbose_name="demande de vérification",
        null=True,
        on_delete=models.SET_NULL,
        related_name="state_proposals",
    )
    kind = models.CharField("état", max_length=12, choices=StateKind.choices)
    when = WhenField("date", blank=False)
    details = models.TextField("ce qui s’est passé")
    answer = models.TextField("réponse de la collectivité", blank=True)
    url = models.URLField("adresse d’un document public", max_length=500, blank=True)
    created_at = models.DateTimeField("reçue le", default=timezone.now)
    status = models.CharField("suite", max_length=10, choices=ProposedState.choices, default=ProposedState.WAITING)
    reason = models.TextField("pourquoi", blank=True)
    state = models.OneToOneField(
        RecommendationState, verbose_name="état inscrit", null=True, on_delete=models.SET_NULL, related_name="proposal"
    )
    closed_at = models.DateTimeField("examinée le", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "état proposé"
        verbose_name_plural = "états proposés"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ProposedState.WAITING, closed_at__isnull=True)
                | ~Q(status=ProposedState.WAITING) & Q(closed_at__isnull=False),
                name="state_proposal_closing_is_dated",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} : {self.get_kind_display().lower()}"


def is_before(one: When, other: When) -> bool:
    """Whether `one` was certainly over when `other` began."""
    return bool(one.latest and other.earliest and one.latest < other.earliest)
