"""What we write to people about their proposals. Objects → letters; nothing is stored here."""

from collections.abc import Sequence

from casestudies.links import private_url
from casestudies.models import Proposal, ProposalEvent, ProposalMessage
from hub.mail.letters import Letter, letter


def state_letter(event: ProposalEvent) -> Letter:
    """Tells the author that the proposal has moved, and why."""
    proposal = event.proposal
    return letter("proposal-state", proposal=proposal, event=event, link=private_url(proposal))


def message_letter(message: ProposalMessage) -> Letter:
    """Gives the author what an organiser wrote."""
    return letter("proposal-message", message=message, link=private_url(message.proposal))


def resume_letter(proposal: Proposal, others: Sequence[Proposal]) -> Letter:
    """The private link of a draft that was just begun; `others` are older ones of the same address.

    Nothing that was typed is repeated: the address is not verified, and may be that of somebody else.
    """
    return letter("proposal-resume", link=private_url(proposal), others=_with_links(others))


def links_letter(proposals: Sequence[Proposal]) -> Letter:
    """The private links of everything one address has written."""
    return letter("proposal-links", proposals=_with_links(proposals))


def _with_links(proposals: Sequence[Proposal]) -> list[tuple[Proposal, str]]:
    return [(proposal, private_url(proposal)) for proposal in proposals]
