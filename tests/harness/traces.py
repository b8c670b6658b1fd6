"""Where words of a person are still found: tables with the index and the versions, sessions, files."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection

from tests.harness.dump import dump


def traces(words: Iterable[str]) -> set[str]:
    """«place: word» for each of `words` found, whatever its case; empty when nothing is left.

    On SQLite the file itself is not searched: freed pages are the business of the disk's own encryption.
    """
    wanted = [word.casefold() for word in words]
    places = {**_tables(), **_sessions(), **_files()}
    return {f"{place}: {word}" for place, text in places.items() for word in wanted if word in text}


def _tables() -> dict[str, str]:
    if connection.vendor == "postgresql":
        return {table: "\n".join(rows).casefold() for table, rows in dump().items()}
    # Bytes of the full-text index are searched as text too.
    return {table: re.sub(r"\\x..", "", "\n".join(rows)).casefold() for table, rows in dump().items()}


def _sessions() -> dict[str, str]:
    return {"sessions, decoded": "\n".join(str(session.get_decoded()) for session in Session.objects.all()).casefold()}


def _files() -> dict[str, str]:
    folders = [Path(settings.MEDIA_ROOT), Path(storages["private"].location), Path(settings.ERASURES_FILE).parent]
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.name + path.read_bytes().decode("utf-8", "replace")).casefold() for path in paths}
