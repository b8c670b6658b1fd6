"""Two at once on PostgreSQL: somebody acts while a transaction of somebody else is not over."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

from django.db import connection, connections


def beside(act: Callable[[], Any]) -> Future[Any]:
    """Run `act` on another connection while the transaction here is not over: its future, once done or held back."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(_on_its_own, act)
    pool.shutdown(wait=False)
    while not future.done() and not _waits_for_a_lock():
        Event().wait(0.01)
    return future


def _on_its_own(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connections.close_all()


def _waits_for_a_lock() -> bool:
    """Whether somebody waits for a lock that somebody else holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]
