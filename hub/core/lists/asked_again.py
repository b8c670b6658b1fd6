"""What a page asked the database for, and whether it would be answered the same now.

A page is made of the answers of the database, its address and the clock. Where every answer is what it was, so is
the page: nothing has to be said of what depends on what. See docs/decisions/0170-pages-that-a-change-left-alone.md.
"""

import hashlib
import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import Error, connection
from wagtail.models import Site

from hub.core.lists.kept import keeping_nothing

#: Rows: a page that read more is made anew each time.
MOST_ROWS = 5_000
#: SQL, what it was given, the digest of its rows.
Question = tuple[str, Any, bytes]


class Questions:
    """Those of one page, in the order in which they were asked."""

    def __init__(self) -> None:
        self._asked: list[Question] = []
        self._rows = 0
        self._is_whole = True

    def written(self) -> bytes:
        """For `are_answered_the_same`; nothing where a question is missing, or wrote something."""
        if not self._is_whole:
            return b""
        try:
            written = pickle.dumps(self._asked)
            pickle.loads(written)  # noqa: S301 -- ours, just written
        except (pickle.PickleError, TypeError, AttributeError, ValueError):  # a parameter that has no written form
            return b""
        return zlib.compress(written, 1)

    def note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """A wrapper of statements: reads the rows at once, and gives them to whoever asked."""
        cursor = context["cursor"]
        if isinstance(cursor.cursor, _Read):
            cursor.cursor = cursor.cursor.cursor
        is_whole, self._is_whole = self._is_whole, False
        result = execute(sql, params, many, context)
        is_read = not many and sql.lstrip("( ").startswith("SELECT") and not hasattr(cursor.cursor, "name")
        if not is_whole or not is_read:
            return result  # it writes, or its rows come by and by
        rows = cursor.fetchall()
        cursor.cursor = _Read(cursor.cursor, rows)
        self._asked.append((sql, params, digest(sql, rows)))
        self._rows += len(rows)
        self._is_whole = self._rows <= MOST_ROWS
        return result


@contextmanager
def noted() -> Iterator[Questions]:
    """Notes what is asked inside, where nothing is kept from before, by Wagtail either: what is shown is asked for."""
    questions = Questions()
    Site.clear_site_root_paths_cache()
    with keeping_nothing(), connection.execute_wrapper(questions.note):
        yield questions


def are_answered_the_same(written: bytes) -> bool:
    """Whether the database gives the same rows to each of the questions `Questions.written`; False when it is away."""
    if not written:
        return False
    asked: list[Question] = pickle.loads(zlib.decompress(written))  # noqa: S301 -- ours, as in `shared`
    try:
        with connection.cursor() as cursor:
            for sql, params, former in asked:
                cursor.execute(sql, params)
                if digest(sql, cursor.fetchall()) != former:
                    return False
    except Error:
        return False
    return True


def digest(sql: str, rows: Sequence[Any]) -> bytes:
    """Rows that were asked for in no order are the same in any."""
    said = map(repr, rows)
    lines = said if " ORDER BY " in sql else sorted(said)
    return hashlib.sha256("\n".join(lines).encode(errors="surrogatepass")).digest()


class _Read:
    """A cursor whose rows were read."""

    def __init__(self, cursor: Any, rows: Sequence[Any]) -> None:
        self.cursor = cursor
        self._rows = list(rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[Any]:
        given, self._rows = self._rows[:size], self._rows[size:]
        return given

    def fetchall(self) -> list[Any]:
        return self.fetchmany(len(self._rows))
