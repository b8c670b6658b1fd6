"""What is read from the database once and kept by this process until the content changes, in any process.

See docs/decisions/0010-facets-under-a-token.md.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import Error, transaction
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page

from hub.core.dates.when import PARIS
from hub.core.lists.echo import Echo
from hub.core.models import ContentState
from hub.core.reading import once, read_anew
from hub.core.registries import turnings

#: Kept no longer than this, should something write without saying so.
LONGEST = timedelta(minutes=10)
#: Things of one name that are kept: pages of a kind, with all that they show.
FEW = 60


@dataclass(frozen=True)
class Held:
    value: Any
    token: str
    since: datetime
    until: datetime


_held: dict[str, Held] = {}
#: Where everything is read anew: what was read since, for this reader alone.
_apart: ContextVar[dict[str, Any] | None] = ContextVar("apart", default=None)
#: What tells the processes of this machine that a change was committed (hub.delivery).
echo = Echo(settings.VAR_DIR / "content.echo")


def kept(name: str, read: Callable[[], Any]) -> Any:
    """What `read()` gave when the content last changed. One query a request when nothing changed.

    The token is read before the content: what is held is never older than its token.
    """
    apart = _apart.get()
    if apart is not None:
        if name not in apart:
            apart[name] = read()
        return apart[name]
    token = once("token", stored_token)
    now = timezone.now()
    held = _held.get(name)
    if held is None or held.token != token or not held.since <= now < held.until:
        held = Held(read(), token, now, _ends(now))
        _held[name] = held
    return held.value


@contextmanager
def keeping_nothing() -> Iterator[None]:
    """Inside, what others keep is not read, and nothing is left to them."""
    before = _apart.set({})
    try:
        yield
    finally:
        _apart.reset(before)


def kept_few(name: str, keys: Iterable[Any], read: Callable[[list[Any]], dict[Any, Any]]) -> dict[Any, Any]:
    """The same for things of which there may be many: a few are kept. `read` gives those that are missing.

    In the order of `keys`, but for those that are not there at all.
    """
    few, asked = kept(name, dict), list(keys)
    missing = [key for key in asked if key not in few]
    fresh = read(missing) if missing else {}
    known = few | fresh
    if len(known) > FEW and _apart.get() is None:
        _held.pop(name, None)  # whoever is reading it goes on with it
    else:
        few.update(fresh)
    return {key: known[key] for key in asked if key in known}


def stored_token() -> str:
    """The token that the database holds now."""
    return ContentState.objects.filter(pk=1).values_list("token", flat=True).first() or ""


def _ends(now: datetime) -> datetime:
    return min(_turning(once("token", stored_token), now), now + LONGEST)


def next_end(now: datetime) -> datetime | None:
    """When a page expires next, which nothing announces."""
    return Page.objects.filter(expire_at__gt=now).aggregate(first=Min("expire_at"))["first"]


def next_turning(now: datetime) -> datetime:
    """When pages say something else by themselves: at midnight in Paris, or before (`registries.register_turning`)."""
    midnight = datetime.combine(now.astimezone(PARIS).date() + timedelta(days=1), time(), PARIS)
    return min([midnight, *(instant for turning in turnings() if (instant := turning(now)) is not None)])


def true_until(now: datetime, token: str) -> datetime:
    """The next turning; `now` when the database went away meanwhile: what was made is given, and not given again."""
    try:
        return _turning(token, now)
    except Error:
        return now


def _turning(token: str, now: datetime) -> datetime:
    """Asked for once while the content is the same: what it rests on changes it (dates of pages, rules of desks)."""
    held = _held.get("turning")
    if held is None or held.token != token or not held.since <= now < held.until:
        held = _held["turning"] = Held(None, token, now, next_turning(now))
    return held.until


def forget() -> None:
    """Read everything anew next time, in this process only: for measures and tests."""
    _held.clear()


def content_changed(**kwargs: Any) -> None:
    """Something that public pages show has changed: call it in the same transaction. A receiver of signals too.

    What is written to a table that is watched calls it by itself (`hub.core.lists.watching`).
    The token is drawn, not counted: after a rollback or a restored copy, no token comes back with other content.
    """
    token = uuid4().hex
    if not ContentState.objects.filter(pk=1).update(token=token):
        ContentState.objects.update_or_create(pk=1, defaults={"token": token})
    read_anew()
    transaction.on_commit(echo.sound, robust=True)
