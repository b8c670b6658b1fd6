"""Workshops, themes and partners for tests."""

import itertools
from datetime import UTC, datetime

from glossary.models import Theme
from hub.community.models import Authority
from hub.core.dates.when import When
from tests.factories.pages import index_page
from workshops.models import WorkshopIndexPage, WorkshopPage, WorkshopPartner

PUBLISHED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_numbers = itertools.count(1)


def theme(label: str = "Indemnisation", **fields: object) -> Theme:
    slug = fields.pop("slug", f"theme-{next(_numbers)}")
    return Theme.objects.create(label=label, short_label=label[:40], slug=slug, **fields)


def authority(name: str = "Ville de Rouen", **fields: object) -> Authority:
    defaults = {"short_name": name.removeprefix("Ville de "), "slug": f"lieu-{next(_numbers)}", "kind": "commune"}
    return Authority.objects.create(name=name, **{**defaults, **fields})


def workshop(when: str = "2027-06", *, themes: list[Theme] | None = None, **fields: object) -> WorkshopPage:
    """A published workshop. Its publication instant is fixed, so that feeds are comparable."""
    parent = index_page(WorkshopIndexPage, "ateliers", "Ateliers")
    number = next(_numbers)
    defaults = {"title": f"Atelier {number}", "slug": f"atelier-{number}", "live": True}
    page = WorkshopPage(when=When.parse(when), **{**defaults, **fields})
    page.first_published_at = page.last_published_at = PUBLISHED
    parent.add_child(instance=page)
    if themes:
        page.themes.set(themes)
        page.save()
    return page


def partner(page: WorkshopPage, place: Authority, certainty: str = "planned") -> WorkshopPartner:
    return WorkshopPartner.objects.create(workshop=page, authority=place, certainty=certainty)
