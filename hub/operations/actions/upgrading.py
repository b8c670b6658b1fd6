"""A new version put in place: everything that may fail is tried while nobody can write, and the data go back by
themselves when a step fails.

A note says how far it went: an upgrade that was killed is first undone by the next one.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hub.core.site_state import CLOSED, UPGRADE, forget, note, noted
from hub.operations.actions.backing_up import back_up
from hub.operations.actions.closing import alone, close
from hub.operations.engines import copy_database, empty_database, load_database
from hub.operations.invariants import differences
from hub.search.actions.indexing import read_everything

#: Names of the addresses that must answer, and where paths have no name.
ADDRESSES = ("home", "themes", "open_data", "search", "news", "feed", "robots", "health", "account_request_login_code")
#: Migrations touch neither files nor mails, which may be out of step for other reasons.
NOT_OURS = ("mails", "files")

Say = Callable[[str], None]


class UpgradeError(Exception):
    """The message is a sentence in French."""


def upgrade(say: Say, *, despite_differences: bool = False) -> None:
    """All steps, or none."""
    with alone():
        _undo_unfinished(say)
        note(UPGRADE, {"at": timezone.now().isoformat()})
        close()
        try:
            _save(say)
            for label, step in STEPS.items():
                say(f"• {label}")
                step(despite_differences)
        except Exception as error:
            _go_back(say)
            raise UpgradeError(_reason(error)) from error
        _open()


def go_back(say: Say) -> None:
    """Undo an upgrade that was killed, and open the site again."""
    with alone():
        _undo_unfinished(say)


# ---------------------------------------------------------------- before
def _save(say: Say) -> None:
    """The backup of the day, then a copy of the database alone, for the way back."""
    say("• Sauvegarde")
    back_up(Path(settings.BACKUPS_DIR), timezone.now())
    folder = _folder()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    path, _ = copy_database("default", folder)
    note(UPGRADE, {**noted(UPGRADE), "copy": str(path)})


def _folder() -> Path:
    return Path(settings.OPERATIONS_DIR, "retour")


# ---------------------------------------------------------------- steps
def _migrate(_: bool) -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _collect(_: bool) -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


def _index(_: bool) -> None:
    read_everything()


def _check(despite_differences: bool) -> None:
    found = differences(timezone.now(), without=NOT_OURS)
    if found and not despite_differences:
        raise UpgradeError(" ".join(found))


def _try_addresses(_: bool) -> None:
    """As a reader asks for them, without the network."""
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    client = Client(raise_request_exception=False, SERVER_NAME=host)
    paths = [*map(reverse, ADDRESSES), f"/{settings.ADMIN_PATH}/"]
    statuses = {path: client.get(path, secure=True).status_code for path in paths}
    failing = [f"{path} répond {status}" for path, status in statuses.items() if status >= 400]
    if failing:
        raise UpgradeError(f"Des pages ne s’affichent pas : {', '.join(failing)}.")


STEPS: dict[str, Callable[[bool], None]] = {
    "Mise à jour de la base": _migrate,
    "Feuilles de style et scripts": _collect,
    "Recherche": _index,
    "Vérification des données": _check,
    "Dix adresses": _try_addresses,
}


# ---------------------------------------------------------------- after
def _undo_unfinished(say: Say) -> None:
    if noted(UPGRADE):
        say("Une mise à jour s’était arrêtée en route : elle est d’abord défaite.")
        _go_back(say)


def _go_back(say: Say) -> None:
    """The data as they were; nothing to do when the copy was not finished, as nothing had changed."""
    copy = noted(UPGRADE).get("copy")
    if copy:
        say("• Retour des données à ce qu’elles étaient")
        empty_database("default")
        load_database("default", Path(copy))
        connections["default"].close()
    _open()


def _open() -> None:
    shutil.rmtree(_folder(), ignore_errors=True)
    forget(UPGRADE)
    forget(CLOSED)


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, UpgradeError) else f"{type(error).__name__} : {error}"
