"""The organisers' screen of the video room of one workshop."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.forms import decision_in
from hub.core.http import read_or_send
from workshops.contributing.enums import Role
from workshops.contributing.models import Contributor
from workshops.joining.actions import remove_room, room_of, set_room, version
from workshops.joining.forms import RoomForm
from workshops.joining.models import MeetingLink
from workshops.joining.room_addresses import advice_for
from workshops.planning.views.screen import heading, organiser
from workshops.workshop.workshop import WorkshopPage


@never_cache
@read_or_send
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the room; keep or remove it by POST. What is refused loses nothing of what was typed."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    if request.method != "POST":
        return _page(request, workshop)
    form = RoomForm(request.POST.copy())
    try:
        if decision_in(request.POST) == "remove":
            remove_room(workshop, seen=form["seen"].value() or "", by=organiser(request))
            return _done(request, "La salle est retirée.")
        if decision_in(request.POST) != "set":
            raise WrongState("La décision n’est pas comprise : choisissez-la de nouveau.")
        if not form.is_valid():
            messages.error(request, "Rien n’est enregistré : corrigez ce qui est signalé.")
            return _page(request, workshop, HTTPStatus.UNPROCESSABLE_ENTITY, form)
        set_room(workshop, form.room(), seen=form.cleaned_data["seen"], by=organiser(request))
    except ActionError as refusal:
        messages.error(request, str(refusal))
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, workshop, status, form)
    return _done(request, "La salle est enregistrée. Personne d’autre ne la voit avant l’heure.")


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(request.path)


def _page(
    request: HttpRequest, workshop: WorkshopPage, status: HTTPStatus = HTTPStatus.OK, form: RoomForm | None = None
) -> HttpResponse:
    """`form` is the one that was refused. Sent again, it is compared with the room as it is now on the screen."""
    link = MeetingLink.objects.filter(workshop=workshop).first()
    known = room_of(link)
    if form is not None:
        cast("QueryDict", form.data)["seen"] = version(link)
    context = {
        "workshop": workshop,
        "link": link,
        "advice": advice_for(link.address) if link else [],
        "missing": _missing_hosts(workshop),
        "form": form or RoomForm(initial={**(vars(known) if known else {}), "seen": version(link)}),
        **heading(workshop, "Salle de visioconférence"),
    }
    return render(request, "workshops/admin/room.html", context, status=status)


def _missing_hosts(workshop: WorkshopPage) -> list[str]:
    """Which hosts nobody is named for."""
    named = set(Contributor.objects.hosts().filter(workshop=workshop).values_list("role", flat=True))
    words = {Role.HOST: "personne n’est nommé pour ouvrir la salle", Role.SECOND_HOST: "il manque un second hôte"}
    return [sentence for role, sentence in words.items() if role not in named]
