"""Looks into one file that came in, in a process of its own that may use little and die alone.

Run as a script by `hub.core.incoming`, with the file as its input; a picture, drawn anew, is its output, and the exit
status is a Verdict. Standard library and Pillow only, with its reader of HEIF: it starts in a tenth of a second.
"""

import errno
import io
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import BinaryIO

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, WebPImagePlugin  # noqa: F401 -- formats register themselves

MAX_PIXELS = 25_000_000
#: A picture of 25 million points needs 100 MB, and its encoder some times as much.
MEMORY = 768 * 1024 * 1024
#: Of the processor, not of the clock: a busy machine refuses no picture.
CPU_SECONDS = 30
MAX_DRAWN = 20 * 1024 * 1024
#: Enough for any document, too little to fill the memory with names.
MAX_MEMBERS = 20_000

#: What telephones write is read, and kept as what every browser shows.
CONVERTED = {".heic": ".jpg", ".heif": ".jpg"}
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF"}
PICTURES |= {name: PICTURES[kept] for name, kept in CONVERTED.items()}
#: The longer side over the shorter one, of a picture whose longest side is limited: beyond, nothing can be read.
LONGEST_SHAPE = 10
QUALITY: dict[str, dict[str, int]] = {
    "PNG": {},
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 85, "speed": 8, "max_threads": 1},
}
STARTS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff", "WEBP": b"WEBP", "AVIF": b"ftypavif"}
#: The same, from the fourth byte on, whatever the name of the file: telephones name theirs `.jpg` too.
HEIF_BRANDS = {b"ftyp" + brand for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")}
#: Where a kind is told apart, when not by its first byte.
STARTS_AT = {"WEBP": 8, "AVIF": 4}
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
MEDIA_TYPES = {
    ".avif": "image/avif",
    ".csv": "text/csv",
    ".docx": f"{_OPEN_XML}.wordprocessingml.document",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".odp": f"{_OPEN_DOCUMENT}.presentation",
    ".ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    ".odt": f"{_OPEN_DOCUMENT}.text",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".pptx": f"{_OPEN_XML}.presentationml.presentation",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
}
#: The part that makes an archive a document of this kind; those of OpenDocument declare their type.
OPEN_XML_PARTS = {".docx": "word/document.xml", ".pptx": "ppt/presentation.xml", ".xlsx": "xl/workbook.xml"}


class Verdict(IntEnum):
    """What the exit status says; others mean that the process died or that we made a mistake."""

    KEPT = 0
    OTHER_KIND = 10
    DAMAGED_PICTURE = 11
    DAMAGED_DOCUMENT = 12
    TOO_MANY_POINTS = 13
    ANIMATED = 14
    MACROS = 15
    TWO_IN_ONE = 16
    NOT_UTF8 = 17
    TOO_HEAVY = 18
    TOO_LONG = 19


class Refused(Exception):  # noqa: N818 -- reads as what happened
    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict


def main(extension: str, *asked: str) -> int:
    """`main(".jpg", "2048")` looks into a file; `main("sizes", "400:7", …)` draws a width for each open file."""
    limit_oneself()
    try:
        if extension == "sizes":
            draw_sizes(sys.stdin.buffer, [(int(width), int(place)) for width, place in (a.split(":") for a in asked)])
        else:
            look_into(sys.stdin.buffer, extension, int(asked[0]), sys.stdout.buffer)
    except Refused as refused:
        return refused.verdict
    except MemoryError:
        return Verdict.TOO_HEAVY
    return Verdict.KEPT


def limit_oneself() -> None:
    """Before anything is read. The output is limited too: a picture may grow when it is drawn anew."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_DRAWN, MAX_DRAWN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def look_into(stream: BinaryIO, extension: str, longest: int, target: BinaryIO) -> None:
    """Raises Refused unless `stream` is what `extension` says. A picture goes to `target`."""
    if extension in PICTURES:
        _picture(stream, PICTURES[extension], longest, target)
    elif extension == ".pdf":
        _pdf(stream)
    elif extension in {".csv", ".txt"}:
        _text(stream)
    else:
        _document(stream, extension)


def _picture(stream: BinaryIO, kind: str, longest: int, target: BinaryIO) -> None:
    start = stream.read(16)
    of_a_telephone = kind == "JPEG" and start[4:12] in HEIF_BRANDS
    if not of_a_telephone and not start.startswith(STARTS[kind], STARTS_AT.get(kind, 0)):
        raise Refused(Verdict.OTHER_KIND)
    stream.seek(0)
    with _whatever_happens():
        opened = _opened(stream, _heif() if of_a_telephone else kind)
        if longest and max(opened.size) > LONGEST_SHAPE * min(opened.size):
            raise Refused(Verdict.TOO_LONG)
        _drawn(opened, kind, longest).save(target, kind, **QUALITY[kind])
        target.flush()


@contextmanager
def _whatever_happens() -> Iterator[None]:
    try:
        yield
    except (Refused, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 -- whatever a format makes of hostile bytes, here it ends
        too_big = isinstance(error, OSError) and error.errno == errno.EFBIG
        raise Refused(Verdict.TOO_HEAVY if too_big else Verdict.DAMAGED_PICTURE) from None


def _heif() -> str:
    """Loaded when it is needed only: it is as large as all the rest."""
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    return "HEIF"


def draw_sizes(stream: BinaryIO, wanted: list[tuple[int, int]]) -> None:
    """A picture that was drawn anew, in WebP, as wide as is `wanted`: each width with the open file it goes to."""
    with _whatever_happens():
        image: Image.Image = Image.open(stream, formats=sorted(QUALITY))
        if image.mode not in {"RGB", "RGBA", "L"}:
            image = image.convert("RGBA" if "transparency" in image.info or image.mode == "LA" else "RGB")
        for width, place in wanted:
            height = max(1, round(image.height * width / image.width))
            with os.fdopen(place, "wb") as target:
                image.resize((width, height), Image.Resampling.LANCZOS).save(target, "WEBP", quality=80)


def _opened(stream: BinaryIO, kind: str) -> Image.Image:
    """Only its header has been read."""
    Image.MAX_IMAGE_PIXELS = None  # ours is stricter, and told apart
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread asks for memory, and machines have many
    image: Image.Image = Image.open(stream, formats=[kind])
    if image.width * image.height > MAX_PIXELS:
        raise Refused(Verdict.TOO_MANY_POINTS)
    # Telephones write small copies or other views beside a photograph: the one that is opened is the photograph.
    if image.format not in {"MPO", "HEIF"} and getattr(image, "n_frames", 1) > 1:
        raise Refused(Verdict.ANIMATED)
    return image


def _drawn(image: Image.Image, kind: str, longest: int) -> Image.Image:
    """Upright, in the colours of screens, without a word of where, when and with what it was made."""
    if longest and max(image.size) > longest:
        if image.mode in {"1", "P"}:
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image.thumbnail((longest, longest))
    ImageOps.exif_transpose(image, in_place=True)
    image = _in_srgb(image)
    if image.mode == "CMYK" or (kind == "JPEG" and image.mode not in {"1", "L", "RGB"}):
        image = image.convert("RGB")
    kept = image.info.get("transparency") if kind == "PNG" else None
    image.info = {} if kept is None else {"transparency": kept}
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """A profile may name a screen, a printer, their owner: what it says is applied, then it is left out."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        colours = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, colours, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _pdf(stream: BinaryIO) -> None:
    if stream.read(5) != b"%PDF-":
        raise Refused(Verdict.OTHER_KIND)
    if zipfile.is_zipfile(stream):
        raise Refused(Verdict.TWO_IN_ONE)


def _text(stream: BinaryIO) -> None:
    try:
        text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Verdict.NOT_UTF8) from None
    for spacing in "\n\r\t\x0c":
        text = text.replace(spacing, "")
    if not text.isprintable():
        raise Refused(Verdict.OTHER_KIND)


def _document(stream: BinaryIO, extension: str) -> None:
    if stream.read(4) != b"PK\x03\x04":
        raise Refused(Verdict.OTHER_KIND)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            declared = _declared(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        raise Refused(Verdict.DAMAGED_DOCUMENT) from None
    if len(names) > MAX_MEMBERS:
        raise Refused(Verdict.TOO_HEAVY)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(Verdict.MACROS)
    if declared != MEDIA_TYPES[extension] and OPEN_XML_PARTS.get(extension) not in names:
        raise Refused(Verdict.OTHER_KIND)


def _declared(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as stream:
        return stream.read(100).decode("ascii", "replace").strip()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
