"""What is news of workshops: that one was announced, and what was decided of it, with the public reason only."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from hub.core.addresses import permanent_name
from hub.core.dates.when import When
from hub.core.news import first_publications
from hub.core.registries import Day, Line, News, NewsSource
from hub.core.sites import path_of
from hub.core.validators import one_line
from hub.french.typography import lower_first
from workshops.planning.enums import Change
from workshops.planning.models import WorkshopChange
from workshops.workshop.workshop import WorkshopPage

KINDS = {
    Change.FIXED: "Atelier fixé",
    Change.MOVED: "Atelier déplacé",
    Change.POSTPONED: "Atelier reporté",
    Change.CANCELLED: "Atelier annulé",
}
#: Decisions that leave no date.
WITHOUT_DATE = {Change.POSTPONED: "reporté", Change.CANCELLED: "annulé"}


def _changes() -> QuerySet[WorkshopChange]:
    visible = WorkshopPage.objects.visible_to_all().order_by().values("pk")
    return WorkshopChange.objects.filter(workshop__in=visible).order_by()


def change_rows(theme: Any = None) -> QuerySet[WorkshopChange]:
    return _changes().filter(workshop__themes=theme) if theme else _changes()


def change_themes(numbers: Sequence[int]) -> Iterable[tuple[int, int | None]]:
    return _changes().filter(pk__in=numbers).values_list("pk", "workshop__themes")


def tell_changes(lines: Sequence[Line], request: HttpRequest | None) -> Iterable[News]:
    rows = _changes().select_related("workshop").in_bulk([line.number for line in lines])
    for line in lines:
        row: Any = rows.get(line.number)
        if row is not None:
            kind, gone = Change(row.kind), WITHOUT_DATE.get(Change(row.kind), "")
            before = Day(row.when_before, row.doubt_before, not row.doubt_before)
            yield News(
                line,
                KINDS[kind],
                one_line(row.workshop.title),
                path_of(row.workshop, request),
                permanent_name(f"decision-d-atelier-{row.pk}"),
                old=_words(row.when_before, row.doubt_before),
                new=gone or _words(row.when, row.doubt),
                sentence=one_line(row.reason),
                days=(before, Day(row.when_before if gone else row.when, gone or row.doubt, not row.doubt)),
            )


def _words(when: When, doubt: str) -> str:
    words = lower_first(when.french())
    return f"{words} ({doubt})" if doubt else words


SOURCES = {
    "ateliers": first_publications("Atelier annoncé", WorkshopPage),
    "décisions": NewsSource("at", change_rows, change_themes, tell_changes),
}
