"""From SQLite to PostgreSQL: a backup of the rows restored there, while the files stay where they are.

Afterwards nothing more is written to SQLite, whatever still runs on it: the site opens with the new address.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from hub.community.actions.erasure_book import write_erasures_down
from hub.core.site_state import CLOSED, UPGRADE, forget, noted
from hub.operations.actions.backing_up import write_backup
from hub.operations.actions.closing import alone, close

SCHEMES = ("postgresql://", "postgres://")
NOT_SQLITE = "Le site n’est pas sur SQLite : il n’y a rien à déplacer."
NOT_POSTGRES = "L’adresse doit commencer par « postgresql:// », par exemple postgresql:///agoratheque."
NOT_DONE = """{reason}
Le site reste sur SQLite, ouvert ; rien n’y a changé. Avant de recommencer, la base PostgreSQL doit être vide :
« dropdb agoratheque », puis « createdb -O agoratheque agoratheque »."""
UNFINISHED = "Une mise à jour s’est arrêtée en route : faites d’abord « manage.py upgrade --back »."


class MoveError(Exception):
    """The message is a sentence in French."""


def move_to_postgres(url: str) -> str:
    """All the rows, or none; gives what `restore` said."""
    if connection.vendor != "sqlite":
        raise MoveError(NOT_SQLITE)
    if not url.startswith(SCHEMES):
        raise MoveError(NOT_POSTGRES)
    with alone():
        if noted(UPGRADE):
            raise MoveError(UNFINISHED)
        close(engine="sqlite")
        try:
            return _move(url)
        except BaseException:
            stay()
            raise


def stay() -> None:
    """On SQLite, where the site opens again."""
    forget(CLOSED)


def _move(url: str) -> str:
    write_erasures_down(timezone.now())
    with tempfile.TemporaryDirectory(prefix=".deplacement-", dir=settings.VAR_DIR) as folder:
        path = Path(folder, "base.tar")
        write_backup(path, timezone.now(), with_files=False)
        connection.close()
        env = {**os.environ, "AGORA_VAR": str(settings.VAR_DIR), "DATABASE_URL": url}
        command = [sys.executable, "manage.py", "restore", str(path), "--files-stay"]
        done = subprocess.run(  # noqa: S603 -- our command
            command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise MoveError(NOT_DONE.format(reason=_reason(done.stderr)))
    return done.stdout.strip()


def _reason(said: str) -> str:
    """What differs, else the last thing said."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    wrong = [line for line in lines if line.startswith("✗")]
    return "\n".join(wrong or lines[-1:]).removeprefix("CommandError: ")
