"""The organiser's page of decisions about one workshop: date, certainty, fallback, partners, copy, undoing."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.forms import WayBack
from hub.core.http import read_or_send
from workshops.planning.actions import decisions
from workshops.planning.actions.announcing import announced_at
from workshops.planning.actions.copies import duplicate_workshop
from workshops.planning.actions.deciding import OTHER_MOVED
from workshops.planning.afterwards import left_to_do
from workshops.planning.audience import readers
from workshops.planning.forms import ASKS_WHY, DecisionForm
from workshops.planning.preparation import lacks
from workshops.planning.views.screen import heading
from workshops.workshop.enums import Certainty, PartnerCertainty
from workshops.workshop.workshop import WorkshopPage

#: What the button that leads to each certainty says, in the order in which they are offered.
MOVES = {
    Certainty.HELD: "Marquer comme tenu",
    Certainty.CONFIRMED: "Confirmer",
    Certainty.TENTATIVE: "Mettre sous réserve",
    Certainty.PROPOSED: "Proposer",
    Certainty.POSTPONED: "Reporter l’atelier",
    Certainty.CANCELLED: "Annuler l’atelier",
    Certainty.VOID: "Déclarer sans objet",
}


@read_or_send
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what may be decided; take one decision by POST. A refused one loses nothing of what was typed."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    if request.method != "POST":
        return _page(request, workshop, _fresh_form(workshop), HTTPStatus.OK)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _misunderstood(request, workshop, form)
    try:
        if _must_ask(workshop, form.cleaned_data):
            return _ask(request, workshop, form, HTTPStatus.OK)
        result = _take(workshop, form.cleaned_data, request.user)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, get_object_or_404(WorkshopPage, pk=pk), form, status)
    if result.pk != workshop.pk:
        messages.success(request, "L’atelier est copié : voici le brouillon.")
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[result.pk]))
    messages.success(request, "C’est décidé et publié." if result.live else "C’est décidé. La page reste un brouillon.")
    return HttpResponseRedirect(WayBack(request.POST).address() or request.path)


def _fresh_form(workshop: WorkshopPage) -> DecisionForm:
    return DecisionForm(initial={"when": workshop.when})


def _misunderstood(request: HttpRequest, workshop: WorkshopPage, form: DecisionForm) -> HttpResponse:
    """The screen again, with what was typed."""
    if "reason" in form.errors and form.data.get("value") in ASKS_WHY:
        return _ask(request, workshop, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    when = form.errors.get("when")
    messages.error(request, str(when[0]) if when else "La décision n’est pas comprise : choisissez-la de nouveau.")
    return _page(request, workshop, form, HTTPStatus.UNPROCESSABLE_ENTITY)


# ---------------------------------------------------------------- what is hard to take back asks once
def _must_ask(workshop: WorkshopPage, data: dict[str, Any]) -> bool:
    """Whether this decision must be asked about first. Raises WrongState when the screen was out of date."""
    if data["decision"] != "certainty" or data["asked"]:
        return False
    puts_back = workshop.is_closed and data["value"] not in ASKS_WHY and _active_replacements(workshop)
    if data["value"] not in ASKS_WHY and not puts_back:
        return False
    if data["seen"] != workshop.certainty:
        raise WrongState(OTHER_MOVED)
    return data["value"] in decisions.TRANSITIONS[workshop.certainty]


def _active_replacements(workshop: WorkshopPage) -> list[WorkshopPage]:
    """Fallbacks activated in its place and still announced."""
    return [page for page in WorkshopPage.objects.filter(replaces=workshop) if not page.is_closed]


def _ask(request: HttpRequest, workshop: WorkshopPage, form: DecisionForm, status: HTTPStatus) -> HttpResponse:
    value = Certainty(form.data["value"])
    is_past = workshop.latest is not None and workshop.latest < timezone.localdate()
    context = {
        "workshop": workshop,
        "form": form,
        "value": value,
        "words": MOVES[value],
        "asks_why": value in ASKS_WHY,
        "is_past": is_past,
        "told": len(readers(workshop)) if workshop.live and value in ASKS_WHY else 0,
        "replacements": [] if value in ASKS_WHY else _active_replacements(workshop),
        "waiting_fallbacks": WorkshopPage.objects.filter(fallback_for=workshop) if value in ASKS_WHY else [],
        **heading(workshop, MOVES[value]),
    }
    return render(request, "workshops/admin/ask.html", context, status=status)


# ---------------------------------------------------------------- taking it
def _take(workshop: WorkshopPage, data: dict[str, Any], by: Any) -> WorkshopPage:
    note = data["note"]
    known: dict[str, Callable[[], WorkshopPage]] = {
        "certainty": lambda: _certainty(workshop, data, by),
        "date": lambda: _date(workshop, data, by),
        "partner": lambda: _partner(workshop, data, by),
        "activate": lambda: decisions.activate_fallback(workshop, by=by, note=note),
        "other_theme": lambda: decisions.give_other_theme(workshop, by=by, note=note),
        "duplicate": lambda: duplicate_workshop(workshop, by=by),
        "undo": lambda: _undo(workshop, data, by),
    }
    return known[data["decision"]]()


def _certainty(workshop: WorkshopPage, data: dict[str, Any], by: Any) -> WorkshopPage:
    if data["seen"] not in Certainty.values or data["value"] not in Certainty.values:
        raise ActionError("Choisissez un état.")
    workshop.certainty = data["seen"]
    if data["seen_when"]:
        workshop.when = data["seen_when"]
    return decisions.set_certainty(workshop, data["value"], by=by, note=data["note"], reason=data["reason"])


def _undo(workshop: WorkshopPage, data: dict[str, Any], by: Any) -> WorkshopPage:
    if data["seen"] not in Certainty.values:
        raise WrongState(OTHER_MOVED)
    workshop.certainty, workshop.when = data["seen"], data["seen_when"]
    return decisions.undo_decision(workshop, by=by)


def _date(workshop: WorkshopPage, data: dict[str, Any], by: Any) -> WorkshopPage:
    if data["seen"] not in Certainty.values or data["value"] not in Certainty.values:
        raise ActionError("Dites si l’atelier est confirmé, sous réserve ou proposé à cette date.")
    workshop.certainty, workshop.when = data["seen"], data["seen_when"]
    return decisions.fix_date(workshop, data["when"], data["value"], by=by, note=data["note"])


def _partner(workshop: WorkshopPage, data: dict[str, Any], by: Any) -> WorkshopPage:
    partner = next((each for each in workshop.partners.all() if each.pk == data["partner"]), None)
    if partner is None or data["seen"] not in PartnerCertainty.values or data["value"] not in PartnerCertainty.values:
        raise ActionError("Ce partenaire n’est plus là. Rechargez la page.")
    partner.certainty = data["seen"]
    return decisions.set_partner_certainty(partner, data["value"], by=by, note=data["note"])


# ---------------------------------------------------------------- the screen
def _page(request: HttpRequest, workshop: WorkshopPage, form: DecisionForm, status: HTTPStatus) -> HttpResponse:
    original = workshop.fallback_for
    fallbacks = WorkshopPage.objects.filter(fallback_for=workshop)
    context = {
        "workshop": workshop,
        "form": form,
        "moves": _moves(workshop),
        "dated": [(value, value.label) for value in decisions.DATED if _may_be_dated(workshop, value)],
        "announced_at": announced_at(workshop),
        "lacks": lacks(workshop),
        "left": left_to_do(workshop) if workshop.certainty == Certainty.HELD else [],
        "partners": workshop.partners.select_related("authority"),
        "partner_choices": PartnerCertainty.choices,
        "original": original,
        "may_activate": decisions.may_activate(workshop),
        "waiting_fallbacks": fallbacks if workshop.has_failed else [],
        "held_fallbacks": fallbacks if workshop.certainty == Certainty.HELD else [],
        "active": _active_replacements(workshop),
        "events": workshop.events.select_related("by"),
        **heading(workshop, "Décider"),
    }
    return render(request, "workshops/admin/decide.html", context, status=status)


def _moves(workshop: WorkshopPage) -> list[tuple[str, str]]:
    """Certainties and what their buttons say. What has not begun can't have been held."""
    begun = workshop.earliest is not None and workshop.earliest <= timezone.localdate()
    possible = decisions.TRANSITIONS[workshop.certainty]
    return [
        (value, words) for value, words in MOVES.items() if value in possible and (value != Certainty.HELD or begun)
    ]


def _may_be_dated(workshop: WorkshopPage, value: str) -> bool:
    possible = decisions.TRANSITIONS[workshop.certainty]
    return workshop.certainty != Certainty.HELD and (value == workshop.certainty or value in possible)
