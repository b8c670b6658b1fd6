"""Reads the text of one document, in a process of its own that may use little and die alone.

Run as a script by `hub.core.document_texts`, with the file as its input; the text is its output, and the exit status
an Outcome. What is too long is cut; what does not open ends here.
"""

import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from enum import IntEnum
from typing import BinaryIO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MEMORY = 512 * 1024 * 1024
#: Of the processor; the clock is watched from outside.
CPU_SECONDS = 20
#: The first pages of a document, and the first signs of its text.
PAGES, SIGNS = 200, 200_000
#: What the part of an archive that holds the text may weigh once opened: an honest book has a tenth of it.
OPENED = 30 * 1024 * 1024
#: Where the text stands in an archive, and its paragraphs there.
PARTS = {
    ".docx": ("word/document.xml", {"p"}, "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"),
    ".odt": ("content.xml", {"p", "h"}, "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"),
}
KINDS = frozenset({".pdf", ".txt", *PARTS})


class Outcome(IntEnum):
    """What the exit status says; others mean that the process was killed or that we made a mistake."""

    READ = 0
    LOCKED = 20
    DAMAGED = 21
    TOO_HEAVY = 22


class Stopped(Exception):  # noqa: N818 -- reads as what happened
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def main(extension: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(15)
    try:
        text = text_of(sys.stdin.buffer, extension)
    except Stopped as stopped:
        return stopped.outcome
    except (MemoryError, RecursionError):
        return Outcome.TOO_HEAVY
    except Exception:  # noqa: BLE001 -- whatever a format makes of hostile bytes, here it ends
        return Outcome.DAMAGED
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    return Outcome.READ


def text_of(stream: BinaryIO, extension: str) -> str:
    """The first `SIGNS` of the text, a paragraph a line; raises Stopped."""
    if extension == ".pdf":
        pieces = _pdf(stream)
    elif extension == ".txt":
        pieces = iter([stream.read(4 * SIGNS).decode("utf-8-sig", "replace")])
    else:
        pieces = _archive(stream, *PARTS[extension])
    found, length = [], 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        if length > SIGNS:
            break
    return "\n".join(found)[:SIGNS]


def _pdf(stream: BinaryIO) -> Iterator[str]:
    try:
        reader = PdfReader(stream)
        # Many documents may be read by anybody, and only changed by who knows a password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Stopped(Outcome.LOCKED)
        for page in reader.pages[:PAGES]:
            yield page.extract_text()
    except PyPdfError as error:
        raise Stopped(Outcome.DAMAGED) from error


def _archive(stream: BinaryIO, part: str, paragraphs: set[str], space: str) -> Iterator[str]:
    try:
        with zipfile.ZipFile(stream) as archive:
            if archive.getinfo(part).flag_bits & 1 or _is_sealed(archive):
                raise Stopped(Outcome.LOCKED)
            with archive.open(part) as opened:
                yield from _paragraphs(_Bounded(opened), {f"{space}{name}" for name in paragraphs})
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, NotImplementedError, EOFError) as error:
        raise Stopped(Outcome.DAMAGED) from error


def _is_sealed(archive: zipfile.ZipFile) -> bool:
    """OpenDocument says in its manifest what is encrypted."""
    manifest = "META-INF/manifest.xml"
    if manifest not in archive.namelist():
        return False
    with archive.open(manifest) as opened:
        return b"encryption-data" in opened.read(1024 * 1024)


def _paragraphs(stream: "_Bounded", names: set[str]) -> Iterator[str]:
    for _, element in iterparse(stream, events=("end",)):
        if element.tag in names:
            yield "".join(element.itertext())
            element.clear()


class _Bounded:
    """Gives no more than `OPENED`: archives may hide much in little."""

    def __init__(self, stream: object) -> None:
        self.stream, self.left = stream, OPENED

    def read(self, size: int = 65_536) -> bytes:
        data: bytes = self.stream.read(min(size, 65_536) if size > 0 else 65_536)  # type: ignore[attr-defined]  # any file
        self.left -= len(data)
        if self.left < 0:
            raise Stopped(Outcome.TOO_HEAVY)
        return data


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
