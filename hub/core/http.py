"""What views accept, and where they may send people."""

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

#: A page that shows a form by GET and takes it by POST.
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def own_screen(address: str) -> str:
    """`address` when it is a path of the administration, nothing otherwise."""
    is_own = address.startswith(f"/{settings.ADMIN_PATH}/") and url_has_allowed_host_and_scheme(address, None)
    return address if is_own and "/../" not in address else ""
