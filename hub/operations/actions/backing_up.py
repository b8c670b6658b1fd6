"""One file that holds the whole site, written while people use it; the old ones leave."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from hub.community.actions.erasure_book import write_erasures_down
from hub.core.addresses import site_base
from hub.core.site_state import BACKUP, note
from hub.operations.actions.copying import copy_away
from hub.operations.archive import BOOK, ENCRYPTED, Member, encrypt, write_archive
from hub.operations.engines import copy_database
from hub.operations.files import kept_files
from hub.operations.migrating import applied_migrations
from hub.operations.retention import backup_name, remove_old

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Backup:
    """What was written, how many older ones left, and what went wrong with its copy in a bucket."""

    path: Path
    size: int
    rows: int
    files: int
    removed: int
    copy_fault: str


def back_up(folder: Path, now: datetime) -> Backup:
    """The backup of the day in `folder`, in place of an earlier one of the same day, then the ones too many."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder, now)
    write_erasures_down(now)
    is_encrypted = bool(settings.BACKUP_RECIPIENT)
    target = folder / backup_name(timezone.localdate(now), is_encrypted=is_encrypted)
    rows, files = write_backup(target, now)
    _keep_book_beside(folder)
    removed, fault = remove_old(folder), copy_away(target)
    backup = Backup(target, target.stat().st_size, rows, files, removed, fault)
    note(BACKUP, {"at": now.isoformat(), "path": str(target), "size": backup.size, "copy_fault": fault})
    return backup


def _sweep(folder: Path, now: datetime) -> None:
    """What a backup that was killed left behind, a day ago or more."""
    for left in [*folder.glob(".en-cours-*"), *folder.glob("agoratheque-*.partiel")]:
        if left.stat().st_mtime < (now - DAY).timestamp():
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def write_backup(target: Path, now: datetime, *, with_files: bool = True) -> tuple[int, int]:
    """Write one backup; gives the number of rows and of files. Encrypted when its name says so."""
    with tempfile.TemporaryDirectory(prefix=".en-cours-", dir=target.parent) as work:
        database, counts = copy_database("default", Path(work))
        manifest = {
            "made_at": now.isoformat(),
            "site": site_base(),
            "engine": connection.vendor,
            "migrations": sorted(applied_migrations()),
            "tables": {name: asdict(count) for name, count in counts.items()},
        }
        plain = Path(work, "clair.tar") if target.suffix == ENCRYPTED else target
        whole = write_archive(plain, _members(database, with_files=with_files), manifest)
        if plain != target:
            encrypt(plain, target, settings.BACKUP_RECIPIENT)
    return sum(count.rows for count in counts.values()), len(whole["files"]) - 1


def _members(database: Path, *, with_files: bool) -> Iterator[Member]:
    """The database first: a file that comes meanwhile is one too many, never one that a row lacks."""
    yield Member(database.name, lambda: database.open("rb"))
    book = Path(settings.ERASURES_FILE)
    yield Member(BOOK, lambda: book.open("rb"))
    for file in kept_files() if with_files else ():
        yield Member(file.label, file.open)


def _keep_book_beside(folder: Path) -> None:
    """The book of erasures in its latest version, beside all backups: older ones need it too."""
    if Path(settings.ERASURES_FILE).exists():
        shutil.copyfile(settings.ERASURES_FILE, folder / BOOK)
