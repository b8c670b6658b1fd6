"""Copies of a whole database while people write in it, and the way back.

SQLite: its own backup, page by page. PostgreSQL: pg_dump of the snapshot that rows were counted in.
"""

import io
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from casestudies.proposals import consent_guard
from hub.operations.table_rows import Count, counts

DATABASE = {"sqlite": "base.sqlite3", "postgresql": "base.dump"}


class EngineError(Exception):
    """The message is a sentence in French."""


def copy_database(using: str, folder: Path) -> tuple[Path, dict[str, Count]]:
    """A file that holds the database as it is at one instant, and what each table held at this instant."""
    connection = connections[using]
    path = folder / DATABASE[connection.vendor]
    if connection.vendor == "sqlite":
        _copy_sqlite(connection, path)
        with opened_copy(path) as copy:
            return path, counts(copy)
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run(connection, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
        return path, counts(connection)


def load_database(using: str, path: Path) -> None:
    """Put a copy made by the same engine into an empty database."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor(), closing(sqlite3.connect(path)) as source:
            source.backup(connection.connection)
        connection.close()
        return
    connection.close()
    flags = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run(connection, "pg_restore", *flags, f"--dbname={connection.settings_dict['NAME']}", str(path))


def empty_database(using: str) -> None:
    """Take every table out before the former state comes back. SQLite's own copy writes over what is there."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        consent_guard.remove(using)
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")


def is_empty(using: str) -> bool:
    return not connections[using].introspection.table_names()


@contextmanager
def opened_copy(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A SQLite file as Django reads databases, whatever database the site has."""
    from django.db.backends.sqlite3.base import DatabaseWrapper  # only where SQLite is there

    settings = {**connections["default"].settings_dict, "NAME": str(path), "OPTIONS": {}, "CONN_MAX_AGE": 0}
    wrapper: Any = DatabaseWrapper(settings, alias="copie")
    try:
        yield wrapper
    finally:
        wrapper.close()


def dump_rows(path: Path) -> Iterator[str]:
    """The rows of a PostgreSQL dump, as the text of COPY; no server is needed."""
    with _started(["pg_restore", "--data-only", "--file=-", str(path)]) as process:
        output: Any = process.stdout
        yield from io.TextIOWrapper(output, encoding="utf-8", newline="\n")


def _copy_sqlite(connection: BaseDatabaseWrapper, path: Path) -> None:
    try:
        with connection.cursor(), closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)
            # One file, and nothing beside it.
            target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise EngineError("le disque est plein." if is_full else f"SQLite répond « {error} ».") from error


@contextmanager
def _started(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 -- ours
            yield process
            errors = process.stderr.read().decode() if process.stderr else ""
    except FileNotFoundError:
        raise EngineError(_missing(command[0])) from None
    if process.returncode:
        raise EngineError(f"{command[0]} a échoué : {errors.strip()[-300:]}")


def _run(connection: BaseDatabaseWrapper, program: str, *arguments: str) -> None:
    known = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = {name: str(known[key]) for name, key in names.items() if known[key]}
    try:
        done = subprocess.run(  # noqa: S603 -- our command
            [program, *arguments], env={**os.environ, **env}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise EngineError(_missing(program)) from None
    if done.returncode:
        raise EngineError(f"{program} a échoué : {done.stderr.strip()[-300:]}")


def _missing(program: str) -> str:
    return f"le programme {program} manque : sous Debian, « apt install postgresql-client »."
