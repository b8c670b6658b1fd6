"""Recommendations: what assemblies ask for, and where each stands."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.search import index

from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.source import Source, Sourced
from casestudies.followups.enums import ANSWERS, Standing, StateKind
from casestudies.followups.state import RecommendationState, is_before
from hub.core.dates.when import When
from hub.core.fields import WhenField
from hub.core.models import StarterSheet, VisibleLines
from hub.core.validators import lines

#: «Sans réponse connue» is looked for again after this time.
LOOK_AGAIN = timedelta(days=365)
#: Pages of the register that are no recommendation.
TAKEN_ADDRESSES = frozenset({"regles"})
NO_PERSON = "Une institution ou une fonction, jamais une personne : « Conseil municipal », « la maire »."


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Queries in the words of the site. Every public list, feed, search and export starts with `visible_to_all`."""

    def visible_to_all(self) -> "RecommendationQuerySet":
        """Public ones of assemblies that anybody may read."""
        return self.filter(is_public=True, assembly__in=AssemblyPage.objects.visible_to_all().order_by().values("pk"))

    def with_states(self) -> "RecommendationQuerySet":
        """With everything that a row or a page shows, in a constant number of queries."""
        states = RecommendationState.objects.select_related(*Sourced.SOURCE_FIELDS)
        related = ("assembly__authority", *Sourced.SOURCE_FIELDS)
        return self.select_related(*related).prefetch_related(Prefetch("states", states))

    def standing(self) -> "RecommendationQuerySet":
        """With what tells where each stands, and nothing else."""
        told = ("recommendation", "number", "kind", "when", "rectifies")
        return self.prefetch_related(Prefetch("states", RecommendationState.objects.only(*told)))


