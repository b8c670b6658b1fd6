"""Whether an error says that the ground gave way: database away, locked, full or read-only, disk full.

What is wrong in our own statements is no such thing: it stays an error of the site.
"""

import errno
import sqlite3
from collections.abc import Iterator

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError

DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
#: Primary codes of SQLite.
SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CORRUPT,
}
#: Classes of PostgreSQL: connection, resources, intervention of an operator, system; then «lock not available» and
#: «read-only transaction».
POSTGRESQL = ("08", "53", "57", "58", "55P03", "25006")


def gave_way(error: BaseException | None) -> bool:
    return any(_is_ground(link) for link in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_ground(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in DISK
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF in SQLITE
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # The server was not reached at all.
        return isinstance(error, OperationalError | InterfaceError)
    return str(state).startswith(POSTGRESQL)
