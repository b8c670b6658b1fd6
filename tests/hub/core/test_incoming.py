"""What comes in is looked into by a process that may die alone, one file at a time."""

import fcntl
import io
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from PIL import Image, ImageCms, PngImagePlugin

from hub.core import examiner, incoming
from hub.core.documents import DOCUMENTS
from hub.core.examiner import Verdict
from hub.core.incoming import BUSY, SENTENCES, Accepted, FileRefused, examined, safe_name

EVERYTHING = Accepted(frozenset(examiner.MEDIA_TYPES), "tout")
PDF = b"%PDF-1.7\n%%EOF\n"
#: Every field that holds files, and what looks into what enters there.
ENTRIES = {
    "core.SiteIdentity.logo": "hub.home.site_settings.forms",
    "casestudies.ProposalFile.file": "proposing.actions.files",
    "wagtailcore.UploadedFile.file": "the forms below, whose fields clean an upload in place",
    "wagtaildocs.Document.file": "hub.core.documents",
    "wagtailimages.Image.file": "hub.core.pictures.forms",
    "wagtailimages.Rendition.file": "made by Wagtail from a picture drawn anew",
    "wagtailusers.UserProfile.avatar": "hub.core.views: no form has it",
}


def drawn(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "orange" if mode == "RGB" else 0).save(written, kind, **options)
    return written.getvalue()


def kept(name: str, content: bytes, accepted: Accepted = EVERYTHING) -> bytes:
    with examined(SimpleUploadedFile(name, content), accepted) as found:
        return found.content.read()


def refusal(name: str, content: bytes, accepted: Accepted = EVERYTHING) -> str:
    with pytest.raises(FileRefused) as refused:
        kept(name, content, accepted)
    return str(refused.value)


