"""What changed, gathered from all apps: the one thing that the page, the home page, the feeds and the digests tell.

Apps say what is news (`hub.core.registries.register_news`). The database puts their rows together, counts them, and
gives those that are shown; only these are told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value
from django.db.models import When as Whenever
from django.http import HttpRequest
from django.utils import timezone

from glossary.models import Theme
from hub.core.dates.when import PARIS, When
from hub.core.forms import QueryForm, TextQueryField
from hub.core.lists.kept import kept, kept_few
from hub.core.registries import Line, News, NewsSource, news_sources
from hub.core.validators import one_line

#: On the home page, in a feed, on one page of the list: rows of workshops have two leaves each.
ON_HOME, IN_FEED, ON_PAGE = 5, 30, 8
MAX_LENGTH = 80
_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)
#: First and last instant of what is asked for; None for no bound.
Span = tuple[datetime | None, datetime | None]
ALWAYS: Span = (None, None)


@dataclass(frozen=True)
class Found:
    """A line, and the name of the source that tells it."""

    source: str
    line: Line


class NewsQuery(QueryForm):
    """`?theme=indemnisation&mois=2027-04`. What is not understood is left out, and said."""

    theme = TextQueryField()
    mois = TextQueryField()

    def asked(self, name: str) -> str:
        return one_line(self.values().get(name, ""))[:MAX_LENGTH]

    @property
    def month(self) -> str:
        asked = self.asked("mois")
        return asked if _MONTH.fullmatch(asked) else ""

    @property
    def kept_month(self) -> dict[str, str]:
        return {"mois": self.month} if self.month else {}


def _parts(theme: Theme | None, span: Span) -> list[tuple[NewsSource, QuerySet]]:
    """What anybody may read, of each source in the order of their names."""
    since, until = span
    parts = []
    for _name, source in sorted(news_sources().items()):
        bounds = {f"{source.at}__gte": since, f"{source.at}__lte": until}
        rows = source.rows(theme).filter(**{bound: instant for bound, instant in bounds.items() if instant})
        parts.append((source, rows))
    return parts


def newest_first(theme: Theme | None = None, span: Span = ALWAYS) -> QuerySet:
    """(place of the source among their names, instant, number) of all that changed: one query, whatever is asked."""
    first, *others = (
        rows.annotate(source_rank=Value(rank, IntegerField()), instant=F(source.at)).values_list(
            "source_rank", "instant", "pk"
        )
        for rank, (source, rows) in enumerate(_parts(theme, span))
    )
    return first.union(*others, all=True).order_by("-instant", "-source_rank", "-pk")


def lines_of(rows: Iterable[tuple[int, datetime, int]]) -> list[Found]:
    """Rows of `newest_first`, read."""
    names = sorted(news_sources())
    return [Found(names[rank], Line(at, number)) for rank, at, number in rows]


def with_themes(found: Sequence[Found]) -> list[Found]:
    """The same lines, which know their themes."""
    themes: dict[tuple[str, int], set[int]] = {}
    for name, source in news_sources().items():
        numbers = [each.line.number for each in found if each.source == name]
        for number, theme in source.themes(numbers) if numbers else ():
            themes.setdefault((name, number), set()).update([theme] if theme else [])
    about = [frozenset(themes.get((each.source, each.line.number), ())) for each in found]
    return [Found(each.source, replace(each.line, themes=its)) for each, its in zip(found, about, strict=True)]


def told(found: Sequence[Found], request: HttpRequest | None = None) -> list[News]:
    """The words of `found`, in their order; a constant number of queries for each source."""
    words: dict[tuple[str, int], News] = {}
    for name, source in news_sources().items():
        lines = [each.line for each in found if each.source == name]
        words |= {(name, news.line.number): news for news in source.tell(lines, request)} if lines else {}
    return [words[each.source, each.line.number] for each in found if (each.source, each.line.number) in words]


def latest(number: int, request: HttpRequest | None = None) -> list[News]:
    """No more than `IN_FEED`: however many there are, only these are read."""
    return told(kept("latest news", lambda: lines_of(newest_first()[:IN_FEED]))[:number], request)


def latest_of_theme(theme: Theme, request: HttpRequest | None = None) -> list[News]:
    """As many; which ones is kept, for some themes, until the content changes."""
    found = kept_few("latest news on", [theme.pk], lambda _: {theme.pk: lines_of(newest_first(theme)[:IN_FEED])})
    return told(found[theme.pk], request)


def between(since: datetime, until: datetime) -> list[News]:
    """What changed after `since` and until `until`, with its themes."""
    found = [each for each in lines_of(newest_first(span=(since, until))) if each.line.at > since]
    return told(with_themes(found))


# ---------------------------------------------------------------- the page
def news_page(query: NewsQuery, request: HttpRequest) -> dict[str, Any]:
    """Eight at a time, by month; all of them, those of a theme, those of a month. Kept until the content changes."""
    asked = urlencode(query.values())
    return kept_few("news pages", [asked], lambda _: {asked: _news_page(query, request)})[asked]


def _news_page(query: NewsQuery, request: HttpRequest) -> dict[str, Any]:
    themes = Theme.by_slug()
    theme = themes.get(query.asked("theme"))
    items = query.paginate(newest_first(theme, _span(query.month) if query.month else ALWAYS), ON_PAGE)
    shown = told(with_themes(lines_of(items.object_list)), request)
    return {
        "items": items,
        "months": _by_month(shown, theme, themes.values()),
        "themes": themes.values(),
        "theme": theme,
        "month": _month_words(query.month) if query.month else "",
        "query": urlencode({**({"theme": theme.slug} if theme else {}), **query.kept_month}),
        "month_query": f"&mois={query.month}" if query.month else "",
        "misunderstood": _misunderstood(query, theme),
    }


def _misunderstood(query: NewsQuery, theme: Theme | None) -> list[str]:
    """What was left out, in words."""
    asked_theme, asked_month = query.asked("theme"), query.asked("mois")
    left = [f"Thème : « {asked_theme} »"] if asked_theme and theme is None else []
    return [*left, *([f"Mois : « {asked_month} »"] if asked_month and not query.month else [])]


def _by_month(shown: list[News], theme: Theme | None, themes: Iterable[Theme]) -> list[dict[str, Any]]:
    """Each month with its name, how many news it has in all, and those that are shown, each with its themes."""
    groups = [(month, list(found)) for month, found in groupby(shown, key=_month_of)]
    counts = _counts([month for month, _ in groups], theme)
    return [
        {
            "key": month,
            "label": _month_words(month),
            "count": counts[month],
            "news": [
                (news, ", ".join(theme.short_label for theme in themes if theme.pk in news.line.themes))
                for news in found
            ],
        }
        for month, found in groups
    ]


def _counts(months: list[str], theme: Theme | None) -> Counter:
    """How many news each of `months`, newest first, has in all: one query."""
    counts: Counter = Counter()
    if not months:
        return counts
    spans = {month: _span(month) for month in months}
    grouped = []
    for source, rows in _parts(theme, (spans[months[-1]][0], spans[months[0]][1])):
        within = [Whenever(**{f"{source.at}__range": span}, then=Value(month)) for month, span in spans.items()]
        counted = rows.annotate(month=Case(*within, default=Value(""))).values("month").annotate(count=Count("pk"))
        grouped.append(counted.values_list("month", "count"))
    for month, count in grouped[0].union(*grouped[1:], all=True):
        counts[month] += count
    return counts


def _span(month: str) -> Span:
    """First and last instant of a month in Paris."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=PARIS)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(microseconds=1)


def _month_of(news: News) -> str:
    return f"{timezone.localtime(news.line.at):%Y-%m}"


def _month_words(month: str) -> str:
    return When.parse(month).french()
