"""What comes back is what was saved, on either database; what can't be trusted is refused in words."""

import shutil
import tarfile
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from hub.community.actions.erasure_book import PERSON, note_erasure, write_erasures_down
from hub.community.models import Member
from hub.core.registries import Erasure
from hub.operations import archive
from hub.operations.actions.restoring import _compared
from hub.operations.table_rows import counts
from tests.factories.organisers import member
from tests.factories.person import EMAIL
from tests.hub.operations.conftest import manage, today

SAME = "Tout est comme avant : mêmes comptes, mêmes empreintes."


def backup(settings) -> Path:
    call_command("backup", verbosity=0)
    return Path(settings.BACKUPS_DIR, f"agoratheque-{today()}.tar")


def said(done) -> str:
    return done.stdout + done.stderr


def test_what_comes_back_is_what_was_saved(whole_site, settings, empty_place):
    path, place = backup(settings), empty_place()
    done = manage(place, "restore", path)
    assert SAME in said(done), said(done)
    assert Path(place["AGORA_VAR"], "test-media", "documents").is_dir()
    assert Path(place["AGORA_VAR"], "private/proposals/lettre.txt").read_bytes() == b"lettre"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a server is needed: run on PostgreSQL")
def test_rows_go_from_one_database_to_the_other_and_back(whole_site, settings, empty_place, tmp_path):
    path, place = backup(settings), empty_place("sqlite")
    assert SAME in said(manage(place, "restore", path))
    assert manage(place, "backup", tmp_path / "second").returncode == 0
    back = empty_place("postgresql")
    assert SAME in said(manage(back, "restore", tmp_path / "second" / path.name))
    assert "Aucune différence." in said(manage(back, "check_data"))


def test_erasures_since_the_backup_are_done_again(whole_site, settings, empty_place):
    path = backup(settings)
    erasure = Erasure(at=timezone.now() + timedelta(minutes=1), keep_published=False)
    note_erasure(PERSON, EMAIL, erasure)
    write_erasures_down(timezone.now())
    place = empty_place()
    done = manage(place, "restore", path, "--erasures", settings.ERASURES_FILE)
    assert "Effacements refaits : 1." in said(done), said(done)
    assert Member.objects.filter(email=EMAIL).count() == 1


def test_place_that_is_not_empty_is_left_alone(whole_site, settings, child_env):
    done = manage(child_env, "restore", backup(settings))
    assert (done.returncode, "La base n’est pas vide : rien n’a été touché." in said(done)) == (1, True)


def test_folder_that_is_not_empty_is_left_alone(whole_site, settings, empty_place):
    path, place = backup(settings), empty_place()
    kept = Path(place["AGORA_VAR"], "test-media", "photo.jpg")
    kept.parent.mkdir()
    kept.write_bytes(b"photo")
    done = manage(place, "restore", path)
    assert (done.returncode, "n’est pas vide" in said(done), kept.read_bytes()) == (1, True, b"photo")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def one_byte_changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    with tarfile.open(path) as tar:
        place = tar.getmember("private/proposals/lettre.txt").offset_data
    content[place] ^= 1
    path.write_bytes(bytes(content))


def manifest_changed(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"engine": "', b'"enginE": "', 1))


def of_somebody_else(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(4000))


def empty(path: Path) -> None:
    path.write_bytes(b"")


REFUSED = {
    cut_short: archive.TRUNCATED,
    empty: archive.TRUNCATED,
    one_byte_changed: archive.ALTERED.format(name="private/proposals/lettre.txt"),
    manifest_changed: archive.ALTERED.format(name=archive.MANIFEST),
    of_somebody_else: archive.FOREIGN,
}


def test_files_that_cant_be_trusted_are_refused(whole_site, settings, empty_place, tmp_path):
    path, place = backup(settings), empty_place()
    answers = {}
    for spoil in REFUSED:
        spoilt = Path(shutil.copy(path, tmp_path / "abîmé.tar"))
        spoil(spoilt)
        done = manage(place, "restore", spoilt)
        answers[spoil] = REFUSED[spoil] in said(done) and "Rien n’a été restauré" in said(done), done.returncode
    assert answers == dict.fromkeys(REFUSED, (True, 1))
    assert not Path(place["AGORA_VAR"], "private").exists()


def test_newer_version_is_refused(whole_site, settings, empty_place):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('workshops', '9999_later', %s)",
            [timezone.now()],
        )
    done = manage(empty_place(), "restore", backup(settings))
    assert archive.NEWER.format(name="workshops.9999_later") in said(done)


def test_other_secret_key_is_asked_for(whole_site, settings, empty_place):
    settings.SECRET_KEY = "the key of another server"  # noqa: S105 -- not a secret: tests only
    path = backup(settings)
    place = empty_place()
    assert archive.OTHER_KEY in said(manage(place, "restore", path))
    assert SAME in said(manage(place, "restore", path, "--other-key"))


def test_encrypted_backup_opens_with_its_key_only(whole_site, settings, empty_place, tmp_path):
    identity, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    settings.BACKUP_RECIPIENT = str(identity.to_public())
    right, wrong = tmp_path / "clef.txt", tmp_path / "autre.txt"
    right.write_text(f"# créée le 1er janvier\n{identity}\n")
    wrong.write_text(str(other))
    path = backup(settings).with_suffix(".tar.age")
    place = empty_place()
    assert archive.LOCKED in said(manage(place, "restore", path))
    assert archive.WRONG_IDENTITY in said(manage(place, "restore", path, "--identity", wrong))
    assert SAME in said(manage(place, "restore", path, "--identity", right))


@pytest.mark.django_db
def test_table_that_came_back_otherwise_is_named():
    """Only a fault of the restore itself leads there: what was read is hashed again once it is written."""
    member()
    told = {name: {"rows": each.rows, "sha256": each.sha256} for name, each in counts(connection).items()}
    assert _compared(told) == []
    people = Member._meta.db_table
    Member.objects.update(last_name="Autrement")
    assert _compared(told) == [f"La table {people} a changé : 1 lignes avant, 1 maintenant."]
    Member.objects.all().delete()
    assert f"La table {people} a changé : 1 lignes avant, 0 maintenant." in _compared(told)
    assert _compared({"gone": {"rows": 3, "sha256": ""}}) == []
