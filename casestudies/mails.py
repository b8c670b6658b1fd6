"""What we write to people about their proposals. Objects → letters; nothing is stored here."""

from casestudies.links import private_url
from casestudies.models import ProposalEvent, ProposalMessage
from hub.mail.letters import Letter, letter


def state_letter(event: ProposalEvent) -> Letter:
    """Tells the author that the proposal has moved, and why."""
    proposal = event.proposal
    return letter("proposal-state", proposal=proposal, event=event, link=private_url(proposal))


def message_letter(message: ProposalMessage) -> Letter:
    """Gives the author what an organiser wrote."""
    return letter("proposal-message", message=message, link=private_url(message.proposal))
