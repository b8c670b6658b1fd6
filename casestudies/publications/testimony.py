"""Testimonies of authorities and of former members, in the same two parts."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from casestudies.evidence.labels import Themed
from casestudies.evidence.source import citations
from casestudies.publications.consent import NeedsConsent
from casestudies.publications.diptych import Diptych, if_visible
from glossary.models import ExplainedPage
from hub.core.models import BasePage, BasePageManager, BasePageQuerySet
from hub.core.widgets import CheckboxSelectMultiple


class TestimonyQuerySet(BasePageQuerySet):
    """Testimonies in the words of the site."""

    def for_lists(self) -> "TestimonyQuerySet":
        """Load what a list shows, in a constant number of queries."""
        return self.select_related("authority").prefetch_related("themes")


class TestimonyPage(Themed, NeedsConsent, Diptych, ExplainedPage):
    """A testimony. The name shown is what the person agreed to show; nothing else about them is stored here."""

    authority = models.ForeignKey(
        "community.Authority",
        verbose_name="collectivité",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="testimonies",
    )
    assembly = models.ForeignKey(
        "casestudies.AssemblyPage",
        verbose_name="assemblée",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="testimonies",
    )
    shown_name = models.CharField(
        "nom affiché", max_length=120, blank=True, help_text="Vide : le témoignage paraît sans nom."
    )
    shown_role = models.CharField("fonction affichée", max_length=120, blank=True)
    themes = ParentalManyToManyField("glossary.Theme", verbose_name="thèmes", blank=True, related_name="testimonies")
    workshop = models.ForeignKey(
        "workshops.WorkshopPage",
        verbose_name="atelier",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="testimonies",
    )
    consent_on = models.DateField("accord donné le", null=True, blank=True)
    consent_version = models.CharField("version du texte d’accord", max_length=20, blank=True)

    objects = BasePageManager.from_queryset(TestimonyQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("authority"), FieldPanel("assembly")]),
                FieldRowPanel([FieldPanel("shown_name"), FieldPanel("shown_role")]),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                FieldPanel("workshop"),
            ],
            heading="Qui témoigne",
        ),
        *Diptych.diptych_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("consent_on"), FieldPanel("consent_version")])], heading="Accord de publication"
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("practice"),
        index.SearchField("outcome"),
    ]

    template = "casestudies/testimony_page.html"
    parent_page_types = ["casestudies.TestimonyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "témoignage"
        verbose_name_plural = "témoignages"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.load_pictures()
        return {
            **super().get_context(request, *args, **kwargs),
            **citations(self.diptych_sources()),
            "theme_list": list(self.themes.all()),
            "assembly": if_visible(self.assembly),
            "workshop": if_visible(self.workshop),
        }

    def is_of_a_person(self) -> bool:
        return True

    def lack_of_consent(self) -> str:
        if self.consent_on is None:
            return "Un témoignage a besoin d’un accord : écrivez la date où il a été donné."
        return super().lack_of_consent()
