"""Workshops, as columns to take away. Speakers are people: their names stay on the pages."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, QuerySet

from hub.core.exports import Exported, by_key, exported, in_turn, joined_keys, key_column, key_of, page_columns
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


def _workshops() -> QuerySet:
    visible = WorkshopPage.objects.visible_to_all()
    related = visible.select_related("cycle", "host_event")
    return related.prefetch_related("themes", Prefetch("fallback_for", visible))


def partners() -> QuerySet:
    """Those of workshops that anybody may read."""
    of_visible = WorkshopPartner.objects.filter(workshop__in=WorkshopPage.objects.visible_to_all().values("pk"))
    return of_visible.exclude(certainty=PartnerCertainty.WITHDRAWN)


def _partners_of(few: Sequence[int]) -> Iterable[WorkshopPartner]:
    found = partners().filter(workshop__in=few).select_related("workshop", "authority")
    return in_turn(few, found.order_by("sort_order", "pk"), "workshop_id")


EXPORTED = (
    exported(CYCLES, lambda: Cycle.objects.filter(pk__in=WorkshopPage.objects.visible_to_all().values("cycle"))),
    exported(
        EVENTS,
        lambda: OutsideEvent.objects.filter(pk__in=WorkshopPage.objects.visible_to_all().values("host_event")),
    ),
    exported(WORKSHOPS, _workshops),
    Exported(PARTNERS, lambda: by_key(_workshops()), _partners_of, lambda: partners().count()),
)
