"""What the frame of every public page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hub.core.addresses import site_base
from hub.core.registries import sections
from hub.core.sites import identity_for, section_path

#: The main navigation: label, and the section or the view it leads to.
NAVIGATION = [
    ("Thèmes", "themes"),
    ("Ateliers", "ateliers"),
    ("Études de cas", "etudes-de-cas"),
    ("Assemblées", "assemblees"),
    ("Témoigner", "propose"),
    ("Le groupe", "le-groupe"),
]

#: The links at the foot of every page; accessibility stands beside them with its state.
FOOT_LINKS = [
    ("Définition", "definition"),
    ("Repères", "landmarks"),
    ("Glossaire", "glossaire"),
    ("Témoignages", "temoignages"),
    ("Comptes-rendus", "comptes-rendus"),
    ("Étiquettes", "tags"),
    ("Données ouvertes", "open_data"),
    ("Mon espace", "my_space"),
    ("Mentions légales", "mentions-legales"),
    ("Confidentialité", "confidentialite"),
]


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """`identity`: the words of the site, read only where they are used; `navigation`; the contact address;
    `mailbox_url`: where mails of development are read."""
    return {
        "identity": SimpleLazyObject(lambda: identity_for(request)),
        "navigation": SimpleLazyObject(lambda: _links(NAVIGATION)),
        "foot_links": SimpleLazyObject(lambda: _links(FOOT_LINKS)),
        "contact_email": settings.CONTACT_EMAIL,
        "mailbox_url": reverse("mailbox") if settings.SHOW_MAILS else "",
        "base_url": site_base(),
    }


def _links(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    known = sections()
    return [(label, section_path(name) if name in known else reverse(name)) for label, name in places]
