"""Answers that browsers save as a file and need not fetch twice."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

#: Change it when the same rows give other bytes.
WRITERS_VERSION = "2"
#: Seconds during which a copy is fresh.
FRESH_FOR = 900


def weight(size: int) -> str:
    """A number of bytes for people: «4 Ko», «1,2 Mo» (1 Ko is 1 000 bytes), rounded up."""
    if size < 1_000_000:
        return f"{-(-size // 1000)} Ko"
    tenths = -(-size // 100_000)
    return f"{tenths // 10},{tenths % 10} Mo"


def download(
    request: HttpRequest, build: Callable[[], bytes], *, fingerprint: bytes, name: str, media_type: str
) -> HttpResponse:
    """The file `name`; `build` is called only when the browser has not got what `fingerprint` stands for."""
    digest = hashlib.sha256(b"\0".join([WRITERS_VERSION.encode(), name.encode(), fingerprint])).hexdigest()
    etag = quote_etag(digest[:32])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(build(), content_type=media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    return response
