"""`doctor` says that all is well on a sound server, and names each fault that was planted, with a remedy."""

import threading
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from hub.core.site_state import BACKUP, RESTORE_TEST, TICK, note, noted
from hub.operations import measures
from hub.operations.doctor import examine
from hub.search.models import Entry
from tests.factories.whole import everything
from tests.harness.clocks import time_server
from tests.harness.dns import name_server
from tests.hub.mail.test_arrival import RIGHT

LONG_KEY = "9f3b1c7e5a2d48e06b9a7f4c1e8d3052a6c4b7e9f1d0835c2a7e6b"
HOUR = timedelta(hours=1)


class SilentHandler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing on the screen."""


DiskUsage = namedtuple("DiskUsage", "total used free")


class Server:
    """Everything around the site that a test may spoil."""

    def __init__(self, names, clock, smtp) -> None:
        self.names, self.clock, self.smtp = names, clock, smtp


@pytest.fixture
def server(transactional_db, settings, smtp, live_server, monkeypatch):
    """A server on which nothing is wrong."""
    settings.SECRET_KEY, settings.DEBUG, settings.ASKS_DNS = LONG_KEY, False, True
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.MAIL_DKIM_SELECTOR, settings.MAIL_SPF = "cle1", "include:_spf.service.example"
    settings.DEFAULT_FROM_EMAIL = "site@agoratheque.example"
    monkeypatch.setattr(measures, "ENDS", {})
    monkeypatch.setattr(measures.shutil, "disk_usage", lambda _folder: DiskUsage(100, 50, 50))
    call_command("index_search", verbosity=0)
    call_command("backup", verbosity=0)
    note(TICK, {"at": timezone.now().isoformat(), "failures": []})
    note(RESTORE_TEST, {"at": timezone.now().isoformat()})
    with name_server() as names, time_server() as clock:
        names.known = dict(RIGHT)
        settings.DNS_SERVERS, settings.DNS_SECONDS = f"127.0.0.1:{names.port}", 2
        settings.NTP_SERVER = f"127.0.0.1:{clock.port}"
        yield Server(names, clock, smtp)


def wrong() -> dict[str, str]:
    found = [line for line in examine(timezone.now()) if not line.is_well]
    assert all(line.remedy for line in found)
    return {line.key: line.known for line in found}


def test_sound_server_is_said_to_be_well(server, capsys):
    capsys.readouterr()
    call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert ([line for line in lines if line.startswith("✗")], lines[-1]) == ([], "Tout va bien.")


def test_line_to_be_done_comes_first_with_its_remedy(server, settings, capsys):
    settings.TRUSTED_PROXIES = []
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        call_command("doctor")
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert (stopped.value.code, first.startswith("✗ Provenance des visites")) == (1, True)
    assert "→ Nommer Caddy dans AGORA_TRUSTED_PROXIES" in second


# ---------------------------------------------------------------- the fifteen faults
def test_database_that_cant_be_reached_is_named(server, django_db_blocker):
    connection.close()
    known = dict(connection.settings_dict)
    connection.settings_dict.update({"NAME": "/nowhere/db.sqlite3", "HOST": "/nowhere"})
    try:
        found = wrong()
    finally:
        connection.close()
        connection.settings_dict.update(known)
    assert found == {
        "database": "Elle ne répond pas : le site montre ce qu’il peut et ne reçoit rien.",
        "address": "Elle répond (503).",
    }


def test_missing_migration_is_named(server):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'hub_search'")
    assert wrong().keys() >= {"migrations", "index"}
    assert wrong()["migrations"].endswith("dont hub_search.0001_index.")


def test_full_disk_is_named(server, monkeypatch):
    monkeypatch.setattr(measures.shutil, "disk_usage", lambda _folder: DiskUsage(10**11, 95 * 10**9, 5 * 10**9))
    assert wrong() == {"disk": "5 Go libres sur 100 Go."}


def test_refused_mail_is_named(server):
    server.smtp.recipient = "550 no such user"
    assert wrong() == {"sending": "Le serveur de courrier refuse (550 : no such user)."}
    assert server.smtp.messages == []


def test_missing_spf_is_named(server):
    del server.names.known["agoratheque.example", "TXT"]
    assert wrong() == {"spf": "Aucun serveur n’est autorisé."}


def test_missing_dkim_is_named(server):
    del server.names.known["cle1._domainkey.agoratheque.example", "TXT"]
    assert wrong() == {"dkim": "Aucune clef sous ce sélecteur."}


def test_missing_header_of_the_proxy_is_named(server, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    known = "Le mandataire n’envoie pas X-Forwarded-Proto : la page se redirige vers elle-même."
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=SilentHandler) as site:
        threading.Thread(target=site.handle_request, daemon=True).start()
        settings.WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{site.server_port}"
        assert wrong() == {"address": known}


@pytest.mark.parametrize(("ahead", "known"), [(-3600, "Avance de 3600 s."), (3600, "Retard de 3600 s.")])
def test_clock_off_by_an_hour_is_named(server, ahead, known):
    server.clock.ahead = ahead
    (key, found), *others = wrong().items()
    assert (key, found[:11], others) == ("clock", known[:11], [])


def test_silent_tick_is_named(server):
    note(TICK, {"at": (timezone.now() - timedelta(minutes=16)).isoformat(), "failures": []})
    assert wrong() == {"tick": "Faite il y a 16 min."}


def test_old_backup_is_named(server):
    note(BACKUP, {**noted(BACKUP), "at": (timezone.now() - 27 * HOUR).isoformat()})
    assert wrong()["backup"].startswith("La dernière a été faite il y a 27 h")


def test_unreadable_backup_is_named(server):
    path = Path(noted(BACKUP)["path"])
    path.write_bytes(path.read_bytes()[:-200_000])
    assert wrong() == {"backup_file": "Ce fichier est incomplet : il a été coupé. Prenez une autre sauvegarde."}


def test_debug_is_named(server, settings):
    settings.DEBUG = True
    assert "debug" in wrong()


@pytest.mark.parametrize("key", ["development-only-key-never-used-in-production", "a" * 60])
def test_secret_key_of_an_example_is_named(server, settings, key):
    call_command("backup", verbosity=0)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = key, [LONG_KEY]
    assert wrong().keys() == {"key"}


def test_folder_that_cant_be_written_is_named(server, settings):
    Path(settings.MEDIA_ROOT).write_text("a file stands where the folder should")
    assert wrong() == {"folders": f"Impossible d’écrire dans {settings.MEDIA_ROOT}."}


def test_index_out_of_step_is_named(server):
    everything()
    call_command("index_search", verbosity=0)
    Entry.objects.all().delete()
    assert wrong().keys() == {"index"}


# ---------------------------------------------------------------- other faults of a server
def test_host_that_is_not_ours_is_named(server, settings):
    settings.ALLOWED_HOSTS = ["autre.example"]
    assert wrong() == {"address": "AGORA_HOSTS ne contient pas localhost."}


def test_address_that_does_not_answer_is_named(server, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:9"
    assert wrong() == {"address": "http://127.0.0.1:9 ne répond pas."}


def test_mail_server_that_never_answers_is_named(server, monkeypatch):
    monkeypatch.setattr(measures, "SECONDS", 0.3)
    server.smtp.greeting = "hang"
    assert wrong() == {"sending": "Le serveur de courrier ne répond pas."}


def test_time_server_that_does_not_answer_is_said(server, settings, monkeypatch):
    monkeypatch.setattr(measures, "SECONDS", 0.3)
    settings.NTP_SERVER = "127.0.0.1:9"
    assert wrong() == {"clock": "Le serveur de temps 127.0.0.1 ne répond pas."}


def test_version_left_by_its_authors_is_named_six_months_before(server, monkeypatch):
    name, today = next(iter(measures.versions())), timezone.localdate()
    monkeypatch.setattr(measures, "ENDS", {name: today + timedelta(days=184)})
    assert wrong() == {}
    monkeypatch.setattr(measures, "ENDS", {name: today + timedelta(days=182)})
    assert wrong().keys() == {"versions"}


def test_encrypted_backup_that_was_cut_is_named(server, settings):
    path = Path(settings.BACKUPS_DIR, "agoratheque-2027-01-01.tar.age")
    path.write_bytes(b"age-encryption.org/v1\n-> X25519 abc\n")
    note(BACKUP, {"at": timezone.now().isoformat(), "path": str(path), "size": path.stat().st_size})
    assert wrong() == {}
    path.write_bytes(b"age-encryption.org/v1\n")
    assert wrong() == {"backup_file": "Il a été coupé ou modifié."}
