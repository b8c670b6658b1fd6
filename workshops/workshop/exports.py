"""Workshops, as columns to take away. Speakers are people: their names stay on the pages."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from hub.core.exports import joined_keys, key_column, key_of, page_columns
from hub.core.tabular import Table, column
from workshops.workshop.agenda_items import WorkshopPartner
from workshops.workshop.cycle import Cycle
from workshops.workshop.enums import PartnerCertainty
from workshops.workshop.event import OutsideEvent
from workshops.workshop.workshop import WorkshopPage

CYCLES = Table(
    "cycles",
    "Cycles",
    (
        key_column(Cycle),
        column(Cycle, "nom", "label"),
        column(Cycle, "periode", "period"),
        column(Cycle, "note", "note"),
    ),
)
EVENTS = Table(
    "evenements_exterieurs",
    "Événements extérieurs",
    (
        key_column(OutsideEvent),
        column(OutsideEvent, "nom", "name"),
        column(OutsideEvent, "sigle", "acronym"),
        column(OutsideEvent, "edition", "edition"),
        column(OutsideEvent, "quand", "when"),
        column(OutsideEvent, "site", "url"),
    ),
)
WORKSHOPS = Table(
    "ateliers",
    "Ateliers",
    (
        *page_columns(WorkshopPage),
        column(WorkshopPage, "quand", "when"),
        column(WorkshopPage, "annee_supposee", "year_assumed"),
        column(WorkshopPage, "certitude", "certainty"),
        column(WorkshopPage, "forme", "mode"),
        column(WorkshopPage, "lieu", "place"),
        key_of(WorkshopPage, "cycle", "cycle"),
        key_of(WorkshopPage, "evenement", "host_event"),
        joined_keys(WorkshopPage, "themes", "themes"),
        column(WorkshopPage, "theme_ouvert", "theme_open"),
        column(WorkshopPage, "annonce", "wording"),
        key_of(WorkshopPage, "repli_de", "fallback_for"),
        column(WorkshopPage, "condition_du_repli", "fallback_condition"),
    ),
    "Une date n’a jamais plus de précision que ce que l’on sait : « 2027-06 » est le mois de juin.",
)
PARTNERS = Table(
    "partenaires",
    "Partenaires des ateliers",
    (
        key_of(WorkshopPartner, "atelier", "workshop", label="atelier"),
        key_of(WorkshopPartner, "collectivite", "authority"),
        column(WorkshopPartner, "certitude", "certainty"),
    ),
)


def exported() -> Iterator[tuple[Table, Sequence[Any]]]:
    """Workshops anybody may read and what they belong to."""
    visible = WorkshopPage.objects.visible_to_all()
    related = visible.select_related("cycle", "host_event").prefetch_related(
        "themes", Prefetch("fallback_for", visible)
    )
    pages = list(related.order_by("slug", "pk"))
    cycles = {page.cycle.pk: page.cycle for page in pages if page.cycle}
    events = {page.host_event.pk: page.host_event for page in pages if page.host_event}
    yield CYCLES, sorted(cycles.values(), key=lambda cycle: cycle.slug)
    yield EVENTS, sorted(events.values(), key=lambda event: event.slug)
    yield WORKSHOPS, pages
    partners = WorkshopPartner.objects.filter(workshop__in=[page.pk for page in pages])
    shown = partners.exclude(certainty=PartnerCertainty.WITHDRAWN).select_related("workshop", "authority")
    yield PARTNERS, list(shown.order_by("workshop__slug", "sort_order", "pk"))
