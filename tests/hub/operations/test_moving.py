"""From SQLite to PostgreSQL: the same rows there, the files where they were, and one site open at a time."""

import fcntl
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from hub.core.site_state import CLOSED, UPGRADE, is_closed, note, noted
from hub.operations.actions import closing, moving
from tests.hub.operations.conftest import manage, today

SAME = "Tout est comme avant : mêmes comptes, mêmes empreintes."
#: Nobody listens there.
NOWHERE = "postgresql://personne@%2Fnulle-part/rien"
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="moves from SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="a server is needed")


@pytest.fixture
def quick(settings, own_folders, monkeypatch) -> None:
    settings.VAR_DIR = own_folders
    monkeypatch.setattr(closing, "GRACE", 0)


def said(done) -> str:
    return done.stdout + done.stderr


def is_closed_there(place: dict[str, str]) -> bool:
    asked = "from hub.core.site_state import is_closed; print(is_closed())"
    return manage(place, "shell", "--verbosity", "0", "--command", asked).stdout.strip() == "True"


@on_postgresql
def test_rows_move_and_files_stay(whole_site, settings, empty_place):
    """One move from end to end: a child process for each, as loading the site takes long."""
    call_command("backup", verbosity=0)
    before = empty_place("sqlite")
    assert SAME in said(manage(before, "restore", Path(settings.BACKUPS_DIR, f"agoratheque-{today()}.tar")))
    after = {**before, "DATABASE_URL": empty_place("postgresql")["DATABASE_URL"]}
    done = manage(before, "move_to_postgres", after["DATABASE_URL"])
    assert (SAME in said(done), f"DATABASE_URL={after['DATABASE_URL']}" in said(done)) == (True, True), said(done)
    assert "Aucune différence." in said(manage(after, "check_data"))
    assert Path(before["AGORA_VAR"], "private/proposals/lettre.txt").read_bytes() == b"lettre"
    assert (is_closed_there(before), is_closed_there(after)) == (True, False)
    assert "il n’y a rien à déplacer" in said(manage(after, "move_to_postgres", NOWHERE))
    again = manage(before, "move_to_postgres", after["DATABASE_URL"])
    assert (again.returncode, "La base n’est pas vide" in said(again), is_closed_there(before)) == (1, True, False)


@on_sqlite
def test_what_can_not_be_moved_leaves_the_site_open(transactional_db, quick):
    with pytest.raises(CommandError) as refused:
        call_command("move_to_postgres", NOWHERE)
    first, second, _ = str(refused.value).splitlines()
    assert first.startswith("La base de données ne répond pas : ")
    assert second.startswith("Le site reste sur SQLite, ouvert")
    assert not is_closed()


@on_sqlite
@pytest.mark.parametrize("url", ["", "sqlite:///db.sqlite3", "agoratheque"])
def test_address_of_something_else_is_refused(url, db, quick):
    with pytest.raises(CommandError, match="doit commencer par « postgresql://"):
        call_command("move_to_postgres", url)


@on_sqlite
def test_upgrade_comes_first(db, quick, settings):
    with Path(settings.VAR_DIR, closing.LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Une autre mise à jour est en cours"):
            call_command("move_to_postgres", NOWHERE)
    note(UPGRADE, {"at": "2026-11-27"})
    with pytest.raises(CommandError, match="Une mise à jour s’est arrêtée en route"):
        call_command("move_to_postgres", NOWHERE)
    assert not is_closed()


def test_site_is_closed_on_the_database_it_left(db, quick, capsys):
    note(CLOSED, {"engine": "another"})
    assert not is_closed()
    note(CLOSED, {"engine": connection.vendor})
    assert is_closed()
    call_command("move_to_postgres", "--stay")
    assert (is_closed(), noted(CLOSED), "Le site est rouvert." in capsys.readouterr().out) == (False, {}, True)


def test_reason_is_what_differs_or_what_was_said_last():
    assert (
        moving._reason("✗ Une table a changé.\nTraceback\nCommandError: Des différences.\n") == "✗ Une table a changé."
    )
    assert moving._reason("Traceback\nCommandError: Rien n’a été restauré.\n\n") == "Rien n’a été restauré."
