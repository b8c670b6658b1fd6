"""What SQLite knows of the size of its tables: it counts them only when told, and chooses by it where to begin."""

from datetime import datetime

from django.db import connections


def count_rows(now: datetime | None = None, using: str = "default") -> int:
    """Purge, and after migrations; 1 when there was something to do. PostgreSQL does it by itself.

    A site that was counted while it was empty reads every page to find one, once there are thousands.
    """
    if connections[using].vendor != "sqlite":
        return 0
    with connections[using].cursor() as cursor:
        cursor.execute("ANALYZE")
    return 1
