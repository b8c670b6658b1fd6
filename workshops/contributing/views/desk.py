"""The organisers' screen «Hôtes et interventions»: who holds the workshop, where each stands, what is asked of them."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hub.core.enums import Half
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.forms import decision_in
from hub.core.http import read_or_send
from workshops.contributing.actions import desk as acts
from workshops.contributing.enums import HOSTS, Recording, Standing
from workshops.contributing.forms import AskForm, ContributorForm, PersonForm
from workshops.contributing.models import Contributor
from workshops.planning.views.screen import heading, organiser
from workshops.workshop.workshop import WorkshopPage

NOTED = {"confirmed": Standing.CONFIRMED, "declined": Standing.DECLINED}


@read_or_send
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who holds the workshop; take one decision by POST. A refused one loses nothing of what was typed."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    if request.method != "POST":
        return _page(request, workshop)
    known: dict[str, Callable[[HttpRequest, WorkshopPage], HttpResponse]] = {
        "add": _add,
        "change": _change,
        "ask": _ask,
        "remove": _remove,
        "confirmed": _note,
        "declined": _note,
    }
    try:
        return known.get(decision_in(request.POST), _unknown)(request, workshop)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, workshop, status)


def _add(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    form = ContributorForm(request.POST)
    if not form.is_valid():
        return _refused(request, workshop)
    row = acts.add_contributor(workshop, form.said(), by=organiser(request))
    return _done(request, f"{row.name} est dans la liste. Rien ne lui est encore écrit.")


def _change(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    row, form = _chosen(request, workshop), ContributorForm(request.POST)
    if not form.is_valid():
        return _refused(request, workshop)
    row = acts.change_contributor(row, form.said(), by=organiser(request))
    return _done(request, f"{row.name} : c’est enregistré.")


def _ask(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    row, form = _chosen(request, workshop), AskForm(request.POST)
    if not form.is_valid():
        return _unknown(request, workshop)
    acts.ask_contributor(row, key=str(form.cleaned_data["key"]), by=organiser(request))
    return _done(request, f"Un message part à {row.name}, avec son lien personnel.")


def _note(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    standing = NOTED[decision_in(request.POST)]
    row = acts.note_answer(_chosen(request, workshop), standing, by=organiser(request))
    return _done(request, f"{row.name} : {row.get_standing_display().lower()}.")


def _remove(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    row = _chosen(request, workshop)
    acts.remove_contributor(row, by=organiser(request))
    return _done(request, f"{row.shown_name} n’est plus dans la liste. Son lien personnel ne s’ouvre plus.")


def _unknown(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    raise WrongState("La décision n’est pas comprise : choisissez-la de nouveau.")


def _chosen(request: HttpRequest, workshop: WorkshopPage) -> Contributor:
    row = _of(workshop, PersonForm(request.POST))
    if row is None:
        raise WrongState("Cette personne n’est plus dans la liste.")
    return row


def _of(workshop: WorkshopPage, form: PersonForm) -> Contributor | None:
    if not form.is_valid():
        return None
    found = Contributor.objects.filter(workshop=workshop, pk=form.cleaned_data["personne"])
    return found.select_related("workshop").first()


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(request.path)


def _refused(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    messages.error(request, "Rien n’est enregistré : corrigez ce qui est signalé.")
    return _page(request, workshop, HTTPStatus.UNPROCESSABLE_ENTITY)


# ---------------------------------------------------------------- the screen
def _page(request: HttpRequest, workshop: WorkshopPage, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    rows = list(Contributor.objects.filter(workshop=workshop).select_related("workshop"))
    typed = request.POST if decision_in(request.POST) in ("add", "change") else None
    asked_for = PersonForm(request.GET if request.method != "POST" else request.POST)
    is_change = request.method != "POST" or decision_in(request.POST) == "change"
    changed = _of(workshop, asked_for) if is_change else None
    changed = changed if changed and not changed.is_forgotten else None
    initial = {name: getattr(changed, name) for name in ContributorForm.base_fields} if changed else None
    expected = [row for row in rows if row.standing != Standing.DECLINED]
    context = {
        "workshop": workshop,
        "groups": _groups(rows),
        "blocking": [row for row in expected if row.recording != Recording.AGREED],
        "has_rows": bool(expected),
        "changed": changed,
        "form": ContributorForm(typed, initial=initial),
        "key": uuid.uuid4(),
        **heading(workshop, "Hôtes et interventions"),
    }
    return render(request, "workshops/admin/team.html", context, status=status)


def _groups(rows: list[Contributor]) -> list[dict[str, Any]]:
    """Hosts, then both parts, always: what is empty is what is missing."""
    hosts = {"label": "Accueil de la salle", "rows": [row for row in rows if row.role in HOSTS]}
    others = [row for row in rows if row.role not in HOSTS]
    return [hosts, *({"label": half.label, "rows": [row for row in others if row.part == half]} for half in Half)]
