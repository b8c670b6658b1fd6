"""Migrations are complete, and free of the definitions of blocks, with which they would grow at each change."""

import io

import pytest
from django.core.management import call_command

from tests.harness.sources import APPS, ROOT, name

MIGRATIONS = sorted(path for app in APPS for path in (ROOT / app).glob("**/migrations/[0-9]*.py"))


def test_no_migration_is_missing(db):
    report = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=report)
    except SystemExit:
        pytest.fail(report.getvalue())


def test_blocks_stay_out_of_migrations():
    words = ("block_lookup", "wagtail.blocks", "Block(")
    found = {name(path): [word for word in words if word in path.read_text()] for path in MIGRATIONS}
    assert {path: words for path, words in found.items() if words} == {}
    assert found != {}
