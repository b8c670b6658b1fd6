"""Asking for pages through what stands in front of Django, as a web server does."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from hub.delivery.front import Delivery


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def how(self) -> str:
        """«hit», «miss», or nothing for what Django answered alone."""
        return self.headers.get("Server-Timing", "")


def ask(application: Callable[..., Iterable[bytes]], path: str, method: str = "GET", **environ: Any) -> Answer:
    """One request. `environ`: `HTTP_…` and the rest, as WSGI names them."""
    given: list[Any] = []
    asked = RequestFactory().generic(method, path).environ
    asked.pop("HTTP_COOKIE", None)
    with connections_stay_open():
        answer = application({**asked, **environ}, lambda *said: given.extend(said))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
    return Answer(int(given[0][:3]), dict(given[1]), body)


@contextmanager
def connections_stay_open() -> Iterator[None]:
    """As in Django's own client: the database of a test lives in its connection."""
    signals = (request_started, request_finished)
    connected = [signal.disconnect(close_old_connections) for signal in signals]
    try:
        yield
    finally:
        for signal, was_connected in zip(signals, connected, strict=True):
            if was_connected:
                signal.connect(close_old_connections)


def delivered() -> Delivery:
    """A process that just started."""
    return Delivery(WSGIHandler())


def second_is_over(front: Delivery) -> None:
    """The next request looks at the database, whatever it hears."""
    front.truth.known = replace(front.truth.known, until=0.0)


def constant(environ, start_response):
    """A site with no end of pages."""
    body = environ["PATH_INFO"].encode() * 200
    start_response("200 OK", [("Cache-Control", "public"), ("Content-Length", str(len(body)))])
    return [body]
