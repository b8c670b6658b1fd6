"""Case studies: one question, one authority, two parts."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from casestudies.evidence.assembly import AssemblyPage, with_evidence_of
from casestudies.evidence.labels import Themed
from casestudies.evidence.source import citations
from casestudies.evidence.subjects import answering
from casestudies.publications.consent import NeedsConsent
from casestudies.publications.diptych import Diptych
from casestudies.publications.editor import CaseStudyForm
from casestudies.publications.testimony import TestimonyPage
from casestudies.tags.models import CaseStudyTag, MemberTag, TagMerge, current_tags
from glossary.models import ExplainedPage, Theme
from hub.core.lists.kept import kept_few
from hub.core.models import BasePage, BasePageManager, BasePageQuerySet, StarterSheet
from hub.core.widgets import CheckboxSelectMultiple
from workshops.models import WorkshopPage


class CaseStudyQuerySet(BasePageQuerySet):
    """Case studies in the words of the site."""

    def for_lists(self) -> "CaseStudyQuerySet":
        """Load what a list shows, in a constant number of queries."""
        return self.prefetch_related(*self.details())

    def details(self) -> list[Any]:
        """The same for studies of several lists, read together: what `prefetch_related_objects` takes."""
        return ["themes", Prefetch("assemblies", AssemblyPage.objects.select_related("authority"))]


class CaseStudyPage(Themed, NeedsConsent, StarterSheet, Diptych, ExplainedPage):
    """A two-part case study; its figure says in one number or word what it is about."""

    figure = models.CharField("chiffre ou mot", max_length=20, blank=True, help_text="Par exemple « 44 € ».")
    figure_unit = models.CharField("unité", max_length=60, blank=True, help_text="Par exemple « par demi-journée ».")
    practice_summary = models.CharField("Comment on fait, en une phrase", max_length=240)
    outcome_summary = models.CharField(
        "Ce que cela produit, en une phrase",
        max_length=240,
        blank=True,
        help_text="Vide : la liste affiche « à documenter ».",
    )
    assemblies = ParentalManyToManyField(
        "casestudies.AssemblyPage", verbose_name="assemblées", blank=True, related_name="case_studies"
    )
    themes = ParentalManyToManyField("glossary.Theme", verbose_name="thèmes", blank=True, related_name="case_studies")
    workshops = ParentalManyToManyField(
        "workshops.WorkshopPage",
        verbose_name="ateliers",
        blank=True,
        related_name="case_studies",
        help_text="Les ateliers que cette étude prépare ou dont elle est issue.",
    )
    tags = ClusterTaggableManager(verbose_name="étiquettes", through=CaseStudyTag, blank=True)

    objects = BasePageManager.from_queryset(CaseStudyQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("figure"), FieldPanel("figure_unit")]),
                FieldPanel("practice_summary"),
                FieldPanel("outcome_summary"),
                FieldPanel("is_starter"),
            ],
            heading="En bref",
        ),
        *Diptych.diptych_panels,
        MultiFieldPanel(
            [
                FieldPanel("assemblies", widget=forms.CheckboxSelectMultiple),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                FieldPanel("tags"),
                FieldPanel("workshops", widget=forms.CheckboxSelectMultiple),
            ],
            heading="Rangement",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("figure"),
        index.SearchField("figure_unit"),
        index.SearchField("practice_summary"),
        index.SearchField("outcome_summary"),
        index.SearchField("practice"),
        index.SearchField("outcome"),
    ]

    base_form_class = CaseStudyForm
    template = "casestudies/case_study_page.html"
    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "étude de cas"
        verbose_name_plural = "études de cas"

    @property
    def figure_size(self) -> str:
        """How the figure is set, as the style sheet names it: a number large, words smaller as they are longer."""
        sizes = {12: "words", 7: "longer", 4: "long"}
        return next((name for length, name in sizes.items() if len(self.figure) > length), "")

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> "CaseStudyPage":
        """A stored version, read with today's tags: publishing it must not lose or revive one that was merged."""
        if data.get("tagged_items"):
            data = {**data, "tagged_items": current_tags(data["tagged_items"], TagMerge.objects.leading())}
        return super().from_serializable_data(data, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False) or not self.pk:
            return context | self._gathered()
        return context | kept_few("case study pages", [self.pk], lambda _: {self.pk: self._gathered()})[self.pk]

    def _gathered(self) -> dict[str, Any]:
        """All that its template shows, whoever asks."""
        self.load_pictures()
        # Read through the page, so that a preview shows the assemblies and themes of the draft.
        chosen = [page.pk for page in self.assemblies.all()]
        theme_list = list(self.themes.all())
        visible = AssemblyPage.objects.filter(pk__in=chosen).visible_to_all().order_by("title__french", "pk")
        loaded = with_evidence_of(visible.values_list("pk", flat=True))
        assemblies = list(loaded.values())
        return {
            "page": self,
            "assemblies": assemblies,
            **self._evidence(assemblies[0] if assemblies else None, theme_list),
            "theme_list": theme_list,
            "tag_list": list(self.tags.all()),
            "member_tags": list(MemberTag.objects.counted_on(self.pk).values()),
            **self._workshops(theme_list),
            "testimonies": list(
                TestimonyPage.objects.visible_to_all().filter(assembly__in=chosen).order_by("title__french", "pk")
            ),
        }

    def _evidence(self, subject: AssemblyPage | None, themes: list[Theme]) -> dict[str, Any]:
        """The first assembly, its facts that answer this study's themes, and the sources in reading order."""
        if subject is None:
            return {"subject": None, "facts": [], "assessments": [], **citations(self.diptych_sources())}
        every = list(subject.facts.all())
        facts = answering(every, themes) if themes else every
        card, said = ([source for fact in lines for source in fact.sources] for lines in (subject.card_facts, facts))
        return {
            "subject": subject,
            "facts": facts,
            "left_out": len(every) - len(facts),
            "assessments": subject.assessments(),
            **citations([*card, *self.diptych_sources(), *said]),
        }

    def _workshops(self, themes: list) -> dict[str, Any]:
        """The first open workshop of this study, or else of its themes; then the other workshops of this study."""
        visible = WorkshopPage.objects.visible_to_all().in_order()
        own = list(visible.filter(pk__in=[page.pk for page in self.workshops.all()]))
        to_come = visible.with_details().still_open().to_come(timezone.localdate())
        chosen = to_come.filter(pk__in=[page.pk for page in own]).first() if own else None
        if chosen is None and themes:
            chosen = to_come.filter(themes__in=themes).first()
        return {"next_workshop": chosen, "workshops": [page for page in own if page != chosen]}

    @property
    def has_outcome(self) -> bool:
        """True when its summary or a step of the second part says something."""
        return bool(self.outcome_summary) or super().has_outcome

    @property
    def authorities(self) -> list:
        """The authorities of its assemblies, each once."""
        return list({page.authority_id: page.authority for page in self.assemblies.all()}.values())

    @cached_property
    def place_names(self) -> list[str]:
        """The names of these authorities."""
        return [authority.name for authority in self.authorities]
