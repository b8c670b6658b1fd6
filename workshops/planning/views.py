"""The organiser's page of decisions about one workshop: certainty, fallback, partners, copy."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hub.core.errors import ActionError, NotAllowed
from hub.core.http import read_or_send
from workshops.planning import actions
from workshops.planning.forms import DecisionForm
from workshops.planning.preparation import lacks
from workshops.workshop.enums import Certainty, PartnerCertainty
from workshops.workshop.workshop import WorkshopPage

#: What the button that leads to each certainty says.
MOVES = {
    Certainty.CONFIRMED: "Confirmer",
    Certainty.TENTATIVE: "Mettre sous réserve",
    Certainty.PROPOSED: "Proposer",
    Certainty.HELD: "Marquer comme tenu",
    Certainty.POSTPONED: "Reporter",
    Certainty.CANCELLED: "Annuler",
    Certainty.VOID: "Déclarer sans objet",
}


@read_or_send
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what may be decided; take one decision by POST. A refused one loses nothing of what was typed."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    if request.method != "POST":
        return _page(request, workshop, DecisionForm(), HTTPStatus.OK)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "La décision n’est pas comprise : choisissez-la de nouveau.")
        return _page(request, workshop, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        result = _take(workshop, form.cleaned_data, request.user)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, get_object_or_404(WorkshopPage, pk=pk), form, status)
    if result.pk != workshop.pk:
        messages.success(request, "L’atelier est copié : voici le brouillon.")
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[result.pk]))
    messages.success(request, "C’est décidé et publié." if result.live else "C’est décidé. La page reste un brouillon.")
    return HttpResponseRedirect(request.path)


def _take(workshop: WorkshopPage, data: dict[str, Any], by: Any) -> WorkshopPage:
    decisions: dict[str, Callable[[], WorkshopPage]] = {
        "certainty": lambda: _certainty(workshop, data, by),
        "partner": lambda: _partner(workshop, data, by),
        "activate": lambda: actions.activate_fallback(workshop, by=by, note=data["note"]),
        "other_theme": lambda: actions.give_other_theme(workshop, by=by, note=data["note"]),
        "duplicate": lambda: actions.duplicate_workshop(workshop, by=by),
    }
    return decisions[data["decision"]]()


def _certainty(workshop: WorkshopPage, data: dict[str, Any], by: Any) -> WorkshopPage:
    if data["seen"] not in Certainty.values or data["value"] not in Certainty.values:
        raise ActionError("Choisissez un état.")
    workshop.certainty = data["seen"]
    return actions.set_certainty(workshop, data["value"], by=by, note=data["note"])


def _partner(workshop: WorkshopPage, data: dict[str, Any], by: Any) -> WorkshopPage:
    partner = next((each for each in workshop.partners.all() if each.pk == data["partner"]), None)
    if partner is None or data["seen"] not in PartnerCertainty.values or data["value"] not in PartnerCertainty.values:
        raise ActionError("Ce partenaire n’est plus là. Rechargez la page.")
    partner.certainty = data["seen"]
    return actions.set_partner_certainty(partner, data["value"], by=by, note=data["note"])


def _page(request: HttpRequest, workshop: WorkshopPage, form: DecisionForm, status: HTTPStatus) -> HttpResponse:
    moves = [(value, MOVES[Certainty(value)]) for value in actions.TRANSITIONS[workshop.certainty]]
    original = workshop.fallback_for
    context = {
        "workshop": workshop,
        "form": form,
        "moves": moves,
        "lacks": lacks(workshop),
        "partners": workshop.partners.select_related("authority"),
        "partner_choices": PartnerCertainty.choices,
        "original": original,
        "may_activate": original is not None and original.is_closed,
        "original_held": original is not None and original.certainty == Certainty.HELD,
        "waiting_fallbacks": WorkshopPage.objects.filter(fallback_for=workshop) if workshop.is_closed else [],
        "held_fallbacks": WorkshopPage.objects.filter(fallback_for=workshop) if workshop.certainty == "held" else [],
        "events": workshop.events.select_related("by"),
        "page_title": "Décider",
        "header_title": f"{workshop.title} : décider",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": reverse("wagtailadmin_pages:edit", args=[workshop.pk]), "label": workshop.title},
            {"url": "", "label": "Décider"},
        ],
    }
    return render(request, "workshops/admin/decide.html", context, status=status)
