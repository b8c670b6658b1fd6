"""Forget what a person wrote, and keep the proof of what they agreed to."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F

from casestudies.models import Proposal, ProposalFile

#: Everything that says who the person is, or that the person wrote.
FORGOTTEN = {
    **dict.fromkeys(["name", "role", "email", "email_key", "organisation", "assembly_name"], ""),
    **dict.fromkeys(["practice", "outcome", "sources"], ""),
    **dict.fromkeys(["member", "authority", "assembly", "preferred_workshop"], None),
}


def erase_proposal(proposal: Proposal, *, at: datetime) -> Proposal:
    """Erase the personal data of a proposal at once: identity, texts, exchanges, notes, reasons, files.

    The row stays, anonymous: its states and dates, what was wished (counts), the version and time of the consent and
    of its withdrawal. Erasing again changes nothing. Who may ask for it is the caller's to check.
    """
    with transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**FORGOTTEN, version=F("version") + 1)
        proposal.events.update(reason="", note="")
        proposal.messages.all().delete()
        for sent in ProposalFile.objects.filter(proposal=proposal):
            storage, name = sent.file.storage, str(sent.file.name)
            sent.delete()
            transaction.on_commit(partial(storage.delete, name))
    proposal.refresh_from_db()
    return proposal
