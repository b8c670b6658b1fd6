"""News of pages: when one first appeared."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest

from hub.core.registries import Line, News, NewsSource
from hub.core.sites import path_of
from hub.core.validators import one_line


def first_publications(kind: str, model: Any) -> NewsSource:
    """The pages of `model`, which have themes: each is news once, on the day of its first publication."""

    def lines(most: int | None = None) -> Iterable[Line]:
        appeared = model.objects.visible_to_all().filter(first_published_at__isnull=False).order_by()
        found = newest(appeared, "first_published_at", most)
        return merged(found.values_list("pk", "first_published_at", "themes"))

    def tell(lines: Sequence[Line], request: HttpRequest | None) -> Iterable[News]:
        pages = model.objects.visible_to_all().in_bulk([line.number for line in lines])
        for line in lines:
            page = pages.get(line.number)
            if page is not None:
                urn, words = f"urn:uuid:{page.translation_key}", one_line(page.introduction)
                yield News(line, kind, one_line(page.title), path_of(page, request), urn, sentence=words)

    return NewsSource(lines, tell)


def newest(rows: Any, at: str, most: int | None) -> Any:
    """The `most` newest of `rows`; all of them when nothing is said."""
    return rows if most is None else rows.filter(pk__in=rows.order_by(f"-{at}", "-pk").values("pk")[:most])


def merged(rows: Iterable[tuple[int, Any, int | None]]) -> list[Line]:
    """(number, instant, theme or none) of each theme → one line for each number."""
    themes: dict[tuple[int, Any], set[int]] = {}
    for number, at, theme in rows:
        themes.setdefault((number, at), set()).update([theme] if theme else [])
    return [Line(at, number, frozenset(found)) for (number, at), found in themes.items()]
