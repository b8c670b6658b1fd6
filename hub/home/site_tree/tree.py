"""Pages: how they are found again, and how they enter the tree."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Q
from wagtail.models import Page

from hub.core.errors import WrongState
from hub.core.sites import page_identity

P = TypeVar("P", bound=Page)


def existing(model: type[P], *, parent: Page, slugs: Iterable[str]) -> dict[str, P]:
    """The starter pages already there, by the slug of the files: by identity, else by address below `parent`."""
    slug_of = {page_identity(model, slug): slug for slug in slugs}
    here = Q(path__startswith=parent.path, depth=parent.depth + 1, slug__in=slug_of.values())
    pages = model.objects.filter(here | Q(translation_key__in=slug_of))
    by_address = {page.slug: page for page in pages if page.slug in slug_of.values()}
    by_identity = {slug_of[page.translation_key]: page for page in pages if page.translation_key in slug_of}
    return by_address | by_identity


def add(page: Page, *, parent: Page, live: bool = True) -> None:
    """Put a new page below `parent`: published with its first revision, or as a draft."""
    if parent.get_children().filter(slug=page.slug).exists():
        raise WrongState(f"L’adresse « {page.slug} » est déjà prise par une autre page : changez-la, puis recommencez.")
    page.translation_key = page_identity(type(page), page.slug)
    page.live, page.has_unpublished_changes = False, True
    parent.add_child(instance=page)
    revision = page.save_revision(clean=False)
    if live:
        revision.publish()
