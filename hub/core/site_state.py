"""Small notes that the site leaves beside its database: when what was last done, and whether it is closed to writes.

Files, because they must be read and written when the database is away. Each is replaced at once, never half written.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

#: What each note tells.
TICK, BACKUP, RESTORE_TEST, WATCH, UPGRADE, CLOSED = "passe", "sauvegarde", "essai", "veille", "mise-a-jour", "ferme"


def note(name: str, values: dict[str, Any]) -> None:
    """Replace the note `name`."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    partial.replace(path)


def noted(name: str) -> dict[str, Any]:
    """The note `name`; empty when there is none that can be read."""
    try:
        known = json.loads(_path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def forget(name: str) -> None:
    _path(name).unlink(missing_ok=True)


def instant(values: dict[str, Any], key: str = "at") -> datetime | None:
    """An instant of a note, None when it holds none."""
    try:
        found = datetime.fromisoformat(str(values.get(key)))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def is_closed() -> bool:
    """Whether nothing may be written now: a new version is being put in place, or the data went to another engine."""
    return _path(CLOSED).exists() and noted(CLOSED).get("engine", connection.vendor) == connection.vendor


def _path(name: str) -> Path:
    return Path(settings.OPERATIONS_DIR, f"{name}.json")
