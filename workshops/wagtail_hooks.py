"""Workshops in the administration: the menu, and the page of decisions."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from workshops.conflicts.views import radar_for_typed_date
from workshops.planning.views.cycles import next_cycle
from workshops.planning.views.deciding import decide
from workshops.planning.viewsets import WorkshopViewSetGroup
from workshops.polls.views.asking import poll
from workshops.registering.views.desk import registrations, registrations_file
from workshops.workshop.workshop import WorkshopPage

register_snippet(WorkshopViewSetGroup)


@hooks.register("register_admin_urls")
def decision_urls() -> list[URLPattern]:
    return [
        path("ateliers/<int:pk>/decider/", decide, name="workshop_decide"),
        path("ateliers/cycles/<int:pk>/suite/", next_cycle, name="cycle_next"),
        path("ateliers/<int:pk>/sondage/", poll, name="workshop_poll"),
        path("ateliers/<int:pk>/inscriptions/", registrations, name="workshop_registrations"),
        path("ateliers/<int:pk>/inscriptions.<slug:extension>", registrations_file, name="workshop_registrations_file"),
    ]


@hooks.register("register_admin_urls")
def radar_url() -> list[URLPattern]:
    return [path("ateliers/<int:pk>/radar/", radar_for_typed_date, name="workshop_radar")]


@hooks.register("register_page_header_buttons")
def decision_button(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """«Décider», the date poll and «Inscriptions» in the header of a workshop."""
    if isinstance(page, WorkshopPage) and page.permissions_for_user(user).can_publish():
        yield Button("Décider", reverse("workshop_decide", args=[page.pk]), icon_name="tasks", priority=5)
        yield Button("Sondage de date", reverse("workshop_poll", args=[page.pk]), icon_name="calendar", priority=5)
        yield Button("Inscriptions", reverse("workshop_registrations", args=[page.pk]), icon_name="group", priority=6)


@hooks.register("register_page_listing_more_buttons")
def decision_link(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The same from the list."""
    yield from decision_button(page, user, next_url)
