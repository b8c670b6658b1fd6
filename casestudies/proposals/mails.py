"""What we write to people about their proposals. Objects → letters; nothing is stored here."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils import timezone

from casestudies.proposals.enums import ProposalState
from casestudies.proposals.history import ProposalEvent, ProposalMessage
from casestudies.proposals.links import private_url
from casestudies.proposals.models import Proposal
from hub.core.addresses import view_url
from hub.mail.letters import EXAMPLE_LINK, Letter, letter


def state_letter(event: ProposalEvent) -> Letter:
    """Tells the author that the proposal has moved, and why."""
    proposal = event.proposal
    page = proposal.page
    return letter(
        "proposal-state",
        proposal=proposal,
        event=event,
        link=private_url(proposal),
        page_link=(page.full_url or "") if page is not None else "",
        asks_proof=not proposal.is_proved,
    )


def message_letter(message: ProposalMessage) -> Letter:
    """Gives the author what an organiser wrote."""
    proposal = message.proposal
    return letter("proposal-message", message=message, link=private_url(proposal), asks_proof=not proposal.is_proved)


def confirm_letter(proposal: Proposal) -> Letter:
    """Asks the owner of the address to confirm it. Nothing that was typed is repeated."""
    return letter("proposal-confirm", proposal=proposal, link=private_url(proposal))


def consent_letter(proposal: Proposal, *, name_only: bool) -> Letter:
    """Tells organisers that a page went down, or lost its name, because its author withdrew the consent."""
    return letter("consent-withdrawn", name_only=name_only, link=view_url("propositions:inspect", proposal.pk))


def resume_letter(proposal: Proposal, others: Sequence[Proposal]) -> Letter:
    """The link of a draft that was just begun; `others` are older ones, of the same proved address.

    Nothing that was typed is repeated: the address may be that of somebody else.
    """
    link, asks_proof = private_url(proposal), not proposal.is_proved
    return letter("proposal-resume", link=link, asks_proof=asks_proof, others=_with_links(others))


def links_letter(proposals: Sequence[Proposal]) -> Letter:
    """The private links of everything one address has written."""
    return letter("proposal-links", proposals=_with_links(proposals))


def _with_links(proposals: Sequence[Proposal]) -> list[tuple[Proposal, str]]:
    return [(proposal, private_url(proposal)) for proposal in proposals]


def example(state: str) -> Proposal:
    """A proposal that nobody wrote, for the examples of letters."""
    return Proposal(
        pk=0,
        organisation="Ville d’exemple",
        state=state,
        due_on=date(2027, 1, 31),
        created_at=timezone.now(),
        address_proved_at=timezone.now(),
    )


def _confirm_example() -> Letter:
    proposal = example(ProposalState.SUBMITTED)
    proposal.submitted_at = timezone.now()
    return confirm_letter(proposal)


def _state_example() -> Letter:
    proposal = example(ProposalState.TO_COMPLETE)
    return state_letter(ProposalEvent(proposal=proposal, state=proposal.state, reason="L’unité du montant manque."))


def _message_example() -> Letter:
    text = "Par séance, par jour, par demi-journée ?"
    return message_letter(ProposalMessage(proposal=example(ProposalState.SUBMITTED), text=text))


#: By kind of letter, with invented words, for organisers to read before any is sent.
EXAMPLES: dict[str, Callable[[], Letter]] = {
    "proposal-state": _state_example,
    "proposal-message": _message_example,
    "proposal-confirm": _confirm_example,
    "proposal-resume": lambda: resume_letter(example(ProposalState.DRAFT), []),
    "proposal-links": lambda: links_letter([example(ProposalState.DRAFT), example(ProposalState.ACCEPTED)]),
    "consent-withdrawn": lambda: letter("consent-withdrawn", name_only=False, link=EXAMPLE_LINK),
}
