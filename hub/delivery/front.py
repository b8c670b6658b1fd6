"""The WSGI application in front of Django's: gives what is kept and true, has the rest made, keeps what it may."""

import math
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from hub.core.lists.asked_again import are_answered_the_same, noted
from hub.core.lists.kept import echo, true_until
from hub.core.lists.shared import Shared
from hub.core.lists.truth import Truth
from hub.core.middleware import DELIVERED
from hub.delivery.asking import Asking, Environ, Key
from hub.delivery.pages import Headers, Page, Shelf, StartResponse

Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LARGEST = 2_000_000  # bytes: the sitemap of twenty thousand addresses
#: Seconds: for one that makes the same page; for a turn, as several pages at once come late; after a page that failed.
PATIENCE, TURN, FAILURE = 10.0, 0.5, 2.0
MOST_UNKEPT = 1_000
#: Questions about a version or a part of a page: answered here, about the whole page.
LEFT_OUT = {"HTTP_COOKIE", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"}
LEFT_OUT |= {"HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"}


class Delivery:
    """One for each process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.asking = Asking()
        self.truth = Truth(echo)
        #: Addresses with a query string, of which there is no end, have a quarter: they push out no other.
        self.shelves = {False: Shelf(settings.DELIVERY_BYTES * 3 // 4), True: Shelf(settings.DELIVERY_BYTES // 4)}
        self.shared = Shared(settings.DELIVERY_SHARED)
        self._making: dict[Key, threading.Event] = {}
        self._turn = threading.Lock()
        #: What was made and could not be kept, under which token, and until when nobody waits for it.
        self._unkept: dict[Key, tuple[str, float]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self.asking(environ)
        token = self.truth.token() if key is not None else None
        if key is None or token is None:
            return self.application(environ, start_response)
        page, now = self.shelves[key[2] != ""].get(key), time.time()
        if page is not None and page.is_true(now, token):
            if page.is_unnoted(now) and self._turn.acquire(blocking=False):
                try:
                    return self._noted(key, page, token, environ).answer(environ, start_response, now, "miss")
                finally:
                    self._turn.release()
            return page.answer(environ, start_response, now)
        mine, until, is_done = threading.Event(), time.monotonic() + PATIENCE, True
        while is_done and not self._is_unkept(key, token):
            other = self._making.setdefault(key, mine)
            if other is mine:
                try:
                    with self.shared.alone(repr(key)):
                        return self._give_or_make(key, token, environ, start_response)
                finally:
                    self._making.pop(key).set()
            is_done = other.wait(until - time.monotonic())
            page, now = self.shelves[key[2] != ""].get(key), time.time()
            if page is not None and page.is_true(now, token, self.truth.token()):
                return page.answer(environ, start_response, now, "miss")
        return self.application(environ, start_response)

    def _is_unkept(self, key: Key, token: str) -> bool:
        known, until = self._unkept.get(key, ("", 0.0))
        return known == token and time.monotonic() < until

    def _give_or_make(self, key: Key, token: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """What another process made, if it was true when asked for, or is now; what a change left alone; one made."""
        page, now = self.shared.get(repr(key)), time.time()
        if page is not None and page.is_true(now, token, self.truth.token()):
            self.shelves[key[2] != ""].put(key, page)
            return page.answer(environ, start_response, now, "miss")
        token = self.truth.token() or token
        for former in (page, self.shelves[key[2] != ""].get(key)):
            if former is not None and (page := renewed(former, token)) is not None:
                self._keep(key, page)
                return page.answer(environ, start_response, now, "miss")
        has_turn = self._turn.acquire(timeout=TURN)
        try:
            return self._make(key, self.truth.token() or token, environ, start_response)
        finally:
            if has_turn:
                self._turn.release()

    def _make(self, key: Key, token: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Ask Django for the whole page; `token` was read just before."""
        now = datetime.now(UTC)  # before: what turns while it is made ends it
        said, answer = self._ask(key, environ)
        if not may_be_kept(said[0], said[1], key[0]):
            if len(self._unkept) >= MOST_UNKEPT:
                self._unkept.clear()
            self._unkept[key] = (token, time.monotonic() + (FAILURE if said[0][:1] == "5" else math.inf))
            start_response(*said)
            return answer
        body = whole(answer)
        page = Page(token, now.timestamp(), true_until(now, token).timestamp(), said[0], list(said[1]), body)
        given = page.answer(environ, start_response, page.made, "miss")
        self._keep(key, page)  # with the form that this reader was given
        return given

    def _noted(self, key: Key, page: Page, token: str, environ: Environ) -> Page:
        """The same page, made once more while nobody waits, with what it asks the database for."""
        other = self.shared.get(repr(key))
        if other is None or other.questions is None or not other.is_true(time.time(), token):
            with noted() as questions:
                said, answer = self._ask(key, environ)
                is_same = (said[0], said[1], whole(answer)) == (page.status, page.headers, page.body)
            if not is_same and self.truth.token() != token:
                return page  # changed meanwhile
            other = page.under(token, page.ends)
            other.noted, other.questions = time.time(), questions.written() if is_same else b""
        if self.shelves[key[2] != ""].get(key) is page:
            self._keep(key, other)
        return other

    def _ask(self, key: Key, environ: Environ) -> tuple[list[Any], Iterable[bytes]]:
        """What Django says and answers, without anything of who asks."""
        asked = {name: value for name, value in environ.items() if name not in LEFT_OUT}
        asked |= {"REQUEST_METHOD": "GET", "QUERY_STRING": key[2], DELIVERED: True}
        said: list[Any] = []
        return said, self.application(asked, lambda *given: said.extend(given))

    def _keep(self, key: Key, page: Page) -> None:
        self.shared.put(repr(key), page)
        self.shelves[key[2] != ""].put(key, page)


def whole(answer: Iterable[bytes]) -> bytes:
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return body


def renewed(page: Page, token: str) -> Page | None:
    """The same bytes under another token, where neither the content nor the clock changed anything in them.

    Between the making of the page and now nothing may have turned, by what the content says now: then the clock of the
    questions tells the same as today's.
    """
    if not page.questions or time.time() < page.noted:
        return None
    ends = true_until(datetime.fromtimestamp(page.made, UTC), token).timestamp()
    is_alone = time.time() < ends and are_answered_the_same(page.questions)
    return page.under(token, ends) if is_alone else None


def may_be_kept(status: str, headers: Headers, origin: str) -> bool:
    """Only what the application marked as public, whole and small: 200, and 301 inside the site."""
    said = {name.lower(): value for name, value in headers}
    target = said.get("location", "")
    is_inside = target.startswith(f"{origin}/") or (target[:1] == "/" and target[:2] != "//")
    return (
        (status[:3] == "200" or (status[:3] == "301" and is_inside))
        and said.get("cache-control", "").startswith("public")
        and said.get("content-length", "").isdecimal()
        and int(said["content-length"]) <= LARGEST
        and said.get("vary", "").lower() in ("", "accept-encoding")
        and not {"set-cookie", "content-encoding"} & said.keys()
    )
