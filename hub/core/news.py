"""News of pages: when one first appeared."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from hub.core.registries import Line, News, NewsSource
from hub.core.sites import path_of
from hub.core.validators import one_line


def first_publications(kind: str, model: Any) -> NewsSource:
    """The pages of `model`, which have themes: each is news once, on the day of its first publication."""

    def rows(theme: Any = None) -> QuerySet:
        appeared = model.objects.visible_to_all().filter(first_published_at__isnull=False).order_by()
        return appeared.filter(themes=theme) if theme else appeared

    def themes(numbers: Sequence[int]) -> Iterable[tuple[int, int | None]]:
        return model.objects.filter(pk__in=numbers).order_by().values_list("pk", "themes")

    def tell(lines: Sequence[Line], request: HttpRequest | None) -> Iterable[News]:
        pages = model.objects.visible_to_all().in_bulk([line.number for line in lines])
        for line in lines:
            page = pages.get(line.number)
            if page is not None:
                urn, words = f"urn:uuid:{page.translation_key}", one_line(page.introduction)
                yield News(line, kind, one_line(page.title), path_of(page, request), urn, sentence=words)

    return NewsSource("first_published_at", rows, themes, tell)
