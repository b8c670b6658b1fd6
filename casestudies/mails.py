"""What we write to people about their proposals. Objects → letters; nothing is stored here."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

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


def state_preview(state: str, *, needs_reason: bool, due_on: date | None) -> Letter:
    """What `state_letter` would say, for the organiser who is about to decide: blanks stand for what is typed.

    The private link is not shown: whoever has it may write as the author.
    """
    event = {"state": state, "reason": "[Votre raison]" if needs_reason else ""}
    proposal = {
        "due_on": due_on,
        "workshop": {"title": "[l’atelier choisi]"},
        "get_workshop_part_display": "[la partie choisie]",
    }
    return letter("proposal-state", proposal=proposal, event=event, link="[son lien personnel]")


def reminder_letter(proposal: Proposal) -> Letter:
    """Reminds the author that the complement is due soon."""
    return letter("proposal-reminder", proposal=proposal, link=private_url(proposal))


def digest_letter(*, sent: int, messages: int, withdrawn: int, keys: Iterable[int]) -> Letter:
    """What authors did, for the organisers: counts and addresses of the administration, nothing personal."""
    base = settings.WAGTAILADMIN_BASE_URL
    links = [urljoin(base, reverse("propositions:inspect", args=[key])) for key in keys]
    board = urljoin(base, reverse("propositions:index"))
    return letter("proposal-digest", sent=sent, messages=messages, withdrawn=withdrawn, board=board, links=links)
