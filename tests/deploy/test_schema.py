"""`deploy/schema.sql` holds what the migrations make, and nothing else."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from deploy import schema
from tests.harness.sources import ROOT

#: Migrations that came after the file: the first start runs them, about as long as all of its tables take.
FEW = 10
REMADE = "deploy/schema.sql is out of date: run `make schema`"
#: What each database draws for itself: instants, and names of 32 signs.
OF_ITS_OWN = re.compile(r'"(\d{4}-\d\d-\d\d[T ][\d:.]+Z?|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"')


def tables(database: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(database)) as link:
        return set(link.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))


def rows(dump: str) -> list[str]:
    """Rows by their names, as numbers follow the order in which migrations were run."""
    for row in (objects := json.loads(dump)):
        for values in (row["fields"], *row["fields"].values()):
            if isinstance(values, list):
                values.sort()
    return sorted(OF_ITS_OWN.sub('"its own"', json.dumps(row, sort_keys=True)) for row in objects)


def dumped(database: Path, folder: Path) -> list[str]:
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "hub.settings.test"}
    command = [sys.executable, ROOT / "manage.py", *DUMP, "--output", folder / "rows.json"]
    subprocess.run(command, env=env, check=True)
    return rows((folder / "rows.json").read_text())


DUMP = ["dumpdata", "--natural-foreign", "--natural-primary"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="tests run every migration there")
def test_schema_and_migrations_make_the_same(tmp_path, db):
    """The database of tests began with the schema: every migration is run here, on another one."""
    database = tmp_path / "db.sqlite3"
    schema.migrated(database)
    call_command(*DUMP, output=tmp_path / "ours.json", verbosity=0)
    assert tables(Path(connection.settings_dict["NAME"])) == tables(database), REMADE
    ours = rows((tmp_path / "ours.json").read_text())
    assert ours == dumped(database, tmp_path), REMADE
    models = {json.loads(row)["model"] for row in ours}
    assert {"contenttypes.contenttype", "auth.permission", "auth.group", "wagtailcore.page"} <= models


def test_schema_is_used_and_lacks_few_migrations(tmp_path):
    database = tmp_path / "db.sqlite3"
    assert schema.load(database), REMADE
    with closing(sqlite3.connect(database)) as link:
        held = set(link.execute("SELECT app, name FROM django_migrations"))
    assert len(set(MigrationLoader(None).graph.nodes) - held) <= FEW, REMADE


def without_a_migration(text: str) -> str:
    return re.sub(r"INSERT INTO \"django_migrations\" .*'glossary','0002.*\n", "", text)


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: "",
        lambda text: text.partition("\n")[2],
        lambda text: text[: len(text) // 2],
        lambda text: text + "CREATE TABLE twice (id); CREATE TABLE twice (id);",
        without_a_migration,
    ],
    ids=["empty", "without-key", "cut", "wrong", "other-migrations"],
)
def test_another_file_is_not_used(changed, tmp_path):
    other = tmp_path / "schema.sql"
    other.write_text(changed(schema.SCHEMA.read_text()))
    assert schema.load(tmp_path / "db.sqlite3", schema=other) is False
    assert not (tmp_path / "db.sqlite3").exists()


def test_no_file_is_not_used(tmp_path):
    assert schema.load(tmp_path / "db.sqlite3", schema=tmp_path / "none.sql") is False


@pytest.mark.parametrize(("line", "used"), [("django==9.9.9 \\", False), ("brotli==9.9.9 \\", True)])
def test_libraries_that_make_tables_count(line, used, tmp_path):
    lock = tmp_path / "base.txt"
    name = line.partition("==")[0]
    lock.write_text(re.sub(rf"(?m)^{name}==.*$", line.replace("\\", r"\\"), schema.LOCK.read_text()))
    assert line in lock.read_text().splitlines()
    assert schema.load(tmp_path / "db.sqlite3", lock=lock) is used
