"""What changed, gathered from all apps: the one thing that the page, the home page, the feeds and the digests tell.

Apps say what is news (`hub.core.registries.register_news`). The lines, without their words, are kept until the content
changes; only those that are shown are told.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from glossary.models import Theme
from hub.core.dates.when import When
from hub.core.forms import QueryForm, TextQueryField
from hub.core.lists.kept import kept
from hub.core.registries import Line, News, news_sources
from hub.core.validators import one_line

#: On the home page, in a feed, on one page of the list: rows of workshops have two leaves each.
ON_HOME, IN_FEED, ON_PAGE = 5, 30, 8
MAX_LENGTH = 80
_MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Found:
    """A line, the name of the source that tells it, and its month: «2027-04»."""

    source: str
    line: Line
    month: str


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


def everything() -> list[Found]:
    """Whatever anybody may read, newest first."""
    return kept("news", lambda: _read(None))


def _read(most: int | None) -> list[Found]:
    lines = [(name, line) for name, source in news_sources().items() for line in source.lines(most)]
    newest_first = sorted(lines, key=lambda each: (each[1].at, each[0], each[1].number), reverse=True)[:most]
    return [Found(name, line, f"{timezone.localtime(line.at):%Y-%m}") for name, line in newest_first]


def told(found: Sequence[Found], request: HttpRequest | None = None) -> list[News]:
    """The words of `found`, in their order; a constant number of queries for each source."""
    words: dict[tuple[str, int], News] = {}
    for name, source in news_sources().items():
        lines = [each.line for each in found if each.source == name]
        words |= {(name, news.line.number): news for news in source.tell(lines, request)} if lines else {}
    return [words[each.source, each.line.number] for each in found if (each.source, each.line.number) in words]


def latest(number: int, request: HttpRequest | None = None) -> list[News]:
    """No more than `IN_FEED`: however many there are, only these are read."""
    return told(kept("latest news", lambda: _read(IN_FEED))[:number], request)


def latest_of_theme(theme: Theme, request: HttpRequest | None = None) -> list[News]:
    return told(_about(everything(), theme)[:IN_FEED], request)


def between(since: datetime, until: datetime) -> list[News]:
    """What changed after `since` and until `until`."""
    return told([each for each in everything() if since < each.line.at <= until])


def _about(found: list[Found], theme: Theme | None) -> list[Found]:
    return [each for each in found if theme is None or theme.pk in each.line.themes]


# ---------------------------------------------------------------- the page
def news_page(query: NewsQuery, request: HttpRequest) -> dict[str, Any]:
    """Eight at a time, by month; all of them, those of a theme, those of a month."""
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    theme = themes.get(query.asked("theme"))
    about = _about(everything(), theme)
    chosen = [each for each in about if query.month in ("", each.month)]
    items = query.paginate(chosen, ON_PAGE)
    return {
        "items": items,
        "months": _by_month(told(list(items.object_list), request), chosen, themes.values()),
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


def _by_month(shown: list[News], chosen: Iterable[Found], themes: Iterable[Theme]) -> list[dict[str, Any]]:
    """Each month with its name, how many news it has in all, and those that are shown, each with its themes."""
    months = [each.month for each in chosen]
    groups = groupby(shown, key=lambda news: f"{timezone.localtime(news.line.at):%Y-%m}")
    return [
        {
            "key": month,
            "label": _month_words(month),
            "count": months.count(month),
            "news": [
                (news, ", ".join(theme.short_label for theme in themes if theme.pk in news.line.themes))
                for news in found
            ],
        }
        for month, found in groups
    ]


def _month_words(month: str) -> str:
    return When.parse(month).french()
