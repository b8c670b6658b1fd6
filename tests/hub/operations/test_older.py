"""Backups of former versions come back under the present one: migrated, indexed, without a difference.

`older/` holds the starter content as each version that changed the tables much left it, one file for each database:
`manage.py load_starter` then `manage.py backup` under `hub.settings.test`, the tables of the search emptied, `xz -9e`.
"""

import lzma
from pathlib import Path

import pytest
from django.db import connection

from tests.hub.operations.conftest import manage

OLDER = sorted(Path(__file__).with_name("older").glob(f"*-{connection.vendor}.tar.xz"))


def test_there_is_one_for_each_database():
    names = {path.name.split("-")[2].removesuffix(".tar.xz") for path in Path(__file__).with_name("older").iterdir()}
    assert names == {"sqlite", "postgresql"}


@pytest.mark.django_db
@pytest.mark.parametrize("packed", OLDER, ids=lambda path: path.name)
def test_older_backup_comes_back_without_a_difference(packed, tmp_path, empty_place):
    path = tmp_path / packed.name.removesuffix(".xz")
    path.write_bytes(lzma.decompress(packed.read_bytes()))
    done = manage(empty_place(), "restore", path)
    assert (done.returncode, "✗" in done.stderr) == (0, False), done.stderr
    assert "remise en place : 2616 lignes" in done.stdout
