"""Around views: few wait for the lock of SQLite, and nothing is received while a new version is put in place."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from hub.core.site_state import is_closed
from hub.operations.refusing import unavailable
from hub.operations.short_queue import short_queue


class ShortQueueMiddleware:
    """Around everything that may write: sessions too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with short_queue():
            return self.get_response(request)


class ClosedToWritesMiddleware:
    """After the check of forms: what comes from another site is refused there, and never shown as if it were ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in ("GET", "HEAD", "OPTIONS") or not is_closed():
            return None
        return unavailable(request, is_closed=True)
