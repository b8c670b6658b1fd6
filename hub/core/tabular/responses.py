"""Files that browsers save and need not fetch twice: made on the disk, sent from there, never whole in memory."""

import hashlib
import os
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from hub.core.tabular.columns import Row, Table
from hub.core.tabular.writers import FORMATS

#: Seconds during which a copy is fresh.
FRESH_FOR = 900
#: Bytes of a file that are in memory at once.
BLOCK = 64 * 1024


def weight(size: int) -> str:
    """A number of bytes for people: «4 Ko», «1,2 Mo» (1 Ko is 1 000 bytes), rounded up."""
    if size < 1_000_000:
        return f"{-(-size // 1000)} Ko"
    tenths = -(-size // 100_000)
    return f"{tenths // 10},{tenths % 10} Mo"


class Made:
    """A file without a name, gone with the last answer that reads it; its validator is that of its bytes."""

    def __init__(self, write: Callable[[IO[bytes]], object]) -> None:
        file = tempfile.TemporaryFile(dir=settings.VAR_DIR)  # noqa: SIM115 -- closed with what was made
        weakref.finalize(self, file.close)
        write(file)
        self.size = file.seek(0, os.SEEK_END)
        file.seek(0)
        self.etag = quote_etag(hashlib.file_digest(file, "sha256").hexdigest()[:32])
        self._number = file.fileno()

    def blocks(self) -> Iterator[bytes]:
        """From its beginning, for each of those who read it at the same time."""
        for place in range(0, self.size, BLOCK):
            yield os.pread(self._number, BLOCK, place)


def download(request: HttpRequest, made: Made, *, name: str, media_type: str) -> HttpResponseBase:
    """The file `made` under `name`, unless the browser has got the same bytes."""
    response: HttpResponseBase | None = get_conditional_response(request, etag=made.etag)
    if response is None:
        response = StreamingHttpResponse(made.blocks(), content_type=media_type)
        response.headers["Content-Length"] = str(made.size)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = made.etag
    response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    return response


def table_file(request: HttpRequest, table: Table, rows: Iterable[Row], *, name: str) -> HttpResponseBase:
    """`rows` in the format that `name` ends with."""
    media_type, write = FORMATS[name.rpartition(".")[2]]
    made = Made(lambda to: write(to, table, rows, timezone.localdate()))
    return download(request, made, name=name, media_type=media_type)
