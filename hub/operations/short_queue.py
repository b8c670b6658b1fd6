"""SQLite lets one write at a time. Those who wait for it hold a thread each; readers need threads too.

In one process few requests wait for the lock, the others wait a moment for their turn, then are told that the database
is locked: they get 503 with what was typed, and pages go on. PostgreSQL locks rows, and needs nothing of this.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

#: Of the sixteen threads of a process (deploy/serve).
PLACES = 2
#: Seconds to wait for one of them.
PATIENCE = 0.6
SLOTS = threading.BoundedSemaphore(PLACES)
#: Outside a transaction these wait for the lock; inside one it is held already.
WAITING = ("BEGIN", "INSERT", "UPDATE", "DELETE")


@contextmanager
def short_queue() -> Iterator[None]:
    """For the requests of one thread."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.execute_wrapper(_in_turn):
        yield


def _in_turn(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if connection.in_atomic_block or not str(sql).startswith(WAITING):
        return execute(sql, params, many, context)
    if not SLOTS.acquire(timeout=PATIENCE):
        raise OperationalError("too many wait for the lock") from _busy()
    try:
        return execute(sql, params, many, context)
    finally:
        SLOTS.release()


def _busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error
