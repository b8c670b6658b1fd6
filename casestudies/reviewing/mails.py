"""What we write about the review of a draft. Objects → letters; nothing is stored here."""

from collections.abc import Callable

from django.utils import timezone

from casestudies.reviewing.enums import ReviewAnswer
from casestudies.reviewing.models import ReviewLink
from hub.core.addresses import view_url
from hub.mail.letters import EXAMPLE_LINK, Letter, letter

#: An authority that does not exist.
PLACE = "Ville d’exemple"


def review_letter(link: ReviewLink, token: str) -> Letter:
    """Asks an authority to read a draft. `token` is known here only: its hash is what is stored."""
    title = link.page.get_latest_revision_as_object().title
    return letter("review-link", title=title, link=view_url("review", token), expires_at=link.expires_at)


def review_answered_letter(link: ReviewLink, proposal_pk: int) -> Letter:
    """Tells organisers that an authority has answered. Neither its address nor its remark is in the mail."""
    address = view_url("propositions:inspect", proposal_pk)
    title = link.page.get_latest_revision_as_object().title
    return letter("review-answered", title=title, answer=link.get_answer_display(), link=address)


#: By kind of letter, with invented words, for organisers to read before any is sent.
EXAMPLES: dict[str, Callable[[], Letter]] = {
    "review-link": lambda: letter("review-link", title=PLACE, link=EXAMPLE_LINK, expires_at=timezone.now()),
    "review-answered": lambda: letter(
        "review-answered", title=PLACE, answer=ReviewAnswer.GOOD.label, link=EXAMPLE_LINK
    ),
}
