"""What organisers see before they decide, and what is written for them. Objects → letters; nothing is stored here."""

from collections.abc import Callable, Iterable
from datetime import date

from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_url
from casestudies.proposals.mails import example
from casestudies.proposals.models import Proposal
from hub.core.addresses import view_url
from hub.mail.letters import Letter, letter


def state_preview(state: str, *, needs_reason: bool, due_on: date | None, asks_proof: bool) -> Letter:
    """What `state_letter` would say, for the organiser who is about to decide: blanks stand for what is typed.

    The private link is not shown: whoever has it may write as the author.
    """
    event = {"state": state, "reason": "[Votre raison]" if needs_reason else ""}
    proposal = {
        "due_on": due_on,
        "workshop": {"title": "[l’atelier choisi]"},
        "get_workshop_part_display": "[la partie choisie]",
    }
    return letter(
        "proposal-state",
        proposal=proposal,
        event=event,
        link="[son lien personnel]",
        page_link="",
        asks_proof=asks_proof,
    )


def reminder_letter(proposal: Proposal) -> Letter:
    """Reminds the author that the complement is due soon."""
    return letter("proposal-reminder", proposal=proposal, link=private_url(proposal))


def digest_letter(*, sent: int, messages: int, withdrawn: int, keys: Iterable[int]) -> Letter:
    """What authors did, for the organisers: counts and addresses of the administration, nothing personal."""
    links = [view_url("propositions:inspect", key) for key in keys]
    board = view_url("propositions:index")
    return letter("proposal-digest", sent=sent, messages=messages, withdrawn=withdrawn, board=board, links=links)


#: By kind of letter, with invented words, for organisers to read before any is sent.
EXAMPLES: dict[str, Callable[[], Letter]] = {
    "proposal-reminder": lambda: reminder_letter(example(ProposalState.TO_COMPLETE)),
    "proposal-digest": lambda: digest_letter(sent=2, messages=1, withdrawn=0, keys=[]),
}
