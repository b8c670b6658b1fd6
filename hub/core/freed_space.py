"""What SQLite still holds of deleted rows: words in the full-text index, former pages in the write-ahead log.

Deleted content is overwritten in the database itself (`secure_delete` in `SQLITE_PRAGMAS`). PostgreSQL needs nothing
here: docs/deploiement.md says what its VACUUM does.
"""

from datetime import datetime

from django.db import connection

INDEX = "wagtailsearch_indexentry_fts"


def drop_deleted_words(now: datetime) -> int:
    """Merge the full-text index, so that words of deleted pages are in it no more; 1 when there was something to do.

    PostgreSQL needs nothing: the words are in the deleted row.
    """
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES('optimize')")
    return 1


def empty_log() -> bool:
    """Move the write-ahead log into the database and cut it to nothing.

    False when somebody is reading what was there before: nobody is waited for, it is to be tried again later.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            (is_busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
    return not is_busy


def clean_freed_space(now: datetime) -> int:
    """Purge: both of the above, for what was deleted for its age; 1 when all is clean."""
    drop_deleted_words(now)
    return int(empty_log())
