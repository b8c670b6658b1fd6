"""The full-text index of SQLite keeps deleted words in its segments until they are merged."""

from datetime import datetime

from django.db import connection

TABLE = "wagtailsearch_indexentry_fts"


def drop_deleted_words(now: datetime) -> int:
    """Merge the index, so that words of deleted pages are in it no more; 1 when there was something to do.

    PostgreSQL needs nothing: the words are in the deleted row.
    """
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES('optimize')")
    return 1
