"""Finding: one list of results over all kinds, most relevant kinds first."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from glossary.models import Term, Theme
from hub.core.forms import QueryForm
from hub.core.sites import path_of
from hub.core.validators import lines
from hub.french.sorting import folded
from hub.search.kinds import KINDS, Kind

#: Results kept per kind; nobody reads further, and pages of results stay cheap.
LIMIT = 60


@dataclass(frozen=True)
class Result:
    """What a list of results shows, the same for pages, themes and terms."""

    kind: Kind
    title: str
    text: str
    url: str

    @classmethod
    def of(cls, kind: Kind, found: Any, request: HttpRequest) -> "Result":
        if isinstance(found, Theme):
            return cls(kind, found.label, found.question, found.get_absolute_url())
        if isinstance(found, Term):
            return cls(kind, found.name, found.definition, found.get_absolute_url())
        return cls(kind, found.title, found.introduction, path_of(found, request))


def find(text: str, kind: str, form: QueryForm, request: HttpRequest) -> dict[str, Any]:
    """Context of the search page: counts per kind, the results of the page, the definition that answers."""
    found = [(each, _matches(each, text)) for each in KINDS] if text else []
    matches = [(each, match) for each, objects in found if kind in ("", each.key) for match in objects]
    page = form.paginate(matches)
    return {
        "counts": [(each, len(objects)) for each, objects in found],
        "total": sum(len(objects) for _, objects in found),
        "items": page,
        "results": [Result.of(each, match, request) for each, match in page],
        "definition": _definition(text),
        "query": urlencode({"q": text, **({"type": kind} if kind else {})}),
    }


def _matches(kind: Kind, text: str) -> list:
    # The quotation mark has a meaning for SQLite, which fails on a lone one.
    words = text.replace('"', " ").strip()
    found = get_search_backend().search(words, _searchable(kind.model))[:LIMIT] if words else []
    return [match for match in found if not isinstance(match, Term) or match.definition]


def _searchable(model: Any) -> Any:
    """What anybody may find of one kind, with what its results show."""
    if issubclass(model, Page):
        return model.objects.visible_to_all()
    if model is Theme:
        return Theme.objects.prefetch_related("questions")
    return model.objects.all()


def _definition(text: str) -> Term | None:
    """The term whose name or form is what was typed, accents and case aside."""
    if not text:
        return None
    typed = folded(text)
    terms = Term.objects.exclude(definition="").order_by("name")
    return next((term for term in terms if typed in map(folded, [term.name, *lines(term.forms)])), None)
