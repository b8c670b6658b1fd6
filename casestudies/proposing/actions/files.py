"""Files sent with a proposal: kept apart from everything public, under names nobody can guess."""

import uuid

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from casestudies.proposals.enums import WRITABLE_PROPOSALS
from casestudies.proposals.history import ProposalFile
from casestudies.proposals.models import Proposal
from casestudies.proposals.uploads import MAX_FILES, MAX_SIZE, UploadRefused, examine
from hub.core.errors import ActionError, WrongState
from hub.core.validators import one_line

NAME_LENGTH = 120
CLOSED = "Cette proposition ne peut plus être modifiée."


def add_file(proposal: Proposal, upload: UploadedFile) -> ProposalFile:
    """Keep a file with a proposal that its author may write.

    Raises ActionError with the reason in French when it is too big, of another kind, or one too many.
    """
    name = one_line(upload.name or "")[-NAME_LENGTH:]
    if (upload.size or 0) > MAX_SIZE:
        raise ActionError(f"« {name} » n’est pas gardé : 10 Mo au plus par fichier.")
    try:
        kept = examine(name, upload.read())
    except UploadRefused as refusal:
        raise ActionError(f"« {name} » n’est pas gardé : {refusal}") from None
    row = ProposalFile(proposal=proposal, name=name, media_type=kept.media_type, size=len(kept.content))
    try:
        with transaction.atomic():
            _room_for_one(proposal, name)
            row.file.save(f"{uuid.uuid4().hex}{kept.extension}", ContentFile(kept.content), save=False)
            row.save()
    except Exception:
        if row.file.name:
            row.file.storage.delete(row.file.name)
        raise
    return row


def remove_file(file: ProposalFile) -> None:
    """Forget a file that its author sent; it leaves the disk once the row has left the database."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(pk=file.proposal_id)
        if proposal.state not in WRITABLE_PROPOSALS:
            raise WrongState(CLOSED)
        file.delete()


def on_file_deleted(sender: type[ProposalFile], instance: ProposalFile, **kwargs: object) -> None:
    """Receiver of `post_delete`: whatever deletes the row (an erasure, a cascade) frees the disk after the commit."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _room_for_one(proposal: Proposal, name: str) -> None:
    """Lock the proposal: two files sent at once are counted one after the other."""
    stored = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if stored.state not in WRITABLE_PROPOSALS:
        raise WrongState(CLOSED)
    if stored.files.count() >= MAX_FILES:
        raise ActionError(f"« {name} » n’est pas gardé : {MAX_FILES} fichiers au plus. Retirez-en un d’abord.")
