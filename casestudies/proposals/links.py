"""Private links of proposals: who has the link is the author."""

from django.http import Http404
from django.urls import reverse

from casestudies.proposals.completeness import LAST_STEP
from casestudies.proposals.models import Proposal
from hub.core.addresses import site_url
from hub.core.private_links import opens, token_for

SCOPE = "proposal"


def private_path(proposal: Proposal, name: str = "proposal", *more: object) -> str:
    """The address, inside the site, of a page of the author; `name` is that of the view, `more` what follows."""
    return reverse(name, args=[proposal.pk, token_for(SCOPE, proposal.pk, proposal.link_generation), *more])


def step_path(proposal: Proposal, number: int) -> str:
    """The address of a step of the form; the last one is where everything is read again."""
    if number == LAST_STEP:
        return private_path(proposal, "proposal_send")
    return private_path(proposal, "proposal_step", number)


def private_url(proposal: Proposal) -> str:
    """The private link as mails give it. Personal: never in logs, pages or exports."""
    return site_url(private_path(proposal))


def proposal_behind(pk: int, token: str) -> Proposal:
    """The proposal that `token` opens. Raises Http404 for an unknown one as for a wrong or revoked link."""
    proposal = Proposal.objects.filter(pk=pk).first()
    generation = proposal.link_generation if proposal is not None else 0
    is_right = opens(token, SCOPE, pk, generation)
    if proposal is None or not is_right:
        raise Http404
    return proposal
