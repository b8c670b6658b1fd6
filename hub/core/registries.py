"""What a low layer runs for all apps. Each app adds its lines in `AppConfig.ready()`; nobody imports upwards.

A name stands once in a registry: adding it twice is a programming error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from wagtail.models import Page


@dataclass(frozen=True)
class Person:
    """Somebody whose data is exported or erased: an account, or only an address that wrote to us."""

    email: str
    member: Any = None


@dataclass(frozen=True)
class Erasure:
    """How somebody wants to be erased. `keep_published`: published testimonies stay, without their name."""

    at: datetime
    keep_published: bool


@dataclass(frozen=True)
class PersonalData:
    """What one app keeps about people.

    `export` gives rows of plain values (text, numbers, dates, lists of texts) or stored files, `erase` removes or
    anonymises inside the caller's transaction, `remains` says in French what stays and why («» when nothing does).
    """

    name: str
    label: str
    export: Callable[[Person], list[dict[str, Any]]]
    erase: Callable[[Person, Erasure], None]
    remains: str = ""


#: The keys of the rows of a model, visible to all, that have every word of a text.
TextSearch = Callable[[type[Model], str], set[int]]
#: What `tick` runs: given the instant, does what is due and gives how many things it did. Idempotent.
Job = Callable[[datetime], int]

_JOBS: dict[str, Job] = {}
_PURGES: dict[str, Job] = {}
_PERSONAL: dict[str, PersonalData] = {}
_SECTIONS: dict[str, type[Page]] = {}
_TEXT_SEARCH: dict[str, TextSearch] = {}


def register_job(name: str, run: Job) -> None:
    """`run` at every tick."""
    _add(_JOBS, name, run)


def register_purge(name: str, run: Job) -> None:
    """`run` once a day: deletes what the privacy table says, and gives the number of deleted rows."""
    _add(_PURGES, name, run)


def register_personal_data(data: PersonalData) -> None:
    """Have `data` in the exports and erasures that people ask for."""
    _add(_PERSONAL, data.name, data)


def register_section(name: str, model: type[Page]) -> None:
    """A page that every site has: `name` is its first slug, `model` its type. Links find it wherever editors put it."""
    _add(_SECTIONS, name, model)


def register_text_search(search: TextSearch) -> None:
    """How lists find a text: the search of the whole site, so that both give the same."""
    _add(_TEXT_SEARCH, "lists", search)


def text_search() -> TextSearch:
    return _TEXT_SEARCH["lists"]


def jobs() -> dict[str, Job]:
    return dict(_JOBS)


def purges() -> dict[str, Job]:
    return dict(_PURGES)


def personal_data() -> list[PersonalData]:
    """In order of name, so that exports are always alike."""
    return [_PERSONAL[name] for name in sorted(_PERSONAL)]


def sections() -> dict[str, type[Page]]:
    return dict(_SECTIONS)


def _add(registry: dict[str, Any], name: str, value: Any) -> None:
    if name in registry:
        raise ValueError(f"{name} is registered twice")
    registry[name] = value