class Recommendation(StarterSheet, Sourced, VisibleLines, index.Indexed, models.Model):
    """What an assembly asked for, in its own words."""

    assembly = models.ForeignKey(
        AssemblyPage, verbose_name="assemblée", on_delete=models.CASCADE, related_name="recommendations"
    )
    generation = models.CharField(
        "génération ou mandat", max_length=80, blank=True, help_text="Par exemple « promotion 2 »."
    )
    title = models.CharField("titre court", max_length=160, help_text="Pour les listes : ce qui est demandé.")
    slug = models.SlugField("adresse", max_length=80, unique=True)
    wording = models.TextField(
        "libellé exact",
        blank=True,
        help_text="Les mots de l’assemblée, jamais les nôtres. Vide : la page dit qu’on ne l’a pas trouvé.",
    )
    summary = models.TextField("ce que l’on en sait", blank=True, max_length=600)
    topics = models.TextField("sujets traités", blank=True, help_text="Un par ligne.")
    made_on = WhenField("remise ou votée", help_text="Vide : la date n’est pas connue.")
    addressed_to = models.CharField("adressée à", max_length=160, blank=True, help_text=NO_PERSON)
    due_on = models.DateField(
        "réponse due le", null=True, blank=True, help_text="Vide : la page dit « délai non connu »."
    )
    is_public = models.BooleanField(
        "montrée au public", default=True, help_text="Elle l’est avec la fiche de son assemblée, jamais sans elle."
    )
    created_at = models.DateTimeField("inscrite le", default=timezone.now, editable=False)

    objects = RecommendationQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=4),
        index.AutocompleteField("title"),
        index.SearchField("wording"),
        index.SearchField("summary"),
        index.SearchField("topics", boost=2),
        index.SearchField("generation"),
        index.SearchField("addressed_to"),
        index.RelatedFields("assembly", [index.SearchField("title")]),
        index.RelatedFields("states", [index.SearchField("details"), index.SearchField("answer")]),
    ]

    class Meta:
        verbose_name = "recommandation"
        verbose_name_plural = "recommandations"
        ordering = ["title__french", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False),
                name="recommendation_has_a_source",
                violation_error_message="Choisissez une source : rien n’entre dans le registre sans source.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("follow_up", args=[self.slug])

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        return cls.objects.visible_to_all().select_related("assembly").prefetch_related("states")

    def clean(self) -> None:
        super().clean()
        wrong = {}
        made = self.made_on
        if self.source_id is None:
            wrong["source"] = "Choisissez une source : rien n’entre dans le registre sans source."
        if self.slug in TAKEN_ADDRESSES:
            wrong["slug"] = "Cette adresse est déjà celle d’une autre page du registre : choisissez un autre mot."
        if made and made.earliest and made.earliest > timezone.localdate():
            wrong["made_on"] = "Cette date est à venir : on inscrit une recommandation une fois qu’elle est faite."
        if made and made.earliest and self.due_on and self.due_on < made.earliest:
            wrong["due_on"] = "La réponse serait due avant la recommandation. Vérifiez les deux dates."
        if made and self.pk and any(is_before(state.when, made) for state in self.states.all()):
            wrong["made_on"] = "Un état du registre est daté d’avant. Rectifiez-le, ou gardez une autre date."
        if wrong:
            raise ValidationError(wrong)

    @property
    def topic_list(self) -> list[str]:
        return lines(self.topics)

    @cached_property
    def rectified(self) -> dict[int, "RecommendationState"]:
        """Key of a state → what rectifies it."""
        return {state.rectifies_id: state for state in self.states.all() if state.rectifies_id}

    @cached_property
    def valid_states(self) -> list["RecommendationState"]:
        """Those that nothing rectifies, oldest first; of two on the same day, the last one written comes last."""
        found = [each for each in self.states.all() if each.pk not in self.rectified and each.kind != StateKind.VOID]
        return sorted(found, key=lambda state: (state.when, state.number))

    @cached_property
    def latest(self) -> "RecommendationState | None":
        """What says where it stands: the last answer, or the last time somebody looked in vain."""
        answers = [state for state in self.valid_states if state.kind in ANSWERS]
        return next(iter([*reversed(answers), *reversed(self.valid_states)]), None)

    def standing(self, today: date | None = None) -> Standing:
        """Never «late»: without an answer, the date alone says whether one may be expected."""
        today = today or timezone.localdate()
        latest = self.latest
        if latest is not None and latest.kind in ANSWERS:
            return Standing(latest.kind)
        if self.due_on is not None and self.due_on >= today:
            return Standing.PENDING
        if latest is not None:
            return Standing.NO_ANSWER
        return Standing.UNDATED if self.due_on is None else Standing.TO_LOOK_FOR

    def needs_check(self, today: date) -> str:
        """Why somebody should look, in a sentence; nothing when nobody has to."""
        standing = self.standing(today)
        if standing == Standing.TO_LOOK_FOR:
            return "Le délai est passé : cherchez la réponse."
        looked = self.latest.when.latest if standing == Standing.NO_ANSWER and self.latest else None
        if looked is None:
            return ""
        if self.due_on is not None and looked <= self.due_on:
            return "Le délai est passé depuis la dernière recherche : cherchez la réponse."
        return "Cherchée il y a plus d’un an : cherchez de nouveau." if looked < today - LOOK_AGAIN else ""

    @property
    def since(self) -> When:
        """The date by which it is sorted: its own or, failing that, that of its first state."""
        return self.made_on or next((state.when for state in self.valid_states), When())

    @property
    def year(self) -> str:
        return str(self.since.parts[0].year) if self.since else ""

    @property
    def row_sources(self) -> list[Source]:
        """What a row of a list rests on: its latest state, else the recommendation itself."""
        return self.latest.sources if self.latest else self.sources

    @property
    def cited_sources(self) -> list[Source]:
        return [source for line in (self, *self.timeline) for source in line.sources]

    @property
    def timeline(self) -> list["RecommendationState"]:
        """Every state, those that were rectified too, oldest first."""
        return sorted(self.states.all(), key=lambda state: (state.when, state.number))


def counts(recommendations: Iterable[Recommendation], today: date) -> list[tuple[Standing, int]]:
    """How many stand where, in the order of the words; nothing of what nothing stands in. No rate, no rank."""
    found: Counter[Any] = Counter(each.standing(today) for each in recommendations)
    return [(standing, found[standing]) for standing in Standing if found[standing]]
