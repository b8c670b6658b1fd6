"""Pages about words: the definition and the glossary."""

import itertools
from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from glossary.models.definition import Criterion, DefinitionVersion
from glossary.models.term import Term
from hub.core.blocks import BodyBlock
from hub.core.fields import BodyField
from hub.core.models import BasePage
from hub.core.pictures.sizes import load_sizes
from hub.french.sorting import sort_key


def first_letter(word: str) -> str:
    """The letter under which `word` stands in the index: capital, without accent; numbers stand together."""
    letter = sort_key(word)[:1].upper()
    return letter if letter.isalpha() else "0-9"


class DefinitionPage(BasePage):
    """«Assemblées citoyennes permanentes ?»: the five criteria, as versioned data."""

    body = BodyField(BodyBlock(), blank=True, verbose_name="texte", help_text="Affiché après les critères.")

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("criteria_text")]

    template = "glossary/definition_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = "page de la définition"

    def criteria_text(self) -> list[str]:
        """The criteria in force, which the search finds on this page."""
        criteria = Criterion.objects.in_force()
        return [text for each in criteria for text in (each.label, each.wording, *map(str, each.points.all()))]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        load_sizes(self.body)
        version = DefinitionVersion.objects.prefetch_related("criteria__points").filter(is_current=True).first()
        return {**super().get_context(request, *args, **kwargs), "version": version}


class GlossaryPage(BasePage):
    """All terms, A to Z."""

    template = "glossary/glossary_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = "glossaire"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        terms = list(Term.objects.exclude(definition=""))
        letters = {
            letter: list(group) for letter, group in itertools.groupby(terms, lambda term: first_letter(term.name))
        }
        alphabet = [(letter, letter in letters) for letter in map(chr, range(ord("A"), ord("Z") + 1))]
        return {
            **super().get_context(request, *args, **kwargs),
            "letters": letters.items(),
            "alphabet": alphabet,
            "count": len(terms),
        }
