"""Assemblies: what is known of each, with evidence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from casestudies.evidence.criteria import Assessment, assess
from casestudies.evidence.drafts import DraftRows
from casestudies.evidence.editor import AnswersPanel, AssemblyForm
from casestudies.evidence.enums import FactKey, Status
from casestudies.evidence.facts import CriterionAnswer, Fact, Generation, Milestone
from casestudies.evidence.labels import Themed
from casestudies.evidence.source import Sourced, citations
from hub.core.dates.when import When
from hub.core.enums import Language
from hub.core.folded_rows import FoldedRows
from hub.core.lists.kept import kept_few
from hub.core.models import BasePage, BasePageManager, BasePageQuerySet, StarterSheet
from hub.core.panels import QuestionPanel
from hub.core.validators import lines
from hub.core.widgets import CheckboxSelectMultiple

#: A sheet verified longer ago than this is «à revérifier».
FRESH_FOR = timedelta(days=365)


def with_sources(model: type[Sourced]) -> models.QuerySet:
    return model.objects.select_related(*Sourced.SOURCE_FIELDS)  # type: ignore[attr-defined]  # concrete subclasses


class AssemblyQuerySet(BasePageQuerySet):
    """Assemblies in the words of the site."""

    def due(self, today: date) -> "AssemblyQuerySet":
        """Those that nobody has verified for twelve months (`AssemblyPage.needs_verification`, for the database)."""
        return self.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=today - FRESH_FOR))

    def fresh(self, today: date) -> "AssemblyQuerySet":
        """Those that are not due."""
        return self.filter(verified_on__gte=today - FRESH_FOR)

    def with_evidence(self) -> "AssemblyQuerySet":
        """Load everything a page or a comparison shows, in a constant number of queries.

        Read what was loaded with `.all()` only: modelcluster ignores the page in `.filter()` after such a prefetch.
        """
        return self.with_answers().prefetch_related(
            "themes",
            Prefetch("facts", with_sources(Fact)),
            Prefetch("milestones", with_sources(Milestone)),
            Prefetch("generations", with_sources(Generation).prefetch_related("routes")),
        )

    def with_answers(self) -> "AssemblyQuerySet":
        """Load what a row of the matrix shows, in a constant number of queries."""
        answers = with_sources(CriterionAnswer).select_related("criterion", "point", *Sourced.SOURCE_FIELDS)
        return self.select_related("authority").prefetch_related(Prefetch("answers", answers))


class AssemblyPage(DraftRows, Themed, StarterSheet, BasePage):
    """An assembly carried by a public authority, under its own name."""

    authority = models.ForeignKey(
        "community.Authority", verbose_name="collectivité", on_delete=models.PROTECT, related_name="assemblies"
    )
    other_names = models.TextField(
        "autres appellations", blank=True, help_text="Une par ligne. Elles servent à la recherche."
    )
    language = models.CharField(
        "langue du nom",
        max_length=5,
        choices=Language.choices,
        default=Language.FRENCH,
        help_text="Ce que le nom explique entre parenthèses, à la fin, est toujours lu en français.",
    )
    status = models.CharField("statut", max_length=10, choices=Status.choices, default=Status.UNKNOWN)
    status_note = models.CharField("précision sur le statut", max_length=300, blank=True)
    permanence_note = models.CharField(
        "vocation à être pérenne", max_length=300, blank=True, help_text="Ce que les sources disent de l’intention."
    )
    is_counter_example = models.BooleanField(
        "contre-exemple", default=False, help_text="Proche par le nom, mais ne répond pas aux critères."
    )
    themes = ParentalManyToManyField("glossary.Theme", verbose_name="thèmes", blank=True, related_name="assemblies")
    verified_on = models.DateField(
        "vérifiée le", null=True, blank=True, help_text="Le jour où la fiche a été relue avec la collectivité."
    )

    #: What was public before, while the page is being published: see `casestudies.news.actions`.
    public_before: Any = None

    objects = BasePageManager.from_queryset(AssemblyQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        QuestionPanel("publish_anyway", heading="Publier ?"),
        MultiFieldPanel(
            [
                FieldPanel("authority"),
                FieldRowPanel([FieldPanel("other_names"), FieldPanel("language")]),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                FieldPanel("is_counter_example"),
            ],
            heading="Carte d’identité",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("verified_on")]),
                FieldPanel("status_note"),
                FieldPanel("permanence_note"),
                FieldPanel("is_starter"),
            ],
            heading="Statut",
        ),
        FoldedRows("milestones", heading="Histoire", label="Date"),
        FoldedRows("generations", heading="Générations", label="Génération"),
        FoldedRows("facts", heading="Faits", label="Fait"),
        AnswersPanel("answers", heading="Réponses aux critères", label="Réponse"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("other_names", boost=2),
        index.SearchField("status_note"),
        index.SearchField("permanence_note"),
        index.RelatedFields("authority", [index.SearchField("name")]),
        index.RelatedFields("facts", Fact.search_fields),
        index.RelatedFields("milestones", [index.SearchField("text")]),
        index.RelatedFields("generations", [index.SearchField(name) for name in ("label", "topics", "outputs")]),
        index.FilterField("status"),
    ]

    base_form_class = AssemblyForm
    template = "casestudies/assembly_page.html"
    parent_page_types = ["casestudies.AssemblyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "assemblée"
        verbose_name_plural = "assemblées"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            return context | self._gathered()
        return context | kept_few("assembly pages", [self.pk], lambda _: {self.pk: self._loaded()._gathered()})[self.pk]

    def _gathered(self) -> dict[str, Any]:
        """All that its template shows, whoever asks."""
        assessments = self.assessments()
        return {
            "page": self,
            "assessments": assessments,
            **citations([*self.cited_sources(), *(source for line in assessments for source in line.sources)]),
            **self.told_elsewhere(),
        }

    def told_elsewhere(self) -> dict[str, Any]:
        """What other pages say of it. A page previewed before it is first saved has no relations yet."""
        if not self.pk:
            return {"case_studies": [], "testimonies": [], "recommendations": []}
        return {
            "recommendations": list(self.recommendations.visible_to_all().standing()),
            "case_studies": list(self.case_studies.visible_to_all().for_lists().order_by("title__french", "pk")),
            "testimonies": list(self.testimonies.visible_to_all().for_lists().order_by("title__french", "pk")),  # type: ignore[attr-defined]  # related manager
        }

    def _loaded(self) -> "AssemblyPage":
        return with_evidence_of([self.pk]).get(self.pk, self)

    def assessments(self) -> list[Assessment]:
        return assess(self.answers.all())

    def cited_sources(self, *, with_history: bool = True) -> list:
        """Sources of the card, of the history and of the facts, in reading order, with repetitions."""
        history = [*self.milestones.all(), *self.generations.all()] if with_history else []
        return [source for line in [*self.card_facts, *history, *self.facts.all()] for source in line.sources]

    @property
    def other_name_list(self) -> list[str]:
        return lines(self.other_names)

    def needs_verification(self, today: date | None = None) -> bool:
        """True when nobody has verified the sheet for twelve months."""
        today = today or timezone.localdate()
        return self.verified_on is None or self.verified_on < today - FRESH_FOR

    @property
    def verification(self) -> str:
        """When the facts were last verified with the authority, in words."""
        if self.verified_on is None:
            return "Vérifiés : jamais encore. À relire avant de citer."
        day = When.parse(self.verified_on.isoformat()).french()
        return f"Vérifiés le {day}{', à revérifier' if self.needs_verification() else ''}."

    def headline(self, key: FactKey) -> Fact | None:
        """The first fact about `key`, for identity cards."""
        return next((fact for fact in self.facts.all() if fact.key == key), None)

    @property
    def card_facts(self) -> list[Fact]:
        """Facts of the identity card: size and mandate."""
        return [fact for key in (FactKey.SIZE, FactKey.MANDATE) if (fact := self.headline(key))]


def names_in_other_languages() -> models.QuerySet:
    """(name, language) of the assemblies that anybody may read about."""
    foreign = AssemblyPage.objects.visible_to_all().exclude(language=Language.FRENCH)
    return foreign.order_by().values_list("title", "language")


def with_evidence_of(numbers: Iterable[int]) -> dict[int, AssemblyPage]:
    """Assemblies with all that is known of them, a few of which are kept until the content changes."""
    pages = AssemblyPage.objects.with_evidence()
    return kept_few("assemblies", numbers, lambda missing: pages.filter(pk__in=missing).in_bulk())


#: Assemblies that meet or nearly meet the criteria.
IS_EXAMPLE = Q(is_counter_example=False)


def distinct_names(pages: Sequence[AssemblyPage]) -> list[str]:
    """The short name of each authority, with the assembly's own name where two would read the same."""
    uses = Counter(page.authority.short_name for page in pages)
    return [
        page.authority.short_name if uses[page.authority.short_name] == 1 else f"{page.authority.short_name}, {page}"
        for page in pages
    ]
