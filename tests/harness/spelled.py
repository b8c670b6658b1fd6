"""What an answer says, in plain text: archives opened, lines of calendars joined, signs written as themselves."""

import io
import zipfile
from html import unescape
from typing import Any
from urllib.parse import unquote

ARCHIVE = b"PK\x03\x04"


def spelled_out(answer: Any) -> str:
    """All kinds of spaces become one space."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return spelled(content)


def spelled(content: bytes) -> str:
    if content.startswith(ARCHIVE):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(spelled(archive.read(name)) for name in archive.namelist())
    text = content.decode("utf-8", "replace").replace("\r\n ", "")
    return " ".join(unquote(unescape(text)).split())
