"""Around views: one state of the content, compression, security headers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_cache_control

from hub.core.lists.kept import one_reading

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


class CompressPagesMiddleware(GZipMiddleware):
    """Compresses HTML only: feeds keep their strong ETag, files are compressed beforehand.

    No random padding, so that a page stays the same bytes; tokens of forms are masked anew by Django each time.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class SecurityHeadersMiddleware:
    """Adds Content-Security-Policy (chosen by path) and Permissions-Policy to every response.

    What sets a cookie is for one reader, whatever its view says or forgets: no shared cache may keep it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = f"/{settings.ADMIN_PATH}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if response.cookies:
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