def zipped(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of which only the header says how large it is."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 10_000_000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def test_every_field_that_holds_files_says_who_looks_into_them():
    fields = [f for model in apps.get_models() for f in model._meta.get_fields() if isinstance(f, FileField)]
    assert {f"{field.model._meta.label}.{field.name}" for field in fields} == set(ENTRIES)


GPS = Image.Exif()
GPS[0x0112], GPS[0x010F] = 6, "Appareil"
GPS.get_ifd(0x8825)[1] = "N"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_picture_loses_what_cameras_and_programs_write(kind):
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Chez moi")
    words.add_itxt("XML:com.adobe.xmp", "Chez moi")
    extra = {
        "PNG": {"pnginfo": words},
        "JPEG": {"comment": b"Chez moi", "xmp": b"Chez moi"},
        "WEBP": {"xmp": b"Chez moi"},
    }
    sent = drawn(kind, exif=GPS.tobytes(), **extra.get(kind, {"xmp": b"Chez moi"}))
    assert (b"Appareil" in sent, b"Chez moi" in sent) == (True, True)
    content = kept(f"photo.{kind.lower()}", sent)
    with Image.open(io.BytesIO(content)) as stored:
        assert (dict(stored.getexif()), stored.size) == ({}, (20, 40))
    assert [word for word in (b"Appareil", b"Chez moi", b"Exif", b"eXIf", b"adobe") if word in content] == []


def test_thumbnail_and_captions_hidden_in_a_photograph_go_away():
    photoshop = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x04Rues"
    segment = b"\xff\xed" + struct.pack(">H", len(photoshop) + 2) + photoshop
    sent = drawn()
    content = kept("a.jpg", sent[:2] + segment + sent[2:])
    assert (b"8BIM" in content, content.count(b"\xff\xd8\xff")) == (False, 1)


def test_profile_of_colours_is_applied_and_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(io.BytesIO(kept("a.jpg", drawn(icc_profile=profile)))) as stored:
        assert (stored.info.get("icc_profile"), stored.mode) == (None, "RGB")
    with Image.open(io.BytesIO(kept("a.jpg", drawn(icc_profile=b"faux")))) as stored:
        assert stored.info.get("icc_profile") is None


def test_transparent_colour_stays_transparent():
    with Image.open(io.BytesIO(kept("a.png", drawn("PNG", mode="P", transparency=0)))) as stored:
        assert stored.convert("RGBA").getpixel((0, 0))[3] == 0


def test_picture_of_the_library_is_made_smaller():
    accepted = Accepted(frozenset({".png"}), "PNG", longest=30)
    with Image.open(io.BytesIO(kept("a.png", drawn("PNG", (60, 20)), accepted))) as stored:
        assert stored.size == (30, 10)


PICTURE, WORD = SENTENCES[Verdict.DAMAGED_PICTURE], SENTENCES[Verdict.DAMAGED_DOCUMENT]
MANY = SENTENCES[Verdict.TOO_MANY_POINTS]
NOT_PDF = "son contenu n’est pas celui d’un fichier « .pdf »."
BAD = {
    "bomb": ("a.png", bomb(60_000, 60_000), MANY),
    "49 million points": ("a.png", drawn("PNG", (7_000, 7_000), "1"), MANY),
    "rows missing": ("a.png", bomb(4_000, 4_000), PICTURE),
    "cut": ("a.jpg", drawn()[:200], PICTURE),
    "page named PDF": ("a.pdf", b"<html><script>alert(1)</script>", NOT_PDF),
    "script named PDF": ("a.pdf", b"#!/bin/sh\nexit\n%PDF-1.7", NOT_PDF),
    "program named PDF": ("a.pdf", b"MZ\x90\x00", NOT_PDF),
    "drawing named PNG": ("a.png", b"<svg xmlns='x'/>", "son contenu n’est pas celui d’un fichier « .png »."),
    "archive behind a PDF": ("a.pdf", PDF + zipped("a.js"), SENTENCES[Verdict.TWO_IN_ONE]),
    "archive named DOCX": ("a.docx", zipped("a.txt"), "son contenu n’est pas celui d’un fichier « .docx »."),
    "sheet named DOCX": ("a.docx", zipped("xl/workbook.xml"), "son contenu n’est pas celui d’un fichier « .docx »."),
    "macros": ("a.pptx", zipped("ppt/presentation.xml", "ppt/vbaProject.bin"), SENTENCES[Verdict.MACROS]),
    "many members": ("a.xlsx", zipped("xl/workbook.xml", *map(str, range(20_001))), SENTENCES[Verdict.TOO_HEAVY]),
    "cut document": ("a.odt", zipped("mimetype")[:40], WORD),
    "program named text": ("a.txt", b"a\x00b", "son contenu n’est pas celui d’un fichier « .txt »."),
    "other letters": ("a.csv", "été".encode("latin-1"), SENTENCES[Verdict.NOT_UTF8]),
    "empty": ("a.pdf", b"", "il est vide."),
    "no extension": ("a", PDF, "nous acceptons : tout."),
    "page": ("a.html", b"<html>", "nous acceptons : tout."),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_kept_is_told_in_a_sentence(case):
    name, content, sentence = BAD[case]
    assert refusal(name, content) == sentence


def test_page_behind_a_picture_goes_away():
    assert b"<script>" not in kept("a.png", drawn("PNG") + b"<script>alert(1)</script>")


def test_documents_that_the_administration_takes():
    known = {"a.pptx": zipped("ppt/presentation.xml"), "a.xlsx": zipped("xl/workbook.xml"), "a.pdf": PDF}
    assert {name: kept(name, content, DOCUMENTS) == content for name, content in known.items()} == dict.fromkeys(
        known, True
    )


@pytest.mark.parametrize("tight", ["MEMORY = 100 * 1024 * 1024", "CPU_SECONDS = 1"])
def test_child_that_reaches_its_limits_is_a_sentence(tight, tmp_path, monkeypatch):
    """The real script, with little of one thing."""
    text = Path(examiner.__file__).read_text()
    name = tight.partition(" = ")[0]
    script = tmp_path / "examiner.py"
    script.write_text(re.sub(rf"^{name} = .*$", tight, text, flags=re.MULTILINE))
    monkeypatch.setattr(examiner, "__file__", str(script))
    noise = io.BytesIO()
    Image.effect_noise((2_500, 2_500), 90).resize((5_000, 5_000)).convert("RGBA").save(noise, "PNG", compress_level=1)
    assert refusal("a.png", noise.getvalue()) == SENTENCES[Verdict.TOO_HEAVY]


def test_child_starts_without_the_site():
    code = f"import runpy, sys; runpy.run_path({examiner.__file__!r}); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_second_file_waits_for_the_first_and_not_for_ever(settings, monkeypatch):
    monkeypatch.setattr(incoming, "PATIENCE", 0.1)
    with (settings.VAR_DIR / "examination.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert refusal("a.pdf", PDF) == BUSY
    assert kept("a.pdf", PDF) == PDF


def test_files_that_wait_leave_threads_to_pages():
    places = [incoming.PLACES.acquire(blocking=False) for _ in range(4)]
    try:
        assert (places, refusal("a.pdf", PDF)) == ([True] * 3 + [False], BUSY)
    finally:
        for _ in range(3):
            incoming.PLACES.release()
    assert kept("a.pdf", PDF) == PDF


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("rapport\u202efdp.exe", "rapportfdp.exe"),
        ("a\x00b.pdf", "ab.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("../x.pdf", "x.pdf"),
        ("é" * 300 + ".pdf", "é" * 76 + ".pdf"),
        ("a\r\nX: y.pdf", "a X: y.pdf"),
    ],
)
def test_name_of_a_file_is_made_safe(name, safe):
    assert safe_name(name) == safe
