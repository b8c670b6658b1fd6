"""The text of a document, read by a child process with little memory and time (`hub.core.text_reader`)."""

import logging
import shutil
import subprocess
import sys
import tempfile
from pathlib import PurePath
from typing import IO

from django.core.files.base import File

from hub.core import text_reader
from hub.core.text_reader import SIGNS, Outcome

#: Heavier files are not opened; slower ones are left.
HEAVIEST, SECONDS = 50 * 1024 * 1024, 60


class NotRead(Exception):  # noqa: N818 -- reads as what happened
    """The text can't be had, and why."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


logger = logging.getLogger(__name__)


def is_read(name: str) -> bool:
    """Whether files of this name have a text that is looked for."""
    return PurePath(name).suffix.lower() in text_reader.KINDS


def text_of(file: File) -> str:
    """The beginning of its text; raises NotRead, OSError when it is not there."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as text:
        with file.open("rb") as stored:
            if stored.size > HEAVIEST:
                raise NotRead(Outcome.TOO_HEAVY)
            shutil.copyfileobj(stored, source)
        source.flush()
        source.seek(0)
        _read(source, text, PurePath(file.name or "").suffix.lower())
        text.seek(0)
        return text.read(4 * SIGNS).decode("utf-8", "replace").replace("\0", " ")


def _read(source: IO[bytes], text: IO[bytes], extension: str) -> None:
    command = [sys.executable, "-I", text_reader.__file__, extension]
    try:
        done = subprocess.run(  # noqa: S603 -- our own script
            command,
            stdin=source,
            stdout=text,
            stderr=subprocess.PIPE,
            env={"MALLOC_ARENA_MAX": "1"},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotRead(Outcome.TOO_HEAVY) from None
    if done.returncode == Outcome.READ:
        return
    if done.returncode in set(Outcome):
        raise NotRead(Outcome(done.returncode))
    if done.returncode > 0:
        logger.error("A document could not be read: %s", done.stderr[-2000:].decode("utf-8", "replace"))
    # A child that was killed had reached its limits.
    raise NotRead(Outcome.TOO_HEAVY)
