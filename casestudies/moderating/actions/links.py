"""What organisers do about the private link of an author: end it, ask again for the confirmation of the address."""

from django.db import transaction
from django.db.models import F

from casestudies.proposals.history import ProposalEvent
from casestudies.proposals.models import Proposal
from casestudies.proposing.actions.links import ask_for_proof
from hub.community.models import Member
from hub.core.errors import NotAllowed

REVOKED = "Le lien personnel est annulé."


def revoke_link(proposal: Proposal, *, by: Member) -> Proposal:
    """End all the links given for `proposal`; its author gets a new one at the address. Raises NotAllowed."""
    _check_permission(by)
    with transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(link_generation=F("link_generation") + 1)
        proposal.refresh_from_db()
        state = proposal.state
        ProposalEvent.objects.create(proposal=proposal, from_state=state, state=state, by=by, note=REVOKED)
    return proposal


def ask_again(proposal: Proposal, *, by: Member) -> None:
    """Mail the request to confirm the address once more. Raises NotAllowed, and ActionError like `ask_for_proof`."""
    _check_permission(by)
    ask_for_proof(proposal)


def _check_permission(by: Member) -> None:
    if not by.has_perm("casestudies.change_proposal"):
        raise NotAllowed("Vous ne pouvez pas traiter les propositions.")
