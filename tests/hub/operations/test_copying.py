"""The second copy of backups, and files that leave folders: any storage will do, folders here."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from hub.core.site_state import BACKUP, noted
from hub.operations.actions import copying
from hub.operations.actions.copying import brought, fill_bucket
from hub.operations.archive import ArchiveError
from hub.operations.doctor import bucket_lines
from hub.operations.health import backup_line
from hub.operations.retention import backup_name
from tests.hub.operations.conftest import today

LOCAL = "django.core.files.storage.FileSystemStorage"


@pytest.fixture
def chest(settings, tmp_path) -> Path:
    """A place for second copies."""
    options = {"location": tmp_path / "coffre", "allow_overwrite": True}
    settings.STORAGES = {**settings.STORAGES, "backups": {"BACKEND": LOCAL, "OPTIONS": options}}
    settings.BACKUP_BUCKET = {"bucket_name": "coffre"}
    return tmp_path / "coffre"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_backup_has_its_copy_and_the_book_beside(whole_site, settings, chest, capsys):
    settings.ERASURES_FILE.write_text("{}")
    for _ in range(2):
        call_command("backup")
    name = f"agoratheque-{today()}.tar"
    assert f"Copie faite : s3://coffre/{name}" in capsys.readouterr().out
    assert names(chest) == [name, "effacements.jsonl"]
    assert (chest / name).read_bytes() == Path(settings.BACKUPS_DIR, name).read_bytes()
    assert (noted(BACKUP)["copy_fault"], backup_line(timezone.now()).is_well) == ("", True)


def test_without_a_bucket_there_is_no_copy(whole_site, capsys):
    call_command("backup")
    assert ("Copie" in capsys.readouterr().out, noted(BACKUP)["copy_fault"]) == (False, "")


def test_copies_stay_as_long_as_backups(whole_site, settings, chest):
    """What is no backup is left alone."""
    chest.mkdir()
    for n in range(400):
        name = backup_name(date(2026, 3, 31) - timedelta(days=n), is_encrypted=n % 2 == 1)
        (chest / name).write_text("")
        Path(settings.BACKUPS_DIR, name).write_text("")
    (chest / "autre.txt").write_text("")
    call_command("backup", verbosity=0)
    assert names(chest) == [*names(Path(settings.BACKUPS_DIR)), "autre.txt"]
    assert 12 <= len(names(chest)) <= 7 + 4 + 12


def test_copy_that_fails_is_told_by_the_command_and_the_table(whole_site, settings, chest):
    """The backup of the folder is there all the same."""
    chest.write_text("a file where a folder should be")
    with pytest.raises(CommandError, match="Elle n’a pas pu être copiée dans le seau : "):
        call_command("backup", verbosity=0)
    assert names(Path(settings.BACKUPS_DIR)) == [f"agoratheque-{today()}.tar"]
    line = backup_line(timezone.now())
    assert (line.is_well, "Sa copie dans le seau n’est pas faite" in line.known) == (False, True)
    chest.unlink()
    call_command("backup", verbosity=0)
    assert backup_line(timezone.now()).is_well


def test_backup_of_the_bucket_is_brought_with_its_book(settings, chest):
    chest.mkdir()
    (chest / "agoratheque-2027-01-01.tar").write_bytes(b"base")
    (chest / "effacements.jsonl").write_text("{}")
    with brought("s3://coffre/agoratheque-2027-01-01.tar") as path:
        assert (path.read_bytes(), names(path.parent)) == (
            b"base",
            ["agoratheque-2027-01-01.tar", "effacements.jsonl"],
        )
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("s3://coffre/absente.tar", copying.NOT_THERE.format(bucket="coffre", name="absente.tar")),
        ("s3://coffre/", copying.NOT_THERE.format(bucket="coffre", name="")),
        ("s3://autre/a.tar", copying.OTHER_BUCKET.format(ours="coffre", theirs="autre")),
        ("s3://coffre/../a.tar", copying.NOT_THERE.format(bucket="coffre", name="../a.tar")),
    ],
)
def test_address_that_leads_nowhere_is_refused(chest, address, words):
    chest.mkdir()
    with pytest.raises(ArchiveError) as refusal, brought(address):
        pass
    assert str(refusal.value) == words


def test_address_without_settings_is_refused():
    with pytest.raises(ArchiveError) as refusal, brought("s3://coffre/a.tar"):
        pass
    assert str(refusal.value) == copying.NO_BUCKET


def test_plain_file_is_where_it_stands():
    with brought("/tmp/a.tar") as path:  # noqa: S108 -- nothing is opened
        assert path == Path("/tmp/a.tar")  # noqa: S108 -- the same


def test_restore_test_touches_no_bucket(whole_site, monkeypatch):
    """Its child is told nothing of it: half a place, which would be refused, is not even seen."""
    monkeypatch.setenv("AGORA_S3_BUCKET", "fichiers")
    call_command("backup", verbosity=0)
    call_command("restore_test", verbosity=0)


# ---------------------------------------------------------------- files
def test_folders_fill_the_bucket_once(settings, tmp_path):
    def folder(name: str) -> dict:
        return {"BACKEND": "hub.core.storages.PrivateStorage", "OPTIONS": {"location": tmp_path / name}}

    aliases = ("default", "private", "public")
    settings.FOLDERS = {alias: folder(f"avant-{alias}") for alias in aliases}
    settings.STORAGES = {**settings.STORAGES, **{alias: folder(f"seau-{alias}") for alias in aliases}}
    for alias in aliases:
        storages.create_storage(settings.FOLDERS[alias]).save(f"un/{alias}.txt", ContentFile(alias.encode()))
    storages["private"].save("un/private.txt", ContentFile(b"private"))
    assert [fill_bucket(), fill_bucket()] == [(2, 1), (0, 3)]
    kept = [Path(tmp_path, f"seau-{alias}", "un", f"{alias}.txt").read_text() for alias in aliases]
    assert kept == list(aliases)


def test_command_asks_for_the_settings_first():
    with pytest.raises(CommandError, match="Il n’y a pas de seau"):
        call_command("fill_bucket")


def test_bucket_that_does_not_answer_is_a_line_of_doctor(settings):
    pytest.importorskip("storages")
    place = {"endpoint_url": "http://127.0.0.1:9", "bucket_name": "x", "access_key": "a", "secret_key": "b"}
    nowhere = {"BACKEND": "hub.core.buckets.PrivateBucket", "OPTIONS": {**place, "region_name": "us-east-1"}}
    settings.STORAGES = {**settings.STORAGES, "private": nowhere, "backups": nowhere}
    assert list(bucket_lines()) == []
    settings.FILES_BUCKET = settings.BACKUP_BUCKET = place
    found = [(line.label, line.is_well, line.known[:27]) for line in bucket_lines()]
    known = "Le stockage S3 ne répond pas"[:27]
    assert found == [("Seau des fichiers", False, known), ("Seau des sauvegardes", False, known)]
