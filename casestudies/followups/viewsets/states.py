"""One recommendation with its states: add one, rectify one, examine what its authority proposes."""

from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from casestudies.followups.actions import add_state, rectify_state, refuse_proposal
from casestudies.followups.enums import ProposedState
from casestudies.followups.forms import ProposalQuery, RectifyForm, RefuseForm, StateForm
from casestudies.followups.recommendation import Recommendation
from casestudies.followups.state import RecommendationState, StateProposal
from casestudies.followups.viewsets.checks import crumbs, readers_only
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.http import read_or_send

#: What an authority said, as the form of a state takes it.
PROPOSED = ("kind", "when", "details", "answer")


def _organiser(request: HttpRequest) -> Member:
    return cast("Member", request.user)  # nobody else enters the administration


def _screen(asked: Recommendation, *last: tuple[str, str]) -> dict[str, Any]:
    title = asked.title
    return {
        "asked": asked,
        "page_title": title,
        "header_title": title,
        "header_icon": "list-ul",
        "breadcrumbs_items": crumbs((reverse("follow_up_states", args=[asked.pk]), title), *last),
    }


@readers_only
@require_safe
def states(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is written about one recommendation, and what waits."""
    asked = get_object_or_404(Recommendation.objects.with_states(), pk=pk)
    context = {
        **_screen(asked),
        "standing": asked.standing(),
        "edit_url": reverse(Recommendation.snippet_viewset.get_url_name("edit"), args=[pk]),
        "waiting": asked.proposals.filter(status=ProposedState.WAITING).order_by("created_at", "pk"),
        "examined": asked.proposals.exclude(status=ProposedState.WAITING).select_related("closed_by"),
        "refusal": RefuseForm(),
        "may_write": request.user.has_perm("casestudies.add_recommendationstate"),
    }
    return render(request, "casestudies/admin/follow_up_states.html", context)


@readers_only
@read_or_send
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a state; `?proposition=<pk>` begins with what the authority says, which is then accepted."""
    asked = get_object_or_404(Recommendation, pk=pk)
    proposal = _proposal_of(request, asked)
    initial = {name: getattr(proposal, name) for name in PROPOSED} if proposal else {}
    state = RecommendationState(recommendation=asked)
    form = StateForm(request.POST or None, instance=state, initial=initial, for_user=request.user)
    if form.is_bound and form.is_valid():
        try:
            add_state(asked, by=_organiser(request), proposal=proposal, **form.written())
        except ActionError as refusal:
            return _refused(request, asked, form, refusal, proposal=proposal)
        messages.success(request, "L’état est inscrit.")
        return HttpResponseRedirect(reverse("follow_up_states", args=[pk]))
    return _form(request, asked, form, proposal=proposal)


def _proposal_of(request: HttpRequest, asked: Recommendation) -> StateProposal | None:
    number = ProposalQuery(request.GET).values().get("proposition")
    return asked.proposals.filter(pk=number, status=ProposedState.WAITING).first() if number else None


@readers_only
@read_or_send
def rectify(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write beside a state what is true; the form begins with what stands."""
    asked = get_object_or_404(Recommendation, pk=pk)
    wrong = get_object_or_404(RecommendationState, recommendation=asked, number=number)
    initial = {name: getattr(wrong, name) for name in StateForm.Meta.fields}
    state = RecommendationState(recommendation=asked, rectifies=wrong)
    form = RectifyForm(request.POST or None, instance=state, initial=initial, for_user=request.user)
    if form.is_bound and form.is_valid():
        try:
            rectify_state(wrong, by=_organiser(request), **form.written())
        except ActionError as refusal:
            return _refused(request, asked, form, refusal, wrong=wrong)
        messages.success(request, "La rectification est inscrite, à côté de l’état qu’elle remplace.")
        return HttpResponseRedirect(reverse("follow_up_states", args=[pk]))
    return _form(request, asked, form, wrong=wrong)


@readers_only
@require_POST
def refuse(request: HttpRequest, proposal: int) -> HttpResponse:
    """Leave out of the register what an authority proposes."""
    found = get_object_or_404(StateProposal, pk=proposal)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            refuse_proposal(found, by=_organiser(request), reason=form.cleaned_data["reason"])
            messages.success(request, "La proposition n’est pas inscrite.")
        except ActionError as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, " ".join(str(words) for each in form.errors.values() for words in each))
    return HttpResponseRedirect(reverse("follow_up_states", args=[found.recommendation_id]))


def _refused(
    request: HttpRequest, asked: Recommendation, form: StateForm, refusal: ActionError, **shown: Any
) -> HttpResponse:
    """The form again, as it was typed."""
    messages.error(request, str(refusal))
    denied = isinstance(refusal, NotAllowed)
    return _form(request, asked, form, HTTPStatus.FORBIDDEN if denied else HTTPStatus.CONFLICT, **shown)


def _form(
    request: HttpRequest, asked: Recommendation, form: StateForm, status: HTTPStatus = HTTPStatus.OK, **shown: Any
) -> HttpResponse:
    title = "Rectifier un état" if "wrong" in shown else "Inscrire un état"
    context = {**_screen(asked, ("", title)), "page_title": title, "header_title": title, "form": form, **shown}
    if form.errors:
        messages.error(request, "Rien n’est enregistré : corrigez les cases signalées.")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "casestudies/admin/follow_up_state.html", context, status=status)
