"""What we write to people about their proposals. Objects → letters; nothing is stored here."""

from collections.abc import Iterable, Sequence
from datetime import date

from casestudies.links import private_url
from casestudies.models import Proposal, ProposalEvent, ProposalMessage, ReviewLink
from hub.core.addresses import view_url
from hub.mail.letters import Letter, letter


def state_letter(event: ProposalEvent) -> Letter:
    """Tells the author that the proposal has moved, and why."""
    proposal = event.proposal
    page = proposal.page
    page_link = (page.full_url or "") if page is not None else ""
    return letter("proposal-state", proposal=proposal, event=event, link=private_url(proposal), page_link=page_link)


def message_letter(message: ProposalMessage) -> Letter:
    """Gives the author what an organiser wrote."""
    return letter("proposal-message", message=message, link=private_url(message.proposal))


def consent_letter(proposal: Proposal, *, name_only: bool) -> Letter:
    """Tells organisers that a page went down, or lost its name, because its author withdrew the consent."""
    return letter("consent-withdrawn", name_only=name_only, link=view_url("propositions:inspect", proposal.pk))


def review_letter(link: ReviewLink, token: str) -> Letter:
    """Asks an authority to read a draft. `token` is known here only: its hash is what is stored."""
    title = link.page.get_latest_revision_as_object().title
    return letter("review-link", title=title, link=view_url("review", token), expires_at=link.expires_at)


def review_answered_letter(link: ReviewLink, proposal_pk: int) -> Letter:
    """Tells organisers that an authority has answered. Neither its address nor its remark is in the mail."""
    address = view_url("propositions:inspect", proposal_pk)
    title = link.page.get_latest_revision_as_object().title
    return letter("review-answered", title=title, answer=link.get_answer_display(), link=address)


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
    return letter("proposal-state", proposal=proposal, event=event, link="[son lien personnel]", page_link="")


def reminder_letter(proposal: Proposal) -> Letter:
    """Reminds the author that the complement is due soon."""
    return letter("proposal-reminder", proposal=proposal, link=private_url(proposal))


def digest_letter(*, sent: int, messages: int, withdrawn: int, keys: Iterable[int]) -> Letter:
    """What authors did, for the organisers: counts and addresses of the administration, nothing personal."""
    links = [view_url("propositions:inspect", key) for key in keys]
    board = view_url("propositions:index")
    return letter("proposal-digest", sent=sent, messages=messages, withdrawn=withdrawn, board=board, links=links)
