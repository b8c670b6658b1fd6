"""Cards of pages: drawn when a page is published, or when somebody first asks. Public files, never a table."""

from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from wagtail.models import Page

from hub.core.cards.drawing import Card, draw
from hub.core.identity import SiteIdentity

FOLDER = "cartes"


def card_of(page: Page, identity: SiteIdentity) -> Card:
    """What the card of `page` says. The home page, and what is no page, have that of the site."""
    return Card(
        kicker=str(page._meta.verbose_name).capitalize() if page.depth > 2 else "",
        title=page.title if page.depth > 2 else identity.description,
        site=identity.name,
        practice=identity.question_practice,
        outcome=identity.question_outcome,
    )


def card_path(page: Page, identity: SiteIdentity) -> str:
    """Where the card of a stored page is seen: another address when what it says has changed."""
    return reverse("card", args=[page.pk, card_of(page, identity).digest])


def drawn_card(page: Page, card: Card) -> bytes:
    """The picture, drawn and kept unless it already is."""
    name = f"{FOLDER}/{page.pk}-{card.digest}.png"
    store = storages["public"]
    with suppress(FileNotFoundError), store.open(name) as kept:
        return kept.read()
    picture = draw(card)
    _forget_former(page)
    store.save(name, ContentFile(picture))
    return picture


def _forget_former(page: Page) -> None:
    store = storages["public"]
    with suppress(FileNotFoundError):
        for name in store.listdir(FOLDER)[1]:
            if name.startswith(f"{page.pk}-"):
                store.delete(f"{FOLDER}/{name}")
