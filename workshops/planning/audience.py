"""Who is told of decisions. Apps that know people add their lines in `AppConfig.ready()`; nobody imports upwards."""

from collections.abc import Callable
from dataclasses import dataclass

from hub.community.models import email_key
from workshops.workshop.workshop import WorkshopPage


@dataclass(frozen=True)
class Reader:
    """Somebody who asked to be told: why they get the mail, and the address where that is changed without signing in.

    With `one_click` the address also takes what mail programs send by themselves (RFC 8058). Who comes has a
    `join_link`, our own signed address: the mail changes their calendar. Who waits or only follows has none.
    """

    email: str
    stop_link: str
    why: str
    one_click: bool = True
    join_link: str = ""

    @property
    def comes(self) -> bool:
        return bool(self.join_link)


#: Those who asked to be told of a workshop.
Audience = Callable[[WorkshopPage], list[Reader]]

_AUDIENCES: dict[str, Audience] = {}


def register_audience(name: str, find: Audience) -> None:
    """Have `find(workshop)` told of decisions about a workshop."""
    if name in _AUDIENCES:
        raise ValueError(f"the audience {name} is registered twice")
    _AUDIENCES[name] = find


def readers(workshop: WorkshopPage) -> list[Reader]:
    """Everybody once, in order of address. Who has a page of their own is told that, not a subscription.

    Who comes and also waits, or answered a poll, is told what concerns who comes.
    """
    found = [reader for find in _AUDIENCES.values() for reader in find(workshop)]
    once = {email_key(reader.email): reader for reader in sorted(found, key=_precedence)}
    return [once[key] for key in sorted(once)]


def _precedence(reader: Reader) -> tuple[bool, bool]:
    return (not reader.one_click, reader.comes)
