"""What each private link opens: the proposal, or a page that says why not. No word of it goes to a link that ended."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from casestudies.proposals.consent_texts import consent_text
from casestudies.proposals.links import Access, access_of, proposal_behind
from casestudies.proposals.models import Proposal
from casestudies.proposing.forms.steps import is_automatic
from hub.core.forms import typed_texts

View = Callable[..., HttpResponseBase]
REPLACED = "L’adresse a été confirmée : continuez avec le lien reçu par courriel."
EXPIRED = "Ce lien a expiré : rechargez la page pour en recevoir un autre."
UNKNOWN = "Ce lien n’ouvre rien, ou n’ouvre plus rien."


def behind_link(view: View) -> View:
    """`view` gets the proposal instead of its number and token, and only when the link opens it."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, token: str, **rest: Any) -> HttpResponseBase:
        try:
            proposal, access = proposal_behind(pk, token)
        except Http404:
            if request.method == "POST":
                return _closed(request, "unknown", UNKNOWN, HTTPStatus.NOT_FOUND)
            raise
        if access is Access.OPEN:
            return view(request, proposal, **rest)
        return other_page(request, proposal, access, token)

    return opened


def other_page(request: HttpRequest, proposal: Proposal, access: Access, token: str) -> HttpResponse:
    """What a link of `proposal` that does not open it leads to."""
    if access is Access.TO_CONFIRM:
        asked = {
            "begun_at": proposal.created_at,
            "sent_at": proposal.submitted_at,
            "consent": consent_text(proposal.consent_version) if proposal.submitted_at else "",
            "action": reverse("proposal_confirm", args=[proposal.pk, token]),
        }
        return render(request, "casestudies/link_confirm.html", asked)
    if access is Access.EXPIRED:
        if is_automatic(request.POST):
            return JsonResponse({"error": EXPIRED}, status=HTTPStatus.GONE)
        context = {"action": reverse("proposal_renew", args=[proposal.pk, token]), "texts": _texts(request)}
        return render(request, "casestudies/link_expired.html", context, status=HTTPStatus.GONE)
    return replaced_page(request)


def replaced_page(request: HttpRequest) -> HttpResponse:
    """The address was confirmed: the link of the mail is the one that works. What was typed comes back."""
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.GONE
    return _closed(request, "replaced", REPLACED, status)


def still_opens(request: HttpRequest, proposal: Proposal) -> bool:
    """Whether the link of `request` opens `proposal` as it now is: it may have changed since the request came."""
    match = request.resolver_match
    return match is not None and access_of(proposal, match.kwargs.get("token", "")) is Access.OPEN


def _closed(request: HttpRequest, reason: str, words: str, status: HTTPStatus) -> HttpResponse:
    if is_automatic(request.POST):
        return JsonResponse({"error": words}, status=status)
    context = {"reason": reason, "words": words, "texts": _texts(request)}
    return render(request, "casestudies/link_closed.html", context, status=status)


def _texts(request: HttpRequest) -> list[str]:
    return typed_texts(request) if request.method == "POST" else []
