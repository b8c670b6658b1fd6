"""A new version is put in place whole, or the data are as they were and the site is open."""

import fcntl
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page

from glossary.models import Theme
from hub.core.site_state import CLOSED, UPGRADE, is_closed, note, noted
from hub.mail.models import OutgoingMail
from hub.mail.ticking import tick
from hub.operations.actions import closing, upgrading
from tests.factories.mails import NOON, outgoing
from tests.factories.pages import home_page
from tests.factories.workshops import theme


class KilledError(BaseException):
    """What no code catches: as if the process had been killed there."""


@pytest.fixture(autouse=True)
def _site(transactional_db, settings, own_folders, monkeypatch):
    settings.VAR_DIR, settings.STATIC_ROOT = own_folders, own_folders / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(closing, "GRACE", 0)
    # Copying the style sheets takes longer than everything else, and nothing here depends on it.
    monkeypatch.setitem(upgrading.STEPS, "Feuilles de style et scripts", lambda _: None)
    home_page()
    theme("Le tirage au sort")


def spoil_then(error: BaseException):
    """A step that loses everything, then fails."""

    def step(_: bool) -> None:
        assert is_closed()
        Theme.objects.all().delete()
        raise error

    return step


def state() -> tuple[bool, dict, bool]:
    return is_closed(), noted(UPGRADE), Theme.objects.filter(label="Le tirage au sort").exists()


SOUND = (False, {}, True)


def test_site_is_open_again_once_all_is_done(capsys):
    call_command("upgrade")
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("•")] == [
        "• Sauvegarde",
        *(f"• {label}" for label in upgrading.STEPS),
    ]
    assert ("Mise à jour faite" in said, state()) == (True, SOUND)


@pytest.mark.parametrize("label", ["Mise à jour de la base", "Dix adresses"])
def test_failed_step_brings_the_data_back(label, monkeypatch):
    monkeypatch.setitem(upgrading.STEPS, label, spoil_then(ValueError("une faute")))
    with pytest.raises(CommandError) as refused:
        call_command("upgrade", verbosity=0)
    assert "La mise à jour n’a pas été faite : ValueError : une faute" in str(refused.value)
    assert "git -C" in str(refused.value)
    assert state() == SOUND


def test_killed_upgrade_is_undone_by_the_next_one(monkeypatch, capsys):
    with monkeypatch.context() as once:
        once.setitem(upgrading.STEPS, "Recherche", spoil_then(KilledError()))
        with pytest.raises(KilledError):
            call_command("upgrade")
    assert (is_closed(), Theme.objects.count()) == (True, 0)
    call_command("upgrade")
    assert ("elle est d’abord défaite" in capsys.readouterr().out, state()) == (True, SOUND)


@pytest.mark.parametrize("label", list(upgrading.STEPS))
def test_killed_upgrade_may_be_undone_alone(label, monkeypatch):
    monkeypatch.setitem(upgrading.STEPS, label, spoil_then(KilledError()))
    with pytest.raises(KilledError):
        call_command("upgrade", verbosity=0)
    call_command("upgrade", "--back", verbosity=0)
    assert state() == SOUND


def test_upgrade_killed_before_its_copy_has_nothing_to_undo(monkeypatch):
    note(CLOSED, {"at": NOON.isoformat()})
    note(UPGRADE, {"at": NOON.isoformat()})
    call_command("upgrade", "--back", verbosity=0)
    assert state() == SOUND


def test_two_at_once_do_no_harm(settings):
    with Path(settings.VAR_DIR, closing.LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Une autre mise à jour est en cours"):
            call_command("upgrade", verbosity=0)
    assert state() == SOUND


def test_differences_stop_it_unless_they_are_accepted():
    Page.objects.filter(depth=1).update(numchild=9)
    with pytest.raises(CommandError, match="L’arbre des pages est abîmé"):
        call_command("upgrade", verbosity=0)
    assert not is_closed()
    call_command("upgrade", "--despite-differences", verbosity=0)
    assert state() == SOUND


def test_page_that_fails_stops_it(settings, monkeypatch):
    monkeypatch.setattr(upgrading, "ADDRESSES", ("home", "erased_page_of_a_test"))
    with pytest.raises(CommandError, match="NoReverseMatch"):
        call_command("upgrade", verbosity=0)
    assert state() == SOUND


def test_nothing_leaves_while_the_site_is_closed():
    outgoing()
    note(CLOSED, {"at": NOON.isoformat()})
    tick(NOON)
    assert OutgoingMail.objects.get().attempts == 0
    assert Client().get("/").status_code == 200
