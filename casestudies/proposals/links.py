"""Private links of proposals: who has the link is the author.

There are two. The beginner's link is held by the browser that began; it works until the owner of the address confirms
it. The mail link is what mails give, so that only the owner of the address has it: it asks for the confirmation, then
becomes the only one that works. Both end, and growing `link_generation` ends both at once.
"""

from datetime import datetime
from enum import Enum, auto

from dateutil.relativedelta import relativedelta
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from casestudies.proposals.completeness import LAST_STEP
from casestudies.proposals.models import Proposal
from hub.core.addresses import site_url
from hub.core.private_links import opens, token_for

SCOPE = "proposal"
#: From the last change of state, or the last renewal.
LINK_LASTS = relativedelta(months=24)


class Access(Enum):
    """What a link that belongs to a proposal leads to."""

    OPEN = auto()
    #: The mail link, before the address is confirmed: one page, with its button.
    TO_CONFIRM = auto()
    #: The beginner's link, after the address was confirmed: nothing of the proposal.
    REPLACED = auto()
    EXPIRED = auto()


def private_path(proposal: Proposal, name: str = "proposal", *more: object) -> str:
    """The address, inside the site, of a page of the author; `name` is that of the view, `more` what follows.

    It holds the link that works now: whoever is given it must already be the author.
    """
    token = _mail_token(proposal) if proposal.is_proved else token_for(SCOPE, *_beginners_parts(proposal))
    return reverse(name, args=[proposal.pk, token, *more])


def step_path(proposal: Proposal, number: int) -> str:
    """The address of a step of the form; the last one is where everything is read again."""
    if number == LAST_STEP:
        return private_path(proposal, "proposal_send")
    return private_path(proposal, "proposal_step", number)


def private_url(proposal: Proposal) -> str:
    """The mail link, which proves the address. Personal: never in logs, pages or exports."""
    return site_url(reverse("proposal", args=[proposal.pk, _mail_token(proposal)]))


def link_mark(proposal: Proposal) -> str:
    """What tells the present mail link from the former ones in a `dedup_key`; opens nothing."""
    return token_for("proposal-mark", proposal.pk, proposal.link_generation, proposal.email_key)[:16]


def link_ends_at(proposal: Proposal) -> datetime:
    """When the links of `proposal` stop working. A clock set back makes them last longer, never shorter."""
    return max(proposal.state_since, proposal.link_renewed_at or proposal.state_since) + LINK_LASTS


def access_of(proposal: Proposal, token: str) -> Access | None:
    """What `token` leads to; None when it is no link of `proposal`, or one that was revoked."""
    is_beginners = opens(token, SCOPE, *_beginners_parts(proposal))
    is_mailed = opens(token, SCOPE, proposal.pk, proposal.link_generation, proposal.email_key)
    if not (is_beginners or is_mailed):
        return None
    if is_beginners and proposal.is_proved:
        return Access.REPLACED
    if link_ends_at(proposal) <= timezone.now():
        return Access.EXPIRED
    return Access.OPEN if is_beginners or proposal.is_proved else Access.TO_CONFIRM


def proposal_behind(pk: int, token: str) -> tuple[Proposal, Access]:
    """The proposal that `token` belongs to, and what it opens.

    Raises Http404 for an unknown proposal as for a wrong or revoked link.
    """
    proposal = Proposal.objects.filter(pk=pk).first()
    access = access_of(proposal or Proposal(pk=pk, state_since=timezone.now()), token)
    if proposal is None or access is None:
        raise Http404
    return proposal, access


def _mail_token(proposal: Proposal) -> str:
    return token_for(SCOPE, proposal.pk, proposal.link_generation, proposal.email_key)


def _beginners_parts(proposal: Proposal) -> tuple[object, ...]:
    """A number is given again after a restore: whoever began what was lost must not open what another began since."""
    return proposal.idempotency_key, proposal.link_generation
