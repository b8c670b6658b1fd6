"""Pages whose words of the glossary open their definitions."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils.html import escape
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from glossary.linking import glued, linked, matcher_of
from glossary.models.term import Term
from hub.core.lists.kept import kept
from hub.core.models import BasePage

#: Definitions a page may open: beyond, links disturb more than they help, and the page grows heavy.
MOST_TERMS = 12


class Explanations:
    """The definitions that one page opens, gathered while it is rendered."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = {term.slug: term for term in terms}
        self._used: dict[str, None] = {}

    @classmethod
    def of_site(cls) -> "Explanations":
        """All terms that have a definition, kept until the content changes."""
        return cls(kept("terms", lambda: list(Term.objects.exclude(definition=""))))

    def link(self, html: str) -> str:
        """`html`, one section of the page, with the first occurrence of each term as a button."""
        if not self._terms:
            return html
        words = tuple((slug, term.phrases) for slug, term in self._terms.items())
        done, opened = linked(html, matcher_of(words), known=self._used, limit=MOST_TERMS)
        self._used.update(dict.fromkeys(opened))
        return glued(done)

    @property
    def used(self) -> list[Term]:
        """The terms opened so far, each once, in reading order."""
        return [self._terms[slug] for slug in self._used if slug in self._terms]


class ExplainedPage(BasePage):
    """Parent of page types with running text."""

    without_glossary = models.BooleanField(
        "Ne pas relier les mots du glossaire",
        default=False,
        help_text="Sinon, le premier emploi de chaque mot du glossaire, dans chaque section, ouvre sa définition.",
    )

    promote_panels = [*BasePage.promote_panels, MultiFieldPanel([FieldPanel("without_glossary")], heading="Glossaire")]

    class Meta:
        abstract = True

    def running_text(self) -> list[str]:
        """Each section whose words the page opens, as HTML: what its template puts between `{% terms %}`."""
        return [escape(self.introduction), *self.sections_text()]

    def sections_text(self) -> Iterable[str]:
        """The sections after the introduction."""
        return ()

    def opened_terms(self, defined: Iterable[Term]) -> list[Term]:
        """Those of the `defined` terms that the page opens, in reading order."""
        explanations = Explanations([] if self.without_glossary else defined)
        for section in self.running_text():
            explanations.link(section)
        return explanations.used

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        explanations = Explanations([]) if self.without_glossary else Explanations.of_site()
        return {**super().get_context(request, *args, **kwargs), "glossary": explanations}


def pages_that_open(term: Term) -> Iterator[ExplainedPage]:
    """The published pages whose text opens `term`, other terms being as they are; theme pages are not looked into.

    Reads them all: for the rare decisions of organisers.
    """
    if not term.definition:
        return
    defined = list(Term.objects.exclude(definition=""))
    for model in apps.get_models():
        if issubclass(model, ExplainedPage):
            yield from (page for page in model.objects.live().iterator() if term in page.opened_terms(defined))
