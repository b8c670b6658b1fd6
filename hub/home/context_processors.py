"""What the frame of every public page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hub.core.addresses import site_base
from hub.core.sites import identity_for

#: The main navigation: label and path.
NAVIGATION = [
    ("Thèmes", "/themes/"),
    ("Ateliers", "/ateliers/"),
    ("Études de cas", "/etudes-de-cas/"),
    ("Assemblées", "/assemblees/"),
    ("Témoigner", "/proposer-un-temoignage/"),
    ("Le groupe", "/le-groupe/"),
]

#: The links at the foot of every page; accessibility stands beside them with its state.
FOOT_LINKS = [
    ("Définition", "/definition/"),
    ("Repères", "/reperes/"),
    ("Glossaire", "/glossaire/"),
    ("Témoignages", "/temoignages/"),
    ("Comptes-rendus", "/comptes-rendus/"),
    ("Étiquettes", "/etiquettes/"),
    ("Données ouvertes", "/donnees/"),
    ("Mon espace", "/mon-espace/"),
    ("Mentions légales", "/mentions-legales/"),
    ("Confidentialité", "/confidentialite/"),
]


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """`identity`: the words of the site, read only where they are used; `navigation`; the contact address;
    `mailbox_url`: where mails of development are read."""
    return {
        "identity": SimpleLazyObject(lambda: identity_for(request)),
        "navigation": NAVIGATION,
        "foot_links": FOOT_LINKS,
        "contact_email": settings.CONTACT_EMAIL,
        "mailbox_url": "/courrier/" if settings.SHOW_MAILS else "",
        "base_url": site_base(),
    }
