"""The proposal form and its end."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from casestudies.actions.proposals import start_draft, submit_draft
from casestudies.forms.assessment import PrefilledQuery
from casestudies.forms.proposals import CONSENT_VERSION, ProposalForm


@cache_control(private=True, no_cache=True)
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """«Proposer un témoignage»: stored once, whatever the number of clicks.

    No `no-store`: going back must find the same form, with the same key, not a new one.
    """
    prefilled = {"practice": PrefilledQuery(request.GET).summary()}
    form = ProposalForm(request.POST) if request.method == "POST" else ProposalForm(initial=prefilled)
    if form.is_bound and form.is_valid():
        if not form.looks_automatic:
            submit_draft(start_draft(**form.proposal()), consent_version=CONSENT_VERSION)
        return HttpResponseRedirect(reverse("propose_thanks"))
    return render(request, "casestudies/propose.html", {"form": form})


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The clear end of the form, the same for everybody."""
    return render(request, "casestudies/propose_thanks.html")
