"""What a request reads once, however many times it is asked for: a page is made of one state of the content."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

#: What the request under way has read. Nothing outside a request, nor once it has written.
_read: ContextVar[dict[str, Any] | None] = ContextVar("read", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Inside, each thing is read once."""
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def once(name: str, read: Callable[[], Any]) -> Any:
    """What `read()` gave first in this request."""
    known = _read.get()
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    return known[name]


def read_anew() -> None:
    """Until the end of this request, everything is asked for each time: what was written may be undone."""
    _read.set(None)
