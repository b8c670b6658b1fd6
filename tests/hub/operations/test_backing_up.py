"""A backup holds what was committed, leaves nothing behind when it fails, and makes room for itself."""

import errno
import json
import os
import tarfile
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from glossary.models import Theme
from hub.core.site_state import BACKUP, noted
from hub.mail.models import OutgoingMail
from hub.operations import archive
from hub.operations.actions.backing_up import _sweep
from hub.operations.retention import backup_name, remove_old, wanted
from tests.factories.mails import outgoing
from tests.hub.operations.conftest import today

TODAY = date(2027, 3, 31)


def manifest_of(path: Path) -> dict:
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile(archive.MANIFEST))


def test_manifest_tells_rows_and_files(whole_site, settings):
    call_command("backup", verbosity=0)
    path = Path(settings.BACKUPS_DIR, f"agoratheque-{today()}.tar")
    told = manifest_of(path)
    assert told["engine"] == connection.vendor
    assert told["tables"]["glossary_theme"]["rows"] == Theme.objects.count()
    assert {"private/proposals/lettre.txt"} == {name for name in told["files"] if name.startswith("private/")}
    assert (oct(path.stat().st_mode)[-3:], noted(BACKUP)["path"]) == ("600", str(path))


def test_same_day_is_written_again_in_place(whole_site, settings):
    call_command("backup", verbosity=0)
    call_command("backup", verbosity=0)
    assert [path.name for path in Path(settings.BACKUPS_DIR).iterdir()] == [f"agoratheque-{today()}.tar"]


def test_rows_written_meanwhile_leave_a_consistent_copy(whole_site, settings):
    """What the manifest counts is what the copy holds, while somebody else goes on writing."""
    stop, errors = threading.Event(), []

    def write() -> None:
        try:
            while not stop.is_set():
                outgoing()
        except Exception as error:  # noqa: BLE001 -- told below
            errors.append(error)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        call_command("backup", verbosity=0)
    finally:
        stop.set()
        writer.join()
    told = manifest_of(Path(settings.BACKUPS_DIR, f"agoratheque-{today()}.tar"))
    assert errors == []
    assert told["tables"]["mail_outgoingmail"]["rows"] <= OutgoingMail.objects.count()


def test_full_disk_leaves_nothing_and_says_so(whole_site, settings, monkeypatch):
    def fail(*args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive.os, "fsync", fail)
    with pytest.raises(CommandError, match="Le disque est plein"):
        call_command("backup", verbosity=0)
    assert list(Path(settings.BACKUPS_DIR).iterdir()) == []


def test_what_a_killed_backup_left_goes_after_a_day(db, settings):
    folder = Path(settings.BACKUPS_DIR)
    old, young = folder / ".en-cours-old", folder / ".en-cours-young"
    piece = folder / "agoratheque-2027-01-01.tar.partiel"
    for path in (old, young):
        path.mkdir()
    piece.write_text("")
    for path in (old, piece):
        os.utime(path, (1, 1))
    _sweep(folder, timezone.now())
    assert list(folder.iterdir()) == [young]


def test_folder_that_cant_be_written_is_named(db, tmp_path):
    (tmp_path / "fichier").write_text("")
    with pytest.raises(CommandError, match="Impossible d’écrire dans"):
        call_command("backup", tmp_path / "fichier" / "dossier", verbosity=0)


def test_backups_of_two_years_leave_days_weeks_and_months():
    days = [TODAY - timedelta(days=n) for n in range(730)]
    kept = sorted(wanted(days), reverse=True)
    assert kept[:7] == days[:7]
    assert [day.isoformat() for day in kept[7:]] == [
        "2027-03-21", "2027-03-14", "2027-02-28", "2027-01-31", "2026-12-31", "2026-11-30", "2026-10-31",
        "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30",
    ]  # fmt: skip


def test_kept_day_after_day_the_same_ones_stay():
    """Removing every day gives what removing once would: nothing that will be wanted leaves too early."""
    kept: set[date] = set()
    for n in range(730):
        day = TODAY - timedelta(days=729 - n)
        kept = wanted([*kept, day])
    assert len({(day.year, day.month) for day in kept}) == 12


def test_only_backups_are_removed(settings):
    folder = Path(settings.BACKUPS_DIR)
    for n in range(40):
        (folder / backup_name(TODAY - timedelta(days=n), is_encrypted=n % 2 == 1)).write_text("")
    (folder / "agoratheque-2020-01-01.tar.txt").write_text("")
    (folder / "effacements.jsonl").write_text("")
    removed = remove_old(folder)
    assert (removed, len(list(folder.iterdir()))) == (40 - 10, 10 + 2)
