"""Files that come in, from anybody: told by their content, never by what their sender says.

What is inside is read by a child process with little memory (`hub.core.examiner`), one at a time for the whole site.
"""

import fcntl
import logging
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile

from hub.core import examiner
from hub.core.examiner import CONVERTED, LONGEST_SHAPE, MAX_PIXELS, MEDIA_TYPES, PICTURES, Verdict
from hub.core.validators import one_line

POINTS = f"{MAX_PIXELS // 1_000_000} millions de points au plus"
#: Files of one worker that may be looked into or wait: the rest of its sixteen threads give pages (deploy/serve).
PLACES = threading.BoundedSemaphore(3)
#: Seconds that a file waits for those of others, and between two looks.
PATIENCE, PAUSE = 60.0, 0.05
NAME_LENGTH = 80
BUSY = "le site examine d’autres fichiers en ce moment. Choisissez-le de nouveau dans une minute."
SENTENCES = {
    Verdict.DAMAGED_PICTURE: "l’image est abîmée ou trop grande.",
    Verdict.DAMAGED_DOCUMENT: "le document est abîmé.",
    Verdict.TOO_MANY_POINTS: f"l’image est trop grande : {POINTS}.",
    Verdict.ANIMATED: "l’image est animée. Choisissez une image fixe.",
    Verdict.MACROS: "il contient des macros. Enregistrez-le sans elles.",
    Verdict.TWO_IN_ONE: "il contient une archive cachée. Enregistrez-le de nouveau en PDF.",
    Verdict.NOT_UTF8: "enregistrez-le en UTF-8.",
    Verdict.TOO_LONG: f"un côté fait plus de {LONGEST_SHAPE} fois l’autre. Coupez l’image en plusieurs.",
    Verdict.TOO_HEAVY: "il est trop lourd à ouvrir. Réduisez-le, puis choisissez-le de nouveau.",
}
logger = logging.getLogger(__name__)


class FileRefused(Exception):  # noqa: N818 -- reads as the sentence it stands for
    """The file can't be kept. The message is a sentence in French, without the name of the file."""


@dataclass(frozen=True)
class Accepted:
    """What may come in somewhere: extensions, the same in words, the longest side a picture keeps (0: its own)."""

    extensions: frozenset[str]
    words: str
    longest: int = 0


@dataclass(frozen=True)
class Examined:
    """A file fit to be kept: its bytes differ from those sent when it is a picture, which is drawn anew."""

    extension: str
    media_type: str
    content: IO[bytes]


@contextmanager
def examined(upload: File, accepted: Accepted) -> Iterator[Examined]:
    """`upload` as it may be stored, as long as the block lasts; raises FileRefused."""
    extension = PurePath(upload.name or "").suffix.lower()
    if not upload.size:
        raise FileRefused("il est vide.")
    if extension not in accepted.extensions:
        raise FileRefused(f"nous acceptons : {accepted.words}.")
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as drawn:
        upload.seek(0)
        shutil.copyfileobj(upload, source)
        source.flush()
        source.seek(0)
        status = _look_into(source, drawn, extension, accepted.longest)
        if status != Verdict.KEPT:
            raise FileRefused(_sentence(status, extension))
        content = drawn if extension in PICTURES else source
        content.seek(0)
        kept = CONVERTED.get(extension, extension)
        yield Examined(kept, MEDIA_TYPES[kept], content)


def clean_upload(upload: UploadedFile, accepted: Accepted) -> None:
    """Make an upload of a form of Wagtail what it may be, in place: whatever keeps it keeps that.

    Raises ValidationError with a sentence.
    """
    upload.name = safe_name(upload.name or "")
    try:
        with examined(upload, accepted) as kept:
            _write_over(upload, kept.content)
            upload.name = str(PurePath(upload.name).with_suffix(kept.extension))
    except FileRefused as refusal:
        raise ValidationError(f"Ce fichier n’est pas gardé : {refusal}", code="refused") from None


def safe_name(name: str) -> str:
    """The end of a name as one reads it: no invisible sign, no folder, short enough for any disk."""
    path = PurePath(one_line(name).replace("\\", "/"))
    return f"{path.stem[: NAME_LENGTH - len(path.suffix[:10])]}{path.suffix[:10]}"


def _write_over(upload: Any, content: IO[bytes]) -> None:
    upload.seek(0)
    upload.truncate()
    shutil.copyfileobj(content, upload)
    upload.flush()
    upload.size = upload.tell()
    upload.seek(0)


def sizes_of(picture: IO[bytes], widths: Iterable[int]) -> dict[int, bytes]:
    """A stored picture, drawn in WebP at each of `widths`; raises FileRefused."""
    with ExitStack() as stack:
        source = stack.enter_context(tempfile.TemporaryFile())
        shutil.copyfileobj(picture, source)
        source.flush()
        source.seek(0)
        drawn = {width: stack.enter_context(tempfile.TemporaryFile()) for width in widths}
        asked = [f"{width}:{target.fileno()}" for width, target in drawn.items()]
        status = _run(["sizes", *asked], source, subprocess.DEVNULL, [target.fileno() for target in drawn.values()])
        if status != Verdict.KEPT:
            raise FileRefused(_sentence(status, ""))
        return {width: _whole(target) for width, target in drawn.items()}


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _look_into(source: IO[bytes], drawn: IO[bytes], extension: str, longest: int) -> int:
    return _run([extension, str(longest)], source, drawn)


def _run(asked: list[str], source: IO[bytes], drawn: IO[bytes] | int, places: Iterable[int] = ()) -> int:
    command = [sys.executable, "-I", examiner.__file__, *asked]
    with _turn() as lock:
        done = subprocess.run(  # noqa: S603 -- our own script
            command,
            stdin=source,
            stdout=drawn,
            stderr=subprocess.PIPE,
            # The child keeps the turn, even when this worker dies.
            pass_fds=[lock.fileno(), *places],
            env={"MALLOC_ARENA_MAX": "1"},
            check=False,
        )
    if done.returncode > 0 and done.returncode not in SENTENCES and done.returncode != Verdict.OTHER_KIND:
        logger.error("A file could not be looked into: %s", done.stderr[-2000:].decode("utf-8", "replace"))
    return done.returncode


def _sentence(status: int, extension: str) -> str:
    if status == Verdict.OTHER_KIND:
        return f"son contenu n’est pas celui d’un fichier « {extension} »."
    # A child that was killed had reached its limits.
    return next((SENTENCES[verdict] for verdict in SENTENCES if verdict == status), SENTENCES[Verdict.TOO_HEAVY])


@contextmanager
def _turn() -> Iterator[IO[bytes]]:
    """One file at a time for all workers; raises FileRefused when too many wait, or for too long."""
    if not PLACES.acquire(blocking=False):
        raise FileRefused(BUSY)
    try:
        with Path(settings.VAR_DIR, "examination.lock").open("ab") as lock:
            _wait_for(lock)
            yield lock
    finally:
        PLACES.release()


def _wait_for(lock: IO[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise FileRefused(BUSY) from None
            time.sleep(PAUSE)
        else:
            return
