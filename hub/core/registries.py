"""What a low layer runs for all apps. Each app adds its lines in `AppConfig.ready()`; nobody imports upwards.

A name stands once in a registry: adding it twice is a programming error.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from hub.core.dates.when import When

#: How far a clock may have been put back between two acts.
CLOCK_MARGIN = timedelta(days=1)


@dataclass(frozen=True)
class Person:
    """Somebody whose data is exported or erased: an account, or only an address that wrote to us."""

    email: str
    member: Any = None


@dataclass(frozen=True)
class Erasure:
    """How somebody is to be erased. `keep_published`: published testimonies stay, without their name.

    With `account_only` an account that nobody used goes, and not what has a time of its own.
    """

    at: datetime
    keep_published: bool
    account_only: bool = False

    @property
    def until(self) -> datetime:
        """What is dated later was done after the erasure."""
        return self.at + CLOCK_MARGIN


@dataclass(frozen=True)
class PersonalData:
    """What one app keeps about people.

    `export` gives rows of plain values (text, numbers, dates, lists of texts) or stored files, `erase` removes or
    anonymises inside the caller's transaction, `remains` says in French what stays and why («» when nothing does).
    `addresses` gives those under which something is kept; with `outlives_account` it stays when only the account goes.
    """

    name: str
    label: str
    export: Callable[[Person], list[dict[str, Any]]]
    erase: Callable[[Person, Erasure], None]
    remains: str = ""
    addresses: Callable[[], Iterable[str]] = tuple
    outlives_account: bool = False


@dataclass(frozen=True)
class Erasable:
    """A kind of thing whose erasure is written down, and done again when a restored backup brings the thing back.

    `names` tells apart those the database holds; `erase` erases the one so named, and says whether it was there.
    """

    kind: str
    names: Callable[[], Iterable[str]]
    erase: Callable[[str, Erasure], bool]


@dataclass(frozen=True)
class Addressed:
    """A view that finds an object of `model` by its `slug`, when the rest of its address is `fixed`."""

    model: type[Model]
    fixed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """Something that changed in public, without its words: when, its number among those of its source, and its themes
    where they were asked for.
    """

    at: datetime
    number: int
    themes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Day:
    """A date as a leaf shows it: `doubt` is the word that stands beside it."""

    when: When
    doubt: str = ""
    sure: bool = False


@dataclass(frozen=True)
class News:
    """Something that changed in public, as the page, the feeds and the mails all tell it. Plain text, in French.

    `old` and `new` are what was said and what is; `days` the same as leaves, where it is a date; `sentence` says why,
    or what it is about. `urn` names it for ever in feeds.
    """

    line: Line
    kind: str
    title: str
    path: str
    urn: str
    old: str = ""
    new: str = ""
    sentence: str = ""
    days: tuple[Day, ...] = ()

    @property
    def in_words(self) -> str:
        """All of it but its title, for feeds and mails: «44 € par jour → 44 € par demi-journée. Voici pourquoi.»."""
        changed = f"{self.old} → {self.new}" if self.old and self.new else self.new
        stop = "" if not changed or changed.endswith((".", "!", "?", "…")) else "."
        return " ".join(filter(None, [changed + stop, self.sentence]))


@dataclass(frozen=True)
class NewsSource:
    """Where news come from. `rows` are all that anybody may read, or those on a theme, each once, in no order: the
    database counts them, and gives the newest. Their field `at` dates them. `themes` gives those of some rows: (number,
    key of a theme), or None for a row without any; `tell` their words, in a constant number of queries: one that nobody
    may read any more is left out.
    """

    at: str
    rows: Callable[[Any], QuerySet]
    themes: Callable[[Sequence[int]], Iterable[tuple[int, int | None]]]
    tell: Callable[[Sequence[Line], HttpRequest | None], Iterable[News]]


#: The keys of the rows of a model, visible to all, that have every word of a text.
TextSearch = Callable[[type[Model], str], set[int]]
#: Given an instant, the next one at which public pages change by themselves, within a day; None when there is none.
Turning = Callable[[datetime], datetime | None]
#: What `tick` runs: given the instant, does what is due and gives how many things it did. Idempotent.
Job = Callable[[datetime], int]
#: Names in another language than French, each with its language as BCP 47 writes it: pairs, as a query in no order.
ForeignNames = Callable[[], QuerySet]

_JOBS: dict[str, Job] = {}
_PURGES: dict[str, Job] = {}
_PERSONAL: dict[str, PersonalData] = {}
_ERASABLE: dict[str, Erasable] = {}
_SECTIONS: dict[str, type[Page]] = {}
_TEXT_SEARCH: dict[str, TextSearch] = {}
_FOREIGN_NAMES: dict[str, ForeignNames] = {}
_NEWS: dict[str, NewsSource] = {}
_ROUTES: dict[str, list[Addressed]] = {}
_PARAMETERS: dict[str, tuple[type[Model], ...]] = {}
_TURNINGS: dict[str, Turning] = {}


def register_job(name: str, run: Job) -> None:
    """`run` at every tick."""
    _add(_JOBS, name, run)


def register_purge(name: str, run: Job) -> None:
    """`run` once a day: deletes what the privacy table says, and gives the number of deleted rows."""
    _add(_PURGES, name, run)


def register_personal_data(data: PersonalData) -> None:
    """Have `data` in the exports and erasures that people ask for."""
    _add(_PERSONAL, data.name, data)


def register_erasable(things: Erasable) -> None:
    """Have the erasures of `things` done again after a restore."""
    _add(_ERASABLE, things.kind, things)


def register_section(name: str, model: type[Page]) -> None:
    """A page that every site has: `name` is its first slug, `model` its type. Links find it wherever editors put it."""
    _add(_SECTIONS, name, model)


def register_text_search(search: TextSearch) -> None:
    """How lists find a text: the search of the whole site, so that both give the same."""
    _add(_TEXT_SEARCH, "lists", search)


def text_search() -> TextSearch:
    return _TEXT_SEARCH["lists"]


def register_foreign_names(name: str, read: ForeignNames) -> None:
    """`read` gives names that pages show in their language; what it reads is watched (`hub.core.lists.kept.watch`)."""
    _add(_FOREIGN_NAMES, name, read)


def foreign_names() -> list[ForeignNames]:
    return list(_FOREIGN_NAMES.values())


def register_news(name: str, source: NewsSource) -> None:
    """Have `source` told on «Ce qui a changé», in its feeds and in digests."""
    _add(_NEWS, name, source)


def register_route(name: str, model: type[Model], **fixed: str) -> None:
    """The view `name` finds a `model` by its slug: asked with a former one, it sends to the present one."""
    _ROUTES.setdefault(name, []).append(Addressed(model, tuple(fixed.items())))


def register_parameter(name: str, *models: type[Model]) -> None:
    """In query strings of public pages, `name` always gives slugs of `models`; former ones are put right."""
    _add(_PARAMETERS, name, models)


def register_turning(name: str, turning: Turning) -> None:
    """Public pages say something else once an instant has passed; days are known: they turn at midnight in Paris."""
    _add(_TURNINGS, name, turning)


def jobs() -> dict[str, Job]:
    return dict(_JOBS)


def purges() -> dict[str, Job]:
    return dict(_PURGES)


def personal_data() -> list[PersonalData]:
    """In order of name, so that exports are always alike."""
    return [_PERSONAL[name] for name in sorted(_PERSONAL)]


def erasables() -> dict[str, Erasable]:
    return dict(_ERASABLE)


def sections() -> dict[str, type[Page]]:
    return dict(_SECTIONS)


def news_sources() -> dict[str, NewsSource]:
    return dict(_NEWS)


def routes(name: str) -> list[Addressed]:
    return _ROUTES.get(name, [])


def turnings() -> list[Turning]:
    return list(_TURNINGS.values())


def parameters() -> dict[str, tuple[type[Model], ...]]:
    return dict(_PARAMETERS)


def _add(registry: dict[str, Any], name: str, value: Any) -> None:
    if name in registry:
        raise ValueError(f"{name} is registered twice")
    registry[name] = value
