"""An author changes their mind about the consent, behind the private link."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from casestudies.proposals.actions import hide_name, withdraw_proposal
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_path
from casestudies.proposals.models import Proposal
from casestudies.proposing.forms.consent import ConsentForm
from casestudies.proposing.views.opening import behind_link
from hub.core.errors import ActionError
from hub.core.http import read_or_send


@never_cache
@read_or_send
@behind_link
def consent(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """The author of a proposal hides the name, or withdraws the consent altogether."""
    if proposal.state == ProposalState.WITHDRAWN:
        return HttpResponseRedirect(private_path(proposal))
    form = ConsentForm(request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "proposal": proposal,
        "back": private_path(proposal),
        "withdraw_path": private_path(proposal, "proposal_withdraw"),
    }
    if not form.is_bound:
        return render(request, "casestudies/consent.html", context)
    if not form.is_valid():
        return render(request, "casestudies/consent.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    decide = hide_name if form.cleaned_data["wish"] == ConsentForm.HIDE_NAME else withdraw_proposal
    try:
        decide(proposal)
    except ActionError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "casestudies/consent.html", context, status=HTTPStatus.CONFLICT)
    return HttpResponseRedirect(private_path(proposal))
