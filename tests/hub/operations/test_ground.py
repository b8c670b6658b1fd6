"""When the ground gives way: 503 in French, when to try again, what was typed to be copied; never an error 500."""

import errno
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from casestudies.models import FactReport
from hub.core.site_state import CLOSED, forget, note
from hub.operations import short_queue
from hub.operations.ground import gave_way
from tests.factories.pages import home_page

WORDS = "Le tirage au sort date de 2019, pas de 2020."


@pytest.fixture
def site(transactional_db) -> Client:
    home_page()
    return Client(raise_request_exception=False)


def send(site: Client):
    return site.post(reverse("report_error"), {"key": uuid.uuid4(), "message": WORDS})


def assert_given_back(response) -> None:
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"], response.cookies) == (503, "30", {})
    assert f'<pre class="typed">{WORDS}</pre>' in page
    assert "Votre envoi n’a pas été reçu : copiez votre texte" in page
    assert "<script" not in page


@contextmanager
def database_away() -> Iterator[None]:
    connection.close()
    known = dict(connection.settings_dict)
    connection.settings_dict.update({"NAME": "/nowhere/db.sqlite3", "HOST": "/nowhere"})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(known)


@contextmanager
def database_locked() -> Iterator[None]:
    """Somebody else writes, and does not end."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        other = sqlite3.connect(known["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        patience = "PRAGMA busy_timeout=100"
    else:
        other = psycopg.connect(dbname=known["NAME"], host=known["HOST"], user=known["USER"])
        other.execute("LOCK TABLE core_ratecount, casestudies_factreport IN ACCESS EXCLUSIVE MODE")
        patience = "SET lock_timeout='100ms'"
    with connection.cursor() as cursor:
        cursor.execute(patience)
    try:
        yield
    finally:
        other.close()
        connection.close()


@contextmanager
def database_read_only() -> Iterator[None]:
    order = "PRAGMA query_only=ON" if connection.vendor == "sqlite" else "SET default_transaction_read_only = on"
    with connection.cursor() as cursor:
        cursor.execute(order)
    try:
        yield
    finally:
        connection.close()


@contextmanager
def database_full() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count=1")
    try:
        yield
    finally:
        connection.close()


@pytest.mark.parametrize("trouble", [database_away, database_locked, database_read_only])
def test_what_was_typed_is_given_back(site, trouble):
    with trouble():
        response = send(site)
    assert_given_back(response)
    assert FactReport.objects.count() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL says it by a code: see below")
def test_what_was_typed_is_given_back_when_the_database_is_full(site):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filling AS SELECT randomblob(100) AS bytes")
    with database_full():
        for _ in range(200):
            response = send(site)
            if response.status_code == 503:
                break
    assert_given_back(response)


@pytest.mark.parametrize("trouble", [database_locked, database_read_only])
def test_one_goes_on_reading(site, trouble):
    assert site.get("/").status_code == 200
    with trouble():
        assert site.get("/").status_code == 200


def test_reader_is_told_when_to_come_back(site):
    with database_away():
        response = site.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Votre envoi" not in response.content.decode()


def test_site_recovers_by_itself(site):
    with database_away():
        assert send(site).status_code == 503
    assert site.get("/").status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")
def test_who_finds_no_place_in_the_queue_is_refused_and_readers_go_on(site, monkeypatch):
    monkeypatch.setattr(short_queue, "PATIENCE", 0.01)
    for _ in range(short_queue.PLACES):
        assert short_queue.SLOTS.acquire(blocking=False)
    try:
        assert_given_back(send(site))
        assert site.get("/").status_code == 200
    finally:
        for _ in range(short_queue.PLACES):
            short_queue.SLOTS.release()
    assert send(site).status_code == 303


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")
def test_place_in_the_queue_is_given_back_after_a_fault(site):
    with database_locked():
        assert_given_back(send(site))
    for _ in range(short_queue.PLACES):
        assert short_queue.SLOTS.acquire(blocking=False)
    for _ in range(short_queue.PLACES):
        short_queue.SLOTS.release()


# ---------------------------------------------------------------- which errors
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
def test_disk_that_takes_nothing_is_the_ground(number):
    assert gave_way(OSError(number, os.strerror(number)))


def test_cause_behind_an_error_is_looked_for():
    error = ValueError("whatever")
    error.__context__ = OSError(errno.ENOSPC, "full")
    assert gave_way(error)


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.errors.UniqueViolation(), False),
        (psycopg.errors.UndefinedTable(), False),
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.OperationalError("connection refused"), True),
    ],
)
def test_codes_of_postgresql(cause, expected):
    error = OperationalError("said by the database") if expected else DatabaseError("said by the database")
    error.__cause__ = cause
    assert gave_way(error) is expected


@pytest.mark.django_db
def test_fault_in_a_statement_of_ours_is_no_ground():
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM no_such_table")
    assert not gave_way(caught.value)


@pytest.mark.parametrize("error", [None, ValueError("x"), FileNotFoundError(errno.ENOENT, "x"), OSError("x")])
def test_other_faults_are_ours(error):
    assert not gave_way(error)


# ---------------------------------------------------------------- files
class TooMuch(ContentFile):
    """The disk is full after its first piece."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield bytes(1000)
        raise OSError(errno.ENOSPC, "full")


@pytest.mark.parametrize("store", ["default", "private"])
def test_file_on_a_full_disk_leaves_no_piece(store, own_folders):
    content = TooMuch(bytes(200_000), name="lettre.bin")
    with pytest.raises(OSError, match="full"):
        storages[store].save("lettres/lettre.bin", content)
    assert list(Path(own_folders).rglob("*.bin")) == []


def test_pages_show_plain_without_the_list_of_static_files(site, settings, own_folders):
    settings.STATIC_ROOT = own_folders / "static"
    settings.STATIC_ROOT.mkdir()
    backend = {"BACKEND": "hub.core.storages.PatientStaticStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    response = site.get("/")
    assert (response.status_code, 'href="/static/css/site.css"' in response.content.decode()) == (200, True)


# ---------------------------------------------------------------- a new version
def test_closed_site_reads_and_gives_back_what_is_sent(site):
    note(CLOSED, {"by": "test"})
    response = send(site)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"], "Le site se met à jour" in page) == (503, "180", True)
    assert f'<pre class="typed">{WORDS}</pre>' in page
    assert site.get("/").status_code == 200
    forget(CLOSED)
    assert send(site).status_code != 503


def test_closed_site_shows_nothing_that_comes_from_another_one(site):
    note(CLOSED, {"by": "test"})
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        reverse("account_request_login_code"), {"text": WORDS}, headers={"Origin": "https://x.example"}
    )
    assert (response.status_code, WORDS in response.content.decode()) == (403, False)
