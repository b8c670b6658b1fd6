"""What views accept, where they may send people, and which answers are the same for everybody."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

#: A page that shows a form by GET and takes it by POST.
read_or_send = require_http_methods(["GET", "HEAD", "POST"])
#: Any cache may keep it, and asks each time whether it is still true: nobody reads yesterday's date.
PUBLIC = "public, max-age=0, must-revalidate"


def own_screen(address: str) -> str:
    """`address` when it is a path of the administration, nothing otherwise."""
    is_own = address.startswith(f"/{settings.ADMIN_PATH}/") and url_has_allowed_host_and_scheme(address, None)
    return address if is_own and "/../" not in address else ""


def mark_public(response: HttpResponseBase) -> HttpResponseBase:
    """Say that these are the same bytes for everybody; only then are they kept (`hub.delivery`).

    Pages that are not found are left alone: there is no end of them.
    """
    if response.status_code in (200, 301):
        response.headers.setdefault("Cache-Control", PUBLIC)
    return response


def is_public(response: HttpResponseBase) -> bool:
    return response.get("Cache-Control", "").startswith("public")


def public_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that is only read, and gives the same to everybody: it looks at no session, no cookie, no person."""

    @require_safe
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return mark_public(view(request, *args, **kwargs))

    return read


@lru_cache(maxsize=1_000)
def best_encoding(accepted: str) -> str:
    """The smallest encoding of a page that a browser takes: «br», «gzip», or «» for none."""
    taken: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        taken[name.strip()] = parameters.replace(" ", "").rstrip("0.") != "q="
    return next((name for name in ("br", "gzip") if taken.get(name, taken.get("*", False))), "")
