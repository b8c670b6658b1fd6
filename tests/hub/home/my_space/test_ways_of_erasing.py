"""Each way of erasing: no word is left, nothing more leaves, and a restored backup is erased again."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from hub.community.actions.erasure_book import replay_erasures, settle_erasures, write_erasures_down
from hub.community.models import ErasureRecord
from hub.mail.models import OutgoingMail
from hub.mail.sending import send_due_mails
from tests.factories.erasing import WAYS, by_private_link_with_a_public_page
from tests.factories.person import EMAIL, WORDS
from tests.harness.traces import traces

every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="files of SQLite")


class RestoredError(Exception):
    """Raised to go back to what the database was."""


def places(left: set[str]) -> set[str]:
    return {trace.rpartition(": ")[0] for trace in left}


@every_way
@pytest.mark.django_db
def test_no_word_is_left_and_nothing_leaves_any_more(way, django_capture_on_commit_callbacks):
    erase = way()
    assert traces(WORDS) != set()
    with django_capture_on_commit_callbacks(execute=True):
        erase()
        settle_erasures(timezone.now())
    assert traces(WORDS) == set()
    send_due_mails()
    assert [message.to for message in mail.outbox if EMAIL in message.to] == []
    assert ErasureRecord.objects.count() > 0


@every_way
@pytest.mark.django_db
def test_restored_backup_is_erased_again(way, django_capture_on_commit_callbacks):
    erase = way()
    try:
        with transaction.atomic():
            erase()
            write_erasures_down(timezone.now())
            raise RestoredError
    except RestoredError:
        assert traces(WORDS) != set()
    with django_capture_on_commit_callbacks(execute=True):
        assert replay_erasures(timezone.now()) > 0
    assert traces(WORDS) == set()
    assert replay_erasures(timezone.now()) == 0


def database_files() -> list[Path]:
    path = Path(connection.settings_dict["NAME"])
    return [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]


def canaries_in_files() -> set[str]:
    """«file: word» for each word of the person in the bytes of the database, its log and its index."""
    found = [(file, file.read_bytes().lower()) for file in database_files()]
    return {f"{file.name}: {word}" for file, content in found for word in WORDS if word.encode() in content}


@on_sqlite
@every_way
@pytest.mark.django_db(transaction=True)
def test_bytes_of_the_person_are_in_no_file_of_the_database(way):
    erase = way()
    assert canaries_in_files() != set()
    erase()
    settle_erasures(timezone.now())
    assert canaries_in_files() == set()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_somebody_who_reads_delays_the_cleaning_until_the_next_tick():
    erase = by_private_link_with_a_public_page()
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM casestudies_proposal").fetchone()
    erase()
    waiting = ErasureRecord.objects.filter(settled_at=None)
    assert (canaries_in_files() != set(), waiting.count()) == (True, 2)
    assert (settle_erasures(timezone.now()), waiting.count()) == (0, 2)
    reader.execute("COMMIT")
    assert (settle_erasures(timezone.now()), waiting.count(), canaries_in_files()) == (2, 0, set())
    reader.close()


@on_sqlite
@every_way
@pytest.mark.django_db(transaction=True)
def test_restored_file_is_erased_again(way, tmp_path):
    erase = way()
    path = Path(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "sauvegarde.sqlite3")])
    erase()
    settle_erasures(timezone.now())
    connection.close()
    for file in database_files():
        file.unlink()
    shutil.copyfile(tmp_path / "sauvegarde.sqlite3", path)
    assert (traces(WORDS) != set(), ErasureRecord.objects.count()) == (True, 0)
    assert replay_erasures(timezone.now()) > 0
    assert (traces(WORDS), canaries_in_files()) == (set(), set())
    assert OutgoingMail.objects.filter(recipient__iexact=EMAIL).count() == 0


@on_sqlite
@pytest.mark.django_db
def test_deleted_content_is_overwritten():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
    assert "secure_delete=ON" in site_settings.SQLITE_PRAGMAS
