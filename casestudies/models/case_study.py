"""Case studies: one question, one authority, two parts."""

from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from casestudies.models.assembly import AssemblyPage
from casestudies.models.diptych import Diptych, citations
from hub.core.models import BasePage, BasePageManager, BasePageQuerySet, StarterSheet
from workshops.models import WorkshopPage


class CaseStudyQuerySet(BasePageQuerySet):
    """Case studies in the words of the site."""

    def for_lists(self) -> "CaseStudyQuerySet":
        """Load what a list shows, in a constant number of queries."""
        return self.prefetch_related("themes", Prefetch("assemblies", AssemblyPage.objects.select_related("authority")))


class CaseStudyTag(TaggedItemBase):
    """An editorial tag on a case study; members' tags live in a table of their own."""

    content_object = ParentalKey("casestudies.CaseStudyPage", on_delete=models.CASCADE, related_name="tagged_items")


class CaseStudyPage(StarterSheet, Diptych, BasePage):
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
            [FieldPanel("assemblies"), FieldPanel("themes"), FieldPanel("tags"), FieldPanel("workshops")],
            heading="Rangement",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("practice_summary"),
        index.SearchField("outcome_summary"),
        index.SearchField("practice"),
        index.SearchField("outcome"),
    ]

    template = "casestudies/case_study_page.html"
    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "étude de cas"
        verbose_name_plural = "études de cas"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        assemblies = list(AssemblyPage.objects.filter(case_studies=self).visible_to(request.user).with_evidence())
        subject = assemblies[0] if assemblies else None
        cited = [*self.diptych_sources(), *(subject.cited_sources() if subject else [])]
        return {
            **super().get_context(request, *args, **kwargs),
            "assemblies": assemblies,
            "subject": subject,
            "answers": [answer for answer in subject.answers.all() if answer.point_id is None] if subject else [],
            **citations(cited),
            "theme_list": list(self.themes.all()),
            "next_workshop": self._next_workshop(request),
        }

    def _next_workshop(self, request: HttpRequest) -> WorkshopPage | None:
        """The first open workshop on one of the themes of this study."""
        workshops = WorkshopPage.objects.visible_to(request.user).still_open().to_come(timezone.localdate())
        return workshops.filter(themes__in=self.themes.all()).in_order().first()

    @property
    def outcome_words(self) -> str:
        """What the chip of the second question says in lists; empty while nothing is documented."""
        return "Ce que cela produit" if self.outcome_summary else ""

    @property
    def authorities(self) -> list:
        """The authorities of its assemblies, each once."""
        return list({page.authority_id: page.authority for page in self.assemblies.all()}.values())
