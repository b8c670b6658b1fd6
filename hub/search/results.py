"""Finding: one list of results over all kinds, most relevant kinds first."""

from typing import Any

from glossary.models import Term
from hub.core.forms import QueryForm
from hub.search.kinds import KINDS, Kind

#: Results kept per kind; nobody reads further, and pages of results stay cheap.
LIMIT = 60


def find(text: str, kind: str, form: QueryForm, user: object) -> dict[str, Any]:
    """Context of the search page: counts per kind, the results of the page, the definition that answers."""
    found = [(each, _matches(each, text, user)) for each in KINDS] if text else []
    counts = [(each, len(matches)) for each, matches in found]
    results = [(each, match) for each, matches in found if kind in ("", each.key) for match in matches]
    return {
        "counts": counts,
        "total": sum(count for _, count in counts),
        "results": form.paginate(results),
        "definition": _definition(text),
    }


def _matches(kind: Kind, text: str, user: object) -> list:
    objects: Any = kind.model.objects.all()  # type: ignore[attr-defined] -- every kind is a model
    if hasattr(objects, "visible_to"):
        objects = objects.visible_to(user)
    return list(objects.search(text)[:LIMIT]) if hasattr(objects, "search") else _search_table(objects, text)


def _search_table(objects: Any, text: str) -> list:
    from wagtail.search.backends import get_search_backend

    return list(get_search_backend().search(text, objects)[:LIMIT])


def _definition(text: str) -> Term | None:
    """The term whose name or form is exactly what was typed."""
    return Term.objects.filter(name__iexact=text).exclude(definition="").first() if text else None
