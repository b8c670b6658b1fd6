"""What happens to proposals. The only writers of them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from casestudies.enums import ProposalState
from casestudies.models import Proposal, ProposalEvent
from glossary.models import Theme
from hub.community.models import Member
from hub.core.errors import NotAllowed, WrongState

#: From each state, the states an organiser may choose.
TRANSITIONS: dict[str, frozenset[str]] = {
    ProposalState.SUBMITTED: frozenset(
        {
            ProposalState.TO_COMPLETE,
            ProposalState.ACCEPTED,
            ProposalState.ON_HOLD,
            ProposalState.DECLINED,
            ProposalState.SPAM,
        }
    ),
    ProposalState.TO_COMPLETE: frozenset(
        {ProposalState.SUBMITTED, ProposalState.ACCEPTED, ProposalState.ON_HOLD, ProposalState.DECLINED}
    ),
    ProposalState.ON_HOLD: frozenset({ProposalState.ACCEPTED, ProposalState.DECLINED}),
    ProposalState.ACCEPTED: frozenset({ProposalState.ON_HOLD, ProposalState.DECLINED}),
    ProposalState.DECLINED: frozenset({ProposalState.SUBMITTED}),
    ProposalState.SPAM: frozenset({ProposalState.SUBMITTED}),
}


def submit_proposal(*, idempotency_key: UUID, themes: Iterable[Theme], **fields: Any) -> Proposal:
    """Store a proposal and the first line of its history, once per `idempotency_key`.

    Sending the same form again gives the proposal already stored. The unique key decides, not a prior look-up,
    so that two simultaneous sends can't both succeed.
    """
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(idempotency_key=idempotency_key, consent_at=timezone.now(), **fields)
            proposal.themes.set(themes)
            ProposalEvent.objects.create(proposal=proposal, state=proposal.state)
    except IntegrityError:
        return Proposal.objects.get(idempotency_key=idempotency_key)
    return proposal


def move_proposal(proposal: Proposal, state: str, *, by: Member, note: str = "") -> Proposal:
    """Change the state of a proposal and write the line of history.

    Raises NotAllowed for someone without the permission, WrongState when the proposal has moved meanwhile or when
    `state` can't follow its present state.
    """
    if not by.has_perm("casestudies.change_proposal"):
        raise NotAllowed("Vous ne pouvez pas traiter les propositions.")
    if state not in TRANSITIONS.get(proposal.state, frozenset()):
        raise WrongState("Cette proposition ne peut pas passer à cet état.")
    with transaction.atomic():
        moved = Proposal.objects.filter(pk=proposal.pk, state=proposal.state).update(state=state)
        if not moved:
            raise WrongState("Quelqu’un d’autre vient de traiter cette proposition. Rechargez la page.")
        ProposalEvent.objects.create(proposal=proposal, state=state, by=by, note=note)
    proposal.state = state
    return proposal
