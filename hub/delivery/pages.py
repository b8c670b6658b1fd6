"""A kept page: its bytes in each encoding, what it answers; and the shelf where they stand."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from functools import cached_property
from typing import Any

import brotli

from hub.core.http import best_encoding
from hub.delivery.asking import Environ, Key

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

#: What a 304 says again.
REPEATED = {"cache-control", "etag", "last-modified", "vary", "server-timing"}
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=6),
}
#: Seconds after which no process gives what a page replaced any more: from then on its date tells it from any other.
SETTLED = 3
LONGEST_HEADER = 300


@dataclass(frozen=True)
class Variant:
    """A page in one encoding. The server is given these lists as they are: nobody may change them."""

    etag: str
    body: bytes
    headers: Headers
    unchanged: Headers


@dataclass
class Page:
    """An answer, made under `token`, true from `made` until `ends` (seconds of the clock on the wall).

    `questions`: what it asked of the database (`hub.core.lists.asked_again`), at `noted`; None before that, and b"" for
    a page that can't be.
    """

    token: str
    made: float
    ends: float
    status: str
    headers: Headers
    body: bytes
    variants: dict[tuple[str, bool, str], Variant] = field(default_factory=dict)
    questions: bytes | None = None
    noted: float = 0.0

    def is_true(self, now: float, *tokens: str | None) -> bool:
        return self.token in tokens and self.made <= now < self.ends

    def is_unnoted(self, now: float) -> bool:
        """Whether it is asked for again, a while after the rush that follows a change, and may be renewed some day."""
        return self.questions is None and now >= self.made + SETTLED and self.is_html

    def under(self, token: str, ends: float) -> "Page":
        """The same bytes, true under another token; other threads may be adding to what this one answers."""
        return replace(self, token=token, ends=ends, variants=dict(self.variants))

    @cached_property
    def is_html(self) -> bool:
        return any(name.lower() == "content-type" and value.startswith("text/html") for name, value in self.headers)

    @property
    def weight(self) -> int:
        """Bytes in memory, those of its compressed forms and of its questions too."""
        return 2 * len(self.body) + len(self.questions or b"") + 4_000

    def answer(self, environ: Environ, start_response: StartResponse, now: float, how: str = "hit") -> Iterable[bytes]:
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = best_encoding(accepted) if len(accepted) <= LONGEST_HEADER else ""
        wanted = (encoding, now >= self.made + SETTLED, how)
        variant = self.variants.get(wanted) or self._make(*wanted)
        if self.status[:3] == "200" and is_known(environ, variant):
            start_response("304 Not Modified", variant.unchanged)
            return ()
        start_response(self.status, variant.headers)
        return (variant.body,) if environ["REQUEST_METHOD"] == "GET" else ()

    def _make(self, encoding: str, is_settled: bool, how: str) -> Variant:
        """Only HTML is compressed: feeds never are. An answer that came with validators keeps them."""
        said = {name.lower(): value for name, value in self.headers}
        body = self._in(encoding) if self.is_html else self.body
        etag = said.get("etag", f'"{hashlib.sha256(body).hexdigest()[:32]}"')
        headers = [pair for pair in self.headers if pair[0].lower() not in ("content-length", "etag", "vary")]
        headers += [("ETag", etag), ("Server-Timing", how)]
        headers += [("Last-Modified", formatdate(self.made, usegmt=True))] * (
            is_settled and "last-modified" not in said
        )
        headers += [("Vary", "Accept-Encoding")] * self.is_html
        unchanged = [pair for pair in headers if pair[0].lower() in REPEATED]
        headers += [("Content-Encoding", encoding)] * (self.is_html and encoding != "")
        variant = Variant(etag, body, [*headers, ("Content-Length", str(len(body)))], unchanged)
        self.variants[encoding, is_settled, how] = variant
        return variant

    def _in(self, encoding: str) -> bytes:
        """Compressed once."""
        known = (variant.body for (form, _, _), variant in list(self.variants.items()) if form == encoding)
        return next(known, None) or COMPRESS[encoding](self.body)


def is_known(environ: Environ, variant: Variant) -> bool:
    """Whether whoever asks has these very bytes. Dates are compared as they were given, whatever the clock did."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return not known.isdisjoint(("*", variant.etag))
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and ("Last-Modified", since) in variant.unchanged


class Shelf:
    """`limit` bytes of pages: the one that nobody asked for longest leaves first. Read without a lock."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.weight = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            with self._lock:
                if key in self._pages:  # another thread may have taken it away
                    self._pages.move_to_end(key)
        return page

    def put(self, key: Key, page: Page) -> None:
        with self._lock:
            former = self._pages.pop(key, None)
            self.weight += page.weight - (former.weight if former else 0)
            self._pages[key] = page
            while self.weight > self.limit:
                self.weight -= self._pages.popitem(last=False)[1].weight
