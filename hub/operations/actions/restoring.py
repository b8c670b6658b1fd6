"""A backup put back into an empty place, on either database; erasures done since are done again."""

import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.management import call_command
from django.db import connection

from hub.community.actions.erasure_book import replay_erasures
from hub.operations.archive import BOOK, MANIFEST, SEAL, ArchiveError, extract, member_of, opened, verified
from hub.operations.crossing import load_rows
from hub.operations.engines import DATABASE, is_empty, load_database
from hub.operations.files import stores
from hub.operations.invariants import differences
from hub.operations.migrating import current_migrations, known_migrations
from hub.operations.table_rows import counts
from hub.search.actions.indexing import read_everything

NOT_EMPTY = "La base n’est pas vide : rien n’a été touché. Une sauvegarde ne revient que dans une base vide."
FILES_THERE = "Le dossier {folder} n’est pas vide : rien n’a été touché. Déplacez ce qu’il contient, puis recommencez."
OTHER_ENGINE = (
    "Cette sauvegarde vient de l’autre base de données et d’une version plus ancienne du site. Restaurez-la sur la "
    "base d’origine ({engine}), ou avec cette version-là."
)


@dataclass(frozen=True)
class Restored:
    """What came back; `wrong` holds a sentence for each difference found at the end."""

    made_at: str
    rows: int
    files: int
    erased_again: int
    wrong: list[str]


@dataclass(frozen=True)
class Request:
    """What the person asked for."""

    path: Path
    identity: Path | None = None
    other_key: bool = False
    #: Books of erasures newer than that of the backup.
    books: tuple[Path, ...] = ()
    #: The files are there already: those of the backup are left in it.
    files_stay: bool = False


def restore(request: Request, now: datetime) -> Restored:
    """Nothing is written before the whole file was read and found right, and the place found empty."""
    refuse_full_place(files_stay=request.files_stay)
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".restauration-", dir=settings.VAR_DIR) as work,
        opened(request.path, Path(work), request.identity) as tar,
    ):
        manifest = verified(tar, known_migrations=known_migrations(), other_key=request.other_key)
        wrong = _bring_database(tar, manifest, Path(work))
        if not request.files_stay:
            _bring_files(tar, manifest)
        books = [*request.books, request.path.with_name(BOOK)]
        _gather_books(tar, manifest, books, Path(work))
    call_command("migrate", verbosity=0, interactive=False)
    again = replay_erasures(now)
    _index()
    rows = sum(told["rows"] for told in manifest["tables"].values())
    # Mails that waited when the backup was made are late by now: they leave as soon as the tick starts.
    wrong += differences(now, without=("mails",))
    return Restored(manifest["made_at"], rows, len(manifest["files"]) - 1, again, wrong)


def refuse_full_place(*, files_stay: bool) -> None:
    if not is_empty("default"):
        raise ArchiveError(NOT_EMPTY)
    for store in () if files_stay else stores().values():
        if next(store.walk(), None) is not None:
            raise ArchiveError(FILES_THERE.format(folder=store.location))


def _bring_database(tar: tarfile.TarFile, manifest: dict[str, Any], work: Path) -> list[str]:
    """Gives a sentence for each table that is not what it was."""
    name = DATABASE[manifest["engine"]]
    is_same_version = set(manifest["migrations"]) >= current_migrations()
    extract(tar, name, work / name)
    if manifest["engine"] == connection.vendor:
        load_database("default", work / name)
    elif is_same_version:
        call_command("migrate", verbosity=0, interactive=False)
        load_rows("default", work / name)
    else:
        raise ArchiveError(OTHER_ENGINE.format(engine=manifest["engine"]))
    return _compared(manifest["tables"]) if is_same_version else []


def _bring_files(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    for label in set(manifest["files"]) - {*DATABASE.values(), BOOK, MANIFEST, SEAL}:
        folder, _, inside = label.partition("/")
        with member_of(tar, label) as source:
            stores()[folder].save(inside, File(source, inside))


def _compared(told: dict[str, dict[str, Any]]) -> list[str]:
    found = counts(connection)
    return [
        f"La table {name} a changé : {told[name]['rows']} lignes avant, {found[name].rows} maintenant."
        for name in sorted(told.keys() & found.keys())
        if (told[name]["rows"], told[name]["sha256"]) != (found[name].rows, found[name].sha256)
    ]


def _gather_books(tar: tarfile.TarFile, manifest: dict[str, Any], books: list[Path], work: Path) -> None:
    """All lines of all books, so that the latest erasures are among them."""
    if BOOK in manifest["files"]:
        extract(tar, BOOK, work / BOOK)
        books = [*books, work / BOOK]
    target = Path(settings.ERASURES_FILE)
    lines = dict.fromkeys(line for book in [target, *books] if book.exists() for line in _lines(book))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(f"\n{line}" for line in lines), encoding="utf-8")


def _lines(book: Path) -> list[str]:
    return [line for line in book.read_text(encoding="utf-8", errors="replace").split("\n") if line]


def _index() -> None:
    """The search of the site, that of the administration, the sizes of pictures."""
    read_everything()
    call_command("update_index", verbosity=0)
    call_command("wagtail_update_image_renditions", verbosity=0)
