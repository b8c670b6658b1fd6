"""The organisers' screen of the date poll of one workshop: slots with their radar, answers, the slot retained."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hub.core.dates.when import When
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.forms import decision_in
from hub.core.http import read_or_send
from workshops.conflicts.radar import Asked, Radar, look_at
from workshops.planning.views.screen import heading, organiser
from workshops.polls import actions
from workshops.polls.forms import PollForm, RetainForm, slot_forms
from workshops.polls.models import DatePoll, PollSlot
from workshops.polls.tally import tallies
from workshops.workshop.workshop import WorkshopPage


@read_or_send
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the poll; take one decision by POST. A refused one loses nothing of what was typed."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    if request.method != "POST":
        return _page(request, workshop)
    known: dict[str, Callable[[HttpRequest, WorkshopPage], HttpResponse]] = {
        "check": _check,
        "open": _open,
        "retain": _retain,
        "stop": _stop,
    }
    try:
        return known.get(decision_in(request.POST), _unknown)(request, workshop)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, workshop, status)


def _check(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    """The radar of the slots typed; nothing is kept."""
    return _page(request, workshop)


def _open(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    form, slots = PollForm(request.POST), slot_forms(request.POST)
    if not all([form.is_valid(), *(slot.is_valid() for slot in slots)]):
        messages.error(request, "Rien n’est envoyé : corrigez ce qui est signalé.")
        return _page(request, workshop, HTTPStatus.UNPROCESSABLE_ENTITY)
    whens = [slot.when for slot in slots if slot.when]
    opened = actions.open_poll(
        workshop, slots=whens, people=form.people(), deadline=form.deadline(), by=organiser(request)
    )
    messages.success(request, f"Le sondage est ouvert : {opened.invitees.count()} personnes sont interrogées.")
    return HttpResponseRedirect(request.path)


def _retain(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    form = RetainForm(request.POST)
    if not form.is_valid():
        return _unknown(request, workshop)
    slot = get_object_or_404(PollSlot.objects.select_related("poll__workshop"), pk=form.cleaned_data["slot"])
    if slot.poll.workshop_id != workshop.pk:
        return _unknown(request, workshop)
    away = actions.refusing(slot)
    if away and not form.cleaned_data["despite"]:
        return _ask(request, workshop, form, slot, [person.shown_name for person in away])
    data = form.cleaned_data
    actions.retain_slot(slot, data["certainty"], by=organiser(request), despite=data["despite"])
    messages.success(request, "La date est fixée. Dans un quart d’heure, qui a répondu reçoit la date et son fichier.")
    return HttpResponseRedirect(request.path)


def _stop(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    running = DatePoll.objects.filter(workshop=workshop, closed_at=None).first()
    if running is None:
        raise WrongState("Ce sondage est déjà terminé.")
    actions.stop_poll(running, by=organiser(request))
    messages.success(request, "Le sondage est arrêté, sans date retenue.")
    return HttpResponseRedirect(request.path)


def _unknown(request: HttpRequest, workshop: WorkshopPage) -> HttpResponse:
    raise WrongState("La décision n’est pas comprise : choisissez-la de nouveau.")


# ---------------------------------------------------------------- the screen
def _ask(
    request: HttpRequest, workshop: WorkshopPage, form: RetainForm, slot: PollSlot, away: list[str]
) -> HttpResponse:
    context = {"workshop": workshop, "slot": slot, "away": away, "certainty": form.cleaned_data["certainty"]}
    return render(request, "workshops/admin/poll_ask.html", {**context, **heading(workshop, "Choisir la date")})


def _page(request: HttpRequest, workshop: WorkshopPage, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    last = DatePoll.objects.filter(workshop=workshop).first()
    running = last if last is not None and last.closed_at is None else None
    typed = request.POST if request.method == "POST" and running is None else None
    slots = slot_forms(typed)
    context: dict[str, Any] = {
        "workshop": workshop,
        "poll": last,
        "running": running,
        "tallies": [(tally, _radar(workshop, tally.slot.when)) for tally in tallies(last)] if last else [],
        "silent": [person.shown_name for person in last.invitees.filter(answered_at=None)] if last else [],
        "retain_form": RetainForm(),
        "form": PollForm(typed),
        "slots": [(slot, _radar(workshop, slot.when) if slot.when else None) for slot in slots],
        **heading(workshop, "Choisir la date"),
    }
    return render(request, "workshops/admin/poll.html", context, status=status)


def _radar(workshop: WorkshopPage, when: When) -> Radar:
    partners = [partner.authority_id for partner in workshop.shown_partners]
    return look_at(Asked(when, partners, workshop.pk, workshop.fallback_for_id, workshop.host_event_id))
