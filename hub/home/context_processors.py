"""What the frame of every public page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hub.core.models import SiteIdentity

#: The main navigation: label and path.
NAVIGATION = [
    ("Thèmes", "/themes/"),
    ("Ateliers", "/ateliers/"),
    ("Études de cas", "/etudes-de-cas/"),
    ("Assemblées", "/assemblees/"),
    ("Témoigner", "/proposer-un-temoignage/"),
    ("Le groupe", "/le-groupe/"),
]


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """`site`: the identity of the site (one query, only where it is used); `navigation`; the contact address."""
    return {
        "site": SimpleLazyObject(lambda: SiteIdentity.for_request(request)),
        "navigation": NAVIGATION,
        "contact_email": settings.CONTACT_EMAIL,
        "base_url": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
    }
