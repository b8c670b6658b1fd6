"""Who is told of decisions. Apps that know people add their lines in `AppConfig.ready()`; nobody imports upwards."""

from collections.abc import Callable
from dataclasses import dataclass

from workshops.workshop.workshop import WorkshopPage


@dataclass(frozen=True)
class Reader:
    """Somebody who asked to be told, and the address where that is stopped without signing in."""

    email: str
    stop_link: str


#: Those who asked to be told of a workshop.
Audience = Callable[[WorkshopPage], list[Reader]]

_AUDIENCES: dict[str, Audience] = {}


def register_audience(name: str, find: Audience) -> None:
    """Have `find(workshop)` told of decisions about a workshop."""
    if name in _AUDIENCES:
        raise ValueError(f"the audience {name} is registered twice")
    _AUDIENCES[name] = find


def readers(workshop: WorkshopPage) -> list[Reader]:
    """Everybody once, in order of address."""
    found = {reader.email: reader for find in _AUDIENCES.values() for reader in find(workshop)}
    return [found[email] for email in sorted(found)]
