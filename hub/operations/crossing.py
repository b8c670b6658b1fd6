"""From one database to the other: the rows of a copy written into tables that `migrate` has just made."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from casestudies.proposals import consent_guard
from hub.operations.engines import DATABASE, dump_rows, opened_copy
from hub.operations.table_rows import BATCH, Table, index_tables, plain, plain_rows, stored, tables

COPY = re.compile(r"COPY public\.\"?(\w+)\"? \((.*)\) FROM stdin;")
ESCAPED = re.compile(r"\\(.)")
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def load_rows(using: str, path: Path) -> None:
    """Fill the migrated, otherwise untouched database `using` with the rows of a copy made by the other engine."""
    connection = connections[using]
    with _unguarded(using), transaction.atomic(using):
        _delete_all(connection)
        if path.name == DATABASE["sqlite"]:
            with opened_copy(path) as copy:
                for table in tables():
                    _write(connection, table, plain_rows(copy, table))
        else:
            _load_dump(connection, path)
        _set_sequences(connection)
        connection.check_constraints()


@contextmanager
def _unguarded(using: str) -> Iterator[None]:
    """Without the guard of consent: rows come table by table, a page before what allows it."""
    consent_guard.remove(using)
    try:
        yield
    finally:
        consent_guard.install(using)


def _delete_all(connection: BaseDatabaseWrapper) -> None:
    """What `migrate` has written; the search is indexed again afterwards."""
    with connection.cursor() as cursor:
        for table in [*index_tables(), *tables()]:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 -- our tables


def _load_dump(connection: BaseDatabaseWrapper, path: Path) -> None:
    known = {table.name: table for table in tables()}
    lines = dump_rows(path)
    for line in lines:
        header = COPY.fullmatch(line.rstrip("\n"))
        if header is None:
            continue
        rows = _copied(lines)
        table = known.get(header[1])
        if table is None:
            for _ in rows:
                pass
            continue
        places = [name.strip(' "') for name in header[2].split(",")]
        order = [places.index(column) for column in table.columns]
        _write(connection, table, (_plain_row(table, row, order) for row in rows))


def _copied(lines: Iterator[str]) -> Iterator[list[str | None]]:
    """The rows up to the end of one table; None where the database has nothing."""
    for line in lines:
        text = line.rstrip("\n")
        if text == "\\.":
            return
        yield [None if value == "\\N" else ESCAPED.sub(_unescaped, value) for value in text.split("\t")]


def _unescaped(match: re.Match[str]) -> str:
    return ESCAPES.get(match[1], match[1])


def _plain_row(table: Table, row: list[str | None], order: list[int]) -> list[Any]:
    return [plain(field, row[place]) for field, place in zip(table.fields, order, strict=True)]


def _write(connection: BaseDatabaseWrapper, table: Table, rows: Iterable[list[Any]]) -> None:
    quote = connection.ops.quote_name
    columns, holes = ", ".join(map(quote, table.columns)), ", ".join(["%s"] * len(table.columns))
    insert = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({holes})"  # noqa: S608 -- our tables
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, BATCH)):
            written = [
                [stored(connection, field, value) for field, value in zip(table.fields, row, strict=True)]
                for row in batch
            ]
            cursor.executemany(insert, written)


def _set_sequences(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL must not give again the numbers that rows brought with them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables()]):
            cursor.execute(statement)
