"""Everything the database holds, to show that an action wrote nothing."""

from django.db import connection


def dump() -> dict[str, list[str]]:
    """The rows of every table, whatever their order."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor, table: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- names of tables, from the database
    return sorted(map(repr, cursor.fetchall()))
