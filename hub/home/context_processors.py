"""What the frame of every public page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hub.core.addresses import site_base
from hub.core.sites import identity_for
from hub.home.site_settings.menus import shown_menus


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """`identity`: the words of the site, read only where they are used; `navigation`; the contact address;
    `mailbox_url`: where mails of development are read."""
    return {
        "identity": SimpleLazyObject(lambda: identity_for(request)),
        "navigation": SimpleLazyObject(lambda: shown_menus(identity_for(request))["main"]),
        "foot_links": SimpleLazyObject(lambda: shown_menus(identity_for(request))["foot"]),
        "contact_email": SimpleLazyObject(lambda: identity_for(request).contact),
        "mailbox_url": reverse("mailbox") if settings.SHOW_MAILS else "",
        "base_url": site_base(),
    }
