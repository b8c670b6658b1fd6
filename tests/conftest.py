"""Rules that hold for every test: real migrated database, no network, no unknown template variable."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import TransactionTestCase

from tests.harness import network
from tests.harness.databases import DatabaseCopy, open_copy, process_folder
from tests.harness.templates import refuse_unknown_variables

network.block()
# How long an example takes says how busy the machine is, nothing about the code.
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")


@pytest.fixture(autouse=True, scope="session")
def run_folder() -> Iterator[Path]:
    """A folder of this test process: its database, its media files, its mails."""
    with process_folder(settings.VAR_DIR / "test") as folder:
        folders = {
            "MEDIA_ROOT": "media",
            "PUBLIC_ROOT": "public",
            "MAIL_DIR": "mails",
            "STATIC_ROOT": "static",
            "OPERATIONS_DIR": "exploitation",
            "BACKUPS_DIR": "sauvegardes",
        }
        for setting, name in folders.items():
            (folder / name).mkdir()
            setattr(settings, setting, folder / name)
        settings.ERASURES_FILE = folder / "effacements.jsonl"
        yield folder


@pytest.fixture(scope="session")
def django_db_setup(run_folder, django_db_blocker) -> Iterator[DatabaseCopy]:
    """Replaces pytest-django's: a copy of the migrated template, given anew after each test that commits."""
    with django_db_blocker.unblock():
        copy = open_copy(settings.VAR_DIR / "test", run_folder)
    # Django would flush, and lose what migrations wrote.
    flush, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, lambda case: copy.reset()
    yield copy
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        copy.close()


@pytest.fixture
def child_env(transactional_db, run_folder) -> dict[str, str]:
    """Environment for a child process (`manage.py …`) that works on the database of this test."""
    from django.db import connection

    known = connection.settings_dict
    url = f"sqlite:///{known['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{known['USER']}@{known['HOST'].replace('/', '%2F')}/{known['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "hub.settings.test"}


@pytest.fixture(autouse=True)
def _cold_caches() -> None:
    """Caches live longer than the database of a test (Wagtail keeps its sites there)."""
    caches["default"].clear()  # the cache `shared` is a table: it goes with the database of the test


@pytest.fixture(autouse=True, scope="session")
def _strict_templates() -> None:
    refuse_unknown_variables(settings.BASE_DIR)
