"""What a file really is: told by its content, never by what its sender says. Pure: bytes in, bytes out."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, ImageOps

MAX_SIZE = 10 * 1024 * 1024
MAX_FILES = 5
MAX_PIXELS = 25_000_000
POINTS = f"{MAX_PIXELS // 1_000_000} millions de points au plus"
#: Extensions, then media type.
PICTURES = {
    "PNG": ({".png"}, "image/png"),
    "JPEG": ({".jpg", ".jpeg"}, "image/jpeg"),
    "WEBP": ({".webp"}, "image/webp"),
}
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
DOCUMENTS = {
    "word/document.xml": (".docx", f"{_OPEN_XML}.wordprocessingml.document"),
    "xl/workbook.xml": (".xlsx", f"{_OPEN_XML}.spreadsheetml.sheet"),
    f"{_OPEN_DOCUMENT}.text": (".odt", f"{_OPEN_DOCUMENT}.text"),
    f"{_OPEN_DOCUMENT}.spreadsheet": (".ods", f"{_OPEN_DOCUMENT}.spreadsheet"),
}
TEXTS = {".txt": "text/plain", ".csv": "text/csv"}
KINDS = "PDF, images (PNG, JPEG, WebP), documents (DOCX, ODT), tableaux (XLSX, ODS, CSV) et textes (TXT)"


class UploadRefused(Exception):  # noqa: N818 -- reads as the sentence it stands for
    """The file can't be kept. The message is a sentence in French, without the name of the file."""


@dataclass(frozen=True)
class Upload:
    """A file fit to be kept: the bytes may differ from those sent (a picture loses its metadata)."""

    extension: str
    media_type: str
    content: bytes


def examine(name: str, content: bytes) -> Upload:
    """`content` as it may be stored; raises UploadRefused when its kind is unknown or not that of its name."""
    extension = PurePath(name).suffix.lower()
    if not content:
        raise UploadRefused("il est vide.")
    extensions, media_type, kept = _kind(content, extension)
    if extension not in extensions:
        raise UploadRefused(f"son contenu n’est pas celui d’un fichier « {extension or 'sans extension'} ».")
    return Upload(extension, media_type, kept)


def _kind(content: bytes, extension: str) -> tuple[set[str], str, bytes]:
    if content.startswith(b"%PDF-"):
        return {".pdf"}, "application/pdf", content
    if content.startswith(b"PK\x03\x04"):
        return *_document(content), content
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or content[8:12] == b"WEBP":
        return _picture(content)
    if extension in TEXTS and _is_text(content):
        return {extension}, TEXTS[extension], content
    raise UploadRefused(f"nous acceptons : {KINDS}.")


def _picture(content: bytes) -> tuple[set[str], str, bytes]:
    """The picture drawn anew: upright, without the place, date and device that cameras write into it."""
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=list(PICTURES))
        if image.width * image.height > MAX_PIXELS:
            raise UploadRefused(f"l’image est trop grande : {POINTS}.")
        kind = str(image.format)
        image = ImageOps.exif_transpose(image)
        profile = image.info.get("icc_profile")
        image.info = {"icc_profile": profile} if profile else {}
        drawn = io.BytesIO()
        image.save(drawn, format=kind, **({} if kind == "PNG" else {"quality": 90}))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UploadRefused("l’image est abîmée ou trop grande.") from None
    return *PICTURES[kind], drawn.getvalue()


def _document(content: bytes) -> tuple[set[str], str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            declared = ""
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    declared = stream.read(100).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        raise UploadRefused("le document est abîmé.") from None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefused("il contient des macros. Enregistrez-le sans elles.")
    for mark, (extension, media_type) in DOCUMENTS.items():
        if mark in names or mark == declared:
            return {extension}, media_type
    raise UploadRefused(f"nous acceptons : {KINDS}.")


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UploadRefused("enregistrez-le en UTF-8.") from None
    return all(character.isprintable() or character in "\n\r\t\x0c" for character in text)
