"""The main menu and the links at the foot: what was chosen, and where each entry leads now."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from hub.core.lists.kept import kept
from hub.core.models import BasePageQuerySet, SiteIdentity
from hub.core.registries import sections
from hub.core.sites import PLACED, only_site, section_page

#: Menus as they are until somebody changes them: label, and the section or the view it leads to.
NAVIGATION = [
    ("Thèmes", "themes"),
    ("Ateliers", "ateliers"),
    ("Études de cas", "etudes-de-cas"),
    ("Assemblées", "assemblees"),
    ("Témoigner", "propose"),
    ("Le groupe", "le-groupe"),
]
#: Accessibility stands beside these with its state.
FOOT_LINKS = [
    ("Définition", "definition"),
    ("Repères", "landmarks"),
    ("Registre des suites", "follow_ups"),
    ("Ce qui a changé", "whats_new"),
    ("Glossaire", "glossaire"),
    ("Témoignages", "temoignages"),
    ("Comptes-rendus", "comptes-rendus"),
    ("Étiquettes", "tags"),
    ("Données ouvertes", "open_data"),
    ("Mon espace", "my_space"),
    ("Mentions légales", "mentions-legales"),
    ("Confidentialité", "confidentialite"),
]
#: Every place that a menu may name.
PLACES = {name: label for label, name in [*NAVIGATION, *FOOT_LINKS, ("Agenda", "subscribe"), ("Recherche", "search")]}
GONE = "Cette page n’existe plus : l’entrée n’est pas montrée."
HIDDEN = "Cette page n’est pas ouverte à tout le monde, ou pas publiée : l’entrée n’est pas montrée."


@dataclass(frozen=True)
class Entry:
    """One line of a menu: a place of the site, else a page, else an address."""

    label: str
    place: str = ""
    page: int | None = None
    address: str = ""

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Entry":
        return cls(**{field.name: stored[field.name] for field in fields(cls) if field.name in stored})

    def plain(self) -> dict[str, Any]:
        """As it is stored: what is empty is left out."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Link:
    """An entry as it is shown; with a `problem`, in the settings only."""

    entry: Entry
    path: str
    problem: str = ""


def entries(stored: list[dict[str, Any]], usual: list[tuple[str, str]]) -> list[Entry]:
    """The entries that were chosen, or the usual ones."""
    return [Entry.read(row) for row in stored] or [Entry(label, place=name) for label, name in usual]


def shown_menus(identity: SiteIdentity) -> dict[str, list[tuple[str, str]]]:
    """Label and path of each entry that anybody may follow, kept until the content changes."""
    return kept(f"menus of site {identity.site_id}", lambda: _shown(identity))


def links(chosen: Iterable[Entry]) -> list[Link]:
    """Where entries lead, in a constant number of queries."""
    found = list(chosen)
    targets = [_page_of(entry) for entry in found]
    wanted = {key for key in targets if key}
    open_pages = BasePageQuerySet(Page).visible_to_all().only(*PLACED).in_bulk(wanted) if wanted else {}
    existing = set(BasePageQuerySet(Page).filter(pk__in=wanted - set(open_pages)).values_list("pk", flat=True))
    return [_link(entry, key, open_pages, existing) for entry, key in zip(found, targets, strict=True)]


def _shown(identity: SiteIdentity) -> dict[str, list[tuple[str, str]]]:
    main, foot = entries(identity.main_menu, NAVIGATION), entries(identity.foot_links, FOOT_LINKS)
    found = links([*main, *foot])
    parts = {"main": found[: len(main)], "foot": found[len(main) :]}
    return {name: [(link.entry.label, link.path) for link in part if not link.problem] for name, part in parts.items()}


def _page_of(entry: Entry) -> int | None:
    """Key of the page an entry leads to: that of its section, or its own."""
    return section_page(entry.place) if entry.place in sections() else entry.page


def _link(entry: Entry, key: int | None, open_pages: dict[int, Page], existing: set[int]) -> Link:
    if key in open_pages:
        return Link(entry, open_pages[key].get_url(current_site=only_site()) or "")
    if entry.address:
        return Link(entry, entry.address)
    if key is None and entry.place in PLACES and entry.place not in sections():
        return Link(entry, reverse(entry.place))
    return Link(entry, "", HIDDEN if key in existing else GONE)
