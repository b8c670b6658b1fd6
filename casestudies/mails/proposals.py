"""What we write to people about their proposals. Objects → letters; nothing is stored here."""

from collections.abc import Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from casestudies.links import private_url
from casestudies.models import Proposal, ProposalEvent, ProposalMessage, ReviewLink
from hub.mail.letters import Letter, letter


def state_letter(event: ProposalEvent) -> Letter:
    """Tells the author that the proposal has moved, and why."""
    proposal = event.proposal
    return letter("proposal-state", proposal=proposal, event=event, link=private_url(proposal))


def message_letter(message: ProposalMessage) -> Letter:
    """Gives the author what an organiser wrote."""
    return letter("proposal-message", message=message, link=private_url(message.proposal))


def consent_letter(page: Page, *, name_only: bool) -> Letter:
    """Tells organisers that a page went down, or lost its name, because its author withdrew the consent."""
    address = urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("wagtailadmin_explore", args=[page.pk]))
    return letter("consent-withdrawn", name_only=name_only, link=address)


def review_letter(link: ReviewLink, token: str) -> Letter:
    """Asks an authority to read a draft. `token` is known here only: its hash is what is stored."""
    address = urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("review", args=[token]))
    title = link.page.get_latest_revision_as_object().title
    return letter("review-link", title=title, link=address, expires_at=link.expires_at)


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
