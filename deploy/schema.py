"""The tables that migrations make on SQLite, kept in schema.sql: reading them takes a second, making them fifteen.

Only for `make run` and for tests; servers run the migrations. What the file holds is used when it was made by these
very migrations and libraries (its first line), as the database of a former version would be: `migrate` always follows,
and adds what came since. `make schema` writes it anew.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "deploy" / "schema.sql"
LOCK = ROOT / "requirements" / "base.txt"
KEY = "-- made by "
#: Libraries that say how tables are made, by the beginning of their names.
MAKERS = ("django", "wagtail")


def load(database: Path, schema: Path = SCHEMA, lock: Path = LOCK) -> bool:
    """Fill a new database; False, and nothing is written, when the file was made by other migrations."""
    text = schema.read_text() if schema.exists() else ""
    with closing(sqlite3.connect(":memory:")) as made:
        try:
            made.executescript(text)
            known = text.startswith(f"{KEY}{key(made, lock)}\n")
        except sqlite3.Error:  # not a whole file, or too new for this SQLite
            return False
        if known:
            _date(made, "now")
            with closing(sqlite3.connect(database)) as target:
                made.backup(target)
        return known


def key(database: sqlite3.Connection, lock: Path = LOCK) -> str:
    """Changes with the libraries that make tables, and with any migration that `database` went through."""
    from django.db.migrations.loader import MigrationLoader

    makers = [line for line in lock.read_text().splitlines() if line.startswith(MAKERS)]
    digest = hashlib.sha256("\n".join(makers).encode())
    known = MigrationLoader(None).disk_migrations
    for pair in database.execute("SELECT app, name FROM django_migrations ORDER BY app, name"):
        if pair in known:  # those that a squashed one replaces may be gone
            digest.update(f"{pair}".encode() + Path(inspect.getfile(type(known[pair]))).read_bytes())
    return digest.hexdigest()


def statements(database: sqlite3.Connection) -> Iterator[str]:
    """What makes the same database: tables with their rows, then indexes and triggers."""
    kinds = {name: kind for _schema, name, kind, *_ in database.execute("PRAGMA table_list")}
    made = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    things = database.execute(made).fetchall()
    for kind, name, sql in things:
        if kind == "table" and kinds[name] != "shadow":  # made by the virtual table that it belongs to
            yield sql
            yield from _rows(database, name)
    yield "DELETE FROM sqlite_sequence"
    yield from _rows(database, "sqlite_sequence")
    yield from (sql for kind, _name, sql in things if kind != "table")


def _rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    quoted = " || ',' || ".join(f'quote("{column}")' for column in columns)
    for (values,) in database.execute(f'SELECT {quoted} FROM "{table}" ORDER BY rowid'):  # noqa: S608 -- our tables
        yield f'INSERT INTO "{table}" VALUES ({values})'  # noqa: S608 -- quoted by SQLite


def _date(database: sqlite3.Connection, instant: str) -> None:
    with database:
        database.execute("UPDATE django_migrations SET applied = datetime(?)", [instant])


def migrated(database: Path) -> None:
    """Run every migration on a new database, in a process of its own."""
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "hub.settings.test"}
    subprocess.run([sys.executable, ROOT / "manage.py", "migrate", "--verbosity", "0"], env=env, check=True)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings.test"
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        migrated(Path(folder, "db.sqlite3"))
        with closing(sqlite3.connect(Path(folder, "db.sqlite3"))) as database:
            _date(database, "2000-01-01")  # or each line would change each time
            lines = [f"{statement};\n" for statement in statements(database)]
            SCHEMA.write_text(f"{KEY}{key(database)}\n{''.join(lines)}")
    sys.stdout.write(f"{SCHEMA.relative_to(ROOT)} : {SCHEMA.stat().st_size // 1000} ko\n")


if __name__ == "__main__":
    main()
