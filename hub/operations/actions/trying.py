"""The restore test: the last backup put back somewhere else, looked at, and thrown away. The site is not touched."""

import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hub.core.site_state import BACKUP, RESTORE_TEST, note, noted
from hub.operations.archive import BOOK
from hub.settings.buckets import FILES

NO_BACKUP = "Il n’y a aucune sauvegarde à essayer."


def try_restore(now: datetime, identity: Path | None) -> str:
    """Gives what went wrong, nothing when all came back; leaves a note either way.

    Always into SQLite and folders, whatever the site runs on: it needs no right on any server, touches no bucket, and
    proves counts and hashes alike.
    """
    path = Path(str(noted(BACKUP).get("path")))
    wrong = _outcome(path, identity) if path.is_file() else NO_BACKUP
    note(RESTORE_TEST, {"at": now.isoformat(), "path": str(path), "wrong": wrong})
    return wrong


def _outcome(path: Path, identity: Path | None) -> str:
    flags = ["--identity", str(identity)] if identity else []
    with tempfile.TemporaryDirectory(prefix=".essai-", dir=path.parent) as folder:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(f"{FILES}_")}
        env = {**ours, "AGORA_VAR": folder, "DATABASE_URL": f"sqlite:///{folder}/essai.sqlite3"}
        env["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "hub.settings.production")
        command = [sys.executable, "manage.py", "restore", str(path), "--erasures", str(path.with_name(BOOK)), *flags]
        done = subprocess.run(  # noqa: S603 -- our command
            command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
        )
    if done.returncode == 0:
        return ""
    said = [line for line in done.stderr.splitlines() if line.strip()]
    first = next((line for line in said if line.startswith("✗")), said[-1] if said else "pas de réponse.")
    return first.removeprefix("✗").removeprefix("CommandError:").strip()
