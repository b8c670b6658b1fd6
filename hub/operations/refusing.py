"""The page that says that nothing can be received now, and gives back what was typed, to be copied.

It asks the database nothing, and shows without the list of static files.
"""

from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from hub.core.forms import typed_texts

#: Seconds after which to try again: a fault is mended, a new version put in place.
SOON, LATER = 30, 180


def unavailable(request: HttpRequest, *, is_closed: bool = False) -> HttpResponse:
    context = {"texts": _texts(request), "is_closed": is_closed, "sent": request.method not in ("GET", "HEAD")}
    response = render(None, "503.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(LATER if is_closed else SOON)
    add_never_cache_headers(response)
    return response


def _texts(request: HttpRequest) -> list[str]:
    """Nothing when what was sent can't be read: a file that the disk had no room for."""
    try:
        return typed_texts(request)
    except (OSError, RawPostDataException, MultiPartParserError, BadRequest, SuspiciousOperation):
        return []
