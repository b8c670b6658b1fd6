"""Backups in a bucket of their own, beside those of the folder; and files of folders that go to a bucket, once."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages

from hub.operations.archive import BOOK, ArchiveError
from hub.operations.retention import too_many

SCHEME = "s3://"
NO_BUCKET = "Les réglages AGORA_BACKUP_S3_… disent où lire les sauvegardes « s3:// » : ils manquent."
OTHER_BUCKET = "AGORA_BACKUP_S3_BUCKET nomme « {ours} », et l’adresse « {theirs} » : donnez le même seau aux deux."
NOT_THERE = "Le seau {bucket} ne contient pas {name}."
CUT = "le fichier copié n’a pas la même taille"


# ---------------------------------------------------------------- backups
def copy_away(path: Path) -> str:
    """Put the backup of the day and the book of erasures in the bucket, and take away those too many there.

    Gives what went wrong, nothing when all is well or when no copy is wanted.
    """
    if not settings.BACKUP_BUCKET:
        return ""
    try:
        for each in (path, path.with_name(BOOK)):
            if each.exists():
                _put(each)
        store = storages["backups"]
        for name in too_many(store.listdir("")[1]):
            store.delete(name)
    except OSError as error:
        return f"{error.strerror or error} ({settings.BACKUP_BUCKET['bucket_name']})."
    return ""


def _put(path: Path) -> None:
    store = storages["backups"]
    with path.open("rb") as file:
        name = store.save(path.name, File(file))
    if store.size(name) != path.stat().st_size:
        raise OSError(CUT)


def address_of(path: Path) -> str:
    """What `restore` is given to read the copy."""
    return f"{SCHEME}{settings.BACKUP_BUCKET['bucket_name']}/{path.name}"


@contextmanager
def brought(file: str) -> Iterator[Path]:
    """The backup at hand, with the book beside it; one of the bucket is here as long as the block lasts."""
    if not file.startswith(SCHEME):
        yield Path(file)
        return
    bucket, _, name = file.removeprefix(SCHEME).partition("/")
    if not settings.BACKUP_BUCKET:
        raise ArchiveError(NO_BUCKET)
    if bucket != settings.BACKUP_BUCKET["bucket_name"]:
        raise ArchiveError(OTHER_BUCKET.format(ours=settings.BACKUP_BUCKET["bucket_name"], theirs=bucket))
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".apporte-", dir=settings.VAR_DIR) as folder:
        if not name or "/" in name or not _bring(name, Path(folder)):
            raise ArchiveError(NOT_THERE.format(bucket=bucket, name=name))
        _bring(BOOK, Path(folder))
        yield Path(folder, name)


def _bring(name: str, folder: Path) -> bool:
    """Whether it was there."""
    try:
        with storages["backups"].open(name) as source, Path(folder, name).open("wb") as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError:
        return False
    return True


# ---------------------------------------------------------------- files
def fill_bucket() -> tuple[int, int]:
    """Put there what the folders hold and the bucket does not; gives how many files went, how many were there."""
    gone = there = 0
    for alias, known in settings.FOLDERS.items():
        folder: Any = storages.create_storage(known)
        store = storages[alias]
        for stored in folder.walk():
            if store.exists(stored.name):
                there += 1
                continue
            with folder.open(stored.name) as file:
                store.save(stored.name, file)
            gone += 1
    return gone, there
