"""Forget what a person wrote, and keep the proof of what they agreed to."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from casestudies.proposals.history import ProposalFile
from casestudies.proposals.models import Proposal
from hub.community.actions.erasure_book import note_erasure
from hub.core.registries import Erasure
from hub.mail.actions import forget_mails

#: What is written in the book of erasures: all of it is erased, its publication is refused, its author's name goes.
PROPOSAL, CONSENT, SHOWN_NAME = "proposition", "accord", "nom affiché"
#: Everything that says who the person is, or that the person wrote.
FORGOTTEN = {
    **dict.fromkeys(["name", "role", "email", "email_key", "organisation", "assembly_name"], ""),
    **dict.fromkeys(["practice", "outcome", "sources"], ""),
    **dict.fromkeys(["member", "authority", "assembly", "preferred_workshop"], None),
}


def note_proposal(kind: str, proposal: Proposal, *, at: datetime, keep_published: bool) -> None:
    """Write down what a restored backup must not bring back, in the transaction that does it."""
    note_erasure(kind, str(proposal.idempotency_key), Erasure(at=at, keep_published=keep_published))


def erase_proposal(proposal: Proposal, *, at: datetime) -> Proposal:
    """Erase the personal data of a proposal at once: identity, texts, exchanges, notes, reasons, files, mails.

    The row stays, anonymous: its states and dates, what was wished (counts), the version and time of the consent and
    of its withdrawal. The links already given open nothing any more. Erasing again changes nothing. Who may ask for
    it is the caller's to check.
    """
    if proposal.erased_at is not None:
        return proposal
    with transaction.atomic():
        forget_mails(_mails_about(proposal))
        Proposal.objects.filter(pk=proposal.pk).update(
            **FORGOTTEN, erased_at=at, version=F("version") + 1, link_generation=F("link_generation") + 1
        )
        proposal.events.update(reason="", note="")
        proposal.messages.all().delete()
        proposal.notes.all().delete()
        for file in ProposalFile.objects.filter(proposal=proposal):
            file.delete()
    proposal.refresh_from_db()
    return proposal


def _mails_about(proposal: Proposal) -> Q:
    """What its author was written because of it; lists of links are asked for again if they still serve."""
    keys = [f"proposal-event-{pk}" for pk in proposal.events.values_list("pk", flat=True)]
    keys += [f"proposal-message-{pk}" for pk in proposal.messages.values_list("pk", flat=True)]
    found = Q(dedup_key__in=keys) | Q(kind="proposal-links", recipient__iexact=proposal.email)
    for kind in ("confirm", "due", "resume"):
        found |= Q(dedup_key__startswith=f"proposal-{kind}-{proposal.pk}-")
    return found
