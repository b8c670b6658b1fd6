"""Workshops in the administration: the menu, and the page of decisions."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from workshops.cockpit.views import cockpit
from workshops.conflicts.views import radar_for_typed_date
from workshops.contributing.views.desk import team
from workshops.joining.views.desk import room
from workshops.leading.views import live
from workshops.planning.views.cycles import next_cycle
from workshops.planning.views.deciding import decide
from workshops.planning.viewsets import WorkshopViewSetGroup
from workshops.polls.views.asking import poll
from workshops.registering.models import awaited_below
from workshops.registering.views.desk import registrations, registrations_file
from workshops.workshop.workshop import WorkshopPage

register_snippet(WorkshopViewSetGroup)


@hooks.register("register_admin_urls")
def decision_urls() -> list[URLPattern]:
    return [
        path("ateliers/<int:pk>/", cockpit, name="workshop_cockpit"),
        path("ateliers/<int:pk>/decider/", decide, name="workshop_decide"),
        path("ateliers/cycles/<int:pk>/suite/", next_cycle, name="cycle_next"),
        path("ateliers/<int:pk>/sondage/", poll, name="workshop_poll"),
        path("ateliers/<int:pk>/equipe/", team, name="workshop_team"),
        path("ateliers/<int:pk>/salle/", room, name="workshop_room"),
        path("ateliers/<int:pk>/en-direct/", live, name="workshop_live"),
        path("ateliers/<int:pk>/inscriptions/", registrations, name="workshop_registrations"),
        path("ateliers/<int:pk>/inscriptions.<slug:extension>", registrations_file, name="workshop_registrations_file"),
    ]


@hooks.register("register_admin_urls")
def radar_url() -> list[URLPattern]:
    return [path("ateliers/<int:pk>/radar/", radar_for_typed_date, name="workshop_radar")]


@hooks.register("register_page_header_buttons")
def decision_button(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """The cockpit, «Décider», the date poll, who holds it, the room and «Inscriptions» in the header of a workshop."""
    if isinstance(page, WorkshopPage) and page.permissions_for_user(user).can_publish():
        yield Button("Tableau de bord", reverse("workshop_cockpit", args=[page.pk]), icon_name="list-ul", priority=4)
        yield Button("Décider", reverse("workshop_decide", args=[page.pk]), icon_name="tasks", priority=5)
        yield Button("Sondage de date", reverse("workshop_poll", args=[page.pk]), icon_name="calendar", priority=5)
        yield Button("Hôtes et interventions", reverse("workshop_team", args=[page.pk]), icon_name="user", priority=6)
        yield Button("Salle", reverse("workshop_room", args=[page.pk]), icon_name="view", priority=6)
        yield Button("Inscriptions", reverse("workshop_registrations", args=[page.pk]), icon_name="group", priority=6)
        yield Button("En direct", reverse("workshop_live", args=[page.pk]), icon_name="time", priority=7)


@hooks.register("register_page_listing_more_buttons")
def decision_link(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The same from the list."""
    yield from decision_button(page, user, next_url)


@hooks.register("before_delete_page")
def keep_who_registered(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A workshop that people are registered for is cancelled first: they are told, their seats are not lost."""
    return _kept(request, [page])


@hooks.register("before_bulk_action")
def keep_who_registered_together(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for pages chosen together."""
    pages = [each for each in objects if isinstance(each, Page)]
    return _kept(request, pages) if action_type == "delete" else None


def _kept(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    found = [desk for page in pages for desk in awaited_below(page)]
    if not found:
        return None
    workshop = found[0].workshop
    messages.error(
        request,
        f"« {workshop.title} » n’est pas supprimé : des personnes y sont inscrites. "
        "Annulez d’abord l’atelier, puis leurs inscriptions.",
    )
    return redirect("workshop_registrations", workshop.pk)
