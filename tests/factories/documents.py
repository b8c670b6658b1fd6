"""Documents with a text, of each kind, as small as they can be."""

import io
import zipfile

from django.core.files.base import ContentFile
from pypdf import PdfReader, PdfWriter
from wagtail.documents.models import Document

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'  # noqa: E501 -- as it is


def pdf(text: str, locked: str = "") -> bytes:
    """A page with a line of plain letters."""
    drawn = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    whole, starts = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        starts.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = len(whole)
    whole += (
        b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % end
    )
    return _locked(whole, locked) if locked else whole


def _locked(whole: bytes, password: str) -> bytes:
    writer, written = PdfWriter(clone_from=PdfReader(io.BytesIO(whole))), io.BytesIO()
    writer.encrypt(password, algorithm="AES-256")
    writer.write(written)
    return written.getvalue()


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    return _archive({"word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"})


def odt(*paragraphs: str, manifest: str = "<manifest/>") -> bytes:
    body = "".join(f"<text:p>{each}</text:p>" for each in paragraphs)
    content = f"<office:document-content {_ODF}><office:body>{body}</office:body></office:document-content>"
    return _archive({"content.xml": content, "META-INF/manifest.xml": manifest})


def _archive(parts: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def document(name: str, content: bytes, title: str = "Un document") -> Document:
    return Document.objects.create(title=title, file=ContentFile(content, name=name))
