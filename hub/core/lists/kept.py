"""What is read from the database once and kept by this process until the content changes, in any process.

See docs/decisions/0010-facets-under-a-token.md.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page

from hub.core.dates.when import PARIS
from hub.core.lists.echo import Echo
from hub.core.models import ContentState
from hub.core.registries import turnings

#: Kept no longer than this, should something write without saying so.
LONGEST = timedelta(minutes=10)


@dataclass(frozen=True)
class Held:
    value: Any
    token: str
    since: datetime
    until: datetime


_held: dict[str, Held] = {}
#: What tells the processes of this machine that a change was committed (hub.delivery).
echo = Echo(settings.VAR_DIR / "content.echo")
#: The token as the request under way read it: one item, or none yet. Nothing outside a request.
_reading: ContextVar[list[str] | None] = ContextVar("reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Inside, the token is read once: a page is made of one state of the content, and of one query to know it."""
    before = _reading.set([])
    try:
        yield
    finally:
        _reading.reset(before)


def kept(name: str, read: Callable[[], Any]) -> Any:
    """What `read()` gave when the content last changed. One query a request when nothing changed.

    The token is read before the content: what is held is never older than its token.
    """
    token = _current_token()
    now = timezone.now()
    held = _held.get(name)
    if held is None or held.token != token or not held.since <= now < held.until:
        held = Held(read(), token, now, _ends(now))
        _held[name] = held
    return held.value


def _current_token() -> str:
    known = _reading.get()
    if known:
        return known[0]
    token = stored_token()
    if known is not None:
        known.append(token)
    return token


def stored_token() -> str:
    """The token that the database holds now."""
    return ContentState.objects.filter(pk=1).values_list("token", flat=True).first() or ""


def _ends(now: datetime) -> datetime:
    return min(filter(None, [next_end(now), now + LONGEST]))


def next_end(now: datetime) -> datetime | None:
    """When a page expires next, which nothing announces."""
    return Page.objects.filter(expire_at__gt=now).aggregate(first=Min("expire_at"))["first"]


def next_turning(now: datetime) -> datetime:
    """When pages say something else by themselves: at midnight in Paris, or before (`registries.register_turning`)."""
    midnight = datetime.combine(timezone.localdate(now, PARIS) + timedelta(days=1), time(), PARIS)
    return min([midnight, *(instant for turning in turnings() if (instant := turning(now)) is not None)])


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
    _reading.set(None)  # until the end of this request, the token is asked for each time: what is written may be undone
    transaction.on_commit(echo.sound, robust=True)
