"""Around views: one state of the content, former addresses, compression, security headers."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import has_vary_header, patch_cache_control

from hub.core.former.finding import present_path, present_query
from hub.core.http import is_public, mark_public
from hub.core.reading import one_reading
from hub.core.registries import parameters

#: Public pages: nothing inline, nothing from elsewhere, no nonce, so that the bytes are the same for everybody.
PUBLIC_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Wagtail's admin has inline scripts and styles of its own, and shows previews in a frame of the same site.
ADMIN_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; frame-src 'self'; object-src 'none'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'self'"
)
#: A preview is a public page shown inside the admin's frame.
PREVIEW_CSP = PUBLIC_CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
#: Set by `hub.delivery` in what it asks of Django.
DELIVERED = "agora.delivered"
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
)


class OneReadingMiddleware:
    """A page is made of one state of the content, asked for once: see `hub.core.lists.kept`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_reading():
            return self.get_response(request)


class FormerAddressMiddleware:
    """Who asks for a former address is sent to the present one, with the same query string (decision 0040).

    Before the view, former slugs in the query string; after it, only when it found nothing, the path.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = f"/{settings.ADMIN_PATH}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not self._reads(request) or not parameters().keys() & request.GET.keys():
            return None
        query = present_query(request.GET)
        return _moved(request.path, query) if query else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exception, Http404) or not self._reads(request) or match is None:
            return None
        path = present_path(request, match)
        return _moved(path, request.META.get("QUERY_STRING", "")) if path else None

    def _reads(self, request: HttpRequest) -> bool:
        return request.method in ("GET", "HEAD") and not request.path_info.startswith(self.admin)


def _moved(path: str, query: str) -> HttpResponse:
    """Asked again each time: an address may come back to where it was, and browsers would go round in circles."""
    response = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    mark_public(response)
    return response


class CompressPagesMiddleware(GZipMiddleware):
    """Compresses HTML only: feeds keep their strong ETag, files are compressed beforehand.

    No random padding, so that a page stays the same bytes; tokens of forms are masked anew by Django each time.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        if DELIVERED in request.META and is_public(response):  # compressed once, when it is kept
            return response
        return super().process_response(request, response)


class SecurityHeadersMiddleware:
    """Adds Content-Security-Policy (chosen by path) and Permissions-Policy to every response.

    What sets a cookie or looks at one is for one reader, whatever its view says: no shared cache may keep it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = f"/{settings.ADMIN_PATH}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if response.cookies or (is_public(response) and has_vary_header(response, "Cookie")):
            patch_cache_control(response, private=True)
        in_admin = request.path_info.startswith(self.admin)
        is_preview = in_admin and "/preview/" in request.path_info
        if in_admin:
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        if is_preview:
            # Wagtail makes the page by a request of its own to the public address: it already has the public policy.
            response.headers["Content-Security-Policy"] = PREVIEW_CSP
        response.headers.setdefault("Content-Security-Policy", ADMIN_CSP if in_admin else PUBLIC_CSP)
        return response
