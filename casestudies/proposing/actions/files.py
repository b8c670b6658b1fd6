"""Files sent with a proposal: kept apart from everything public, under names nobody can guess."""

import uuid

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet, Sum

from casestudies.proposals.enums import UNDECIDED_PROPOSALS, WRITABLE_PROPOSALS
from casestudies.proposals.history import ProposalFile
from casestudies.proposals.models import Proposal
from casestudies.proposals.uploads import ACCEPTED, MAX_FILES, MAX_SIZE
from hub.core.errors import ActionError, WrongState
from hub.core.incoming import Examined, FileRefused, examined, safe_name

PLACE_IS_FULL = (
    "beaucoup de fichiers sont arrivés de votre réseau et attendent d’être lus. Votre texte est gardé : "
    "envoyez la proposition sans ce fichier, ou joignez-le plus tard."
)
SITE_IS_FULL = (
    "beaucoup de fichiers attendent déjà d’être lus. Votre texte est gardé : envoyez la proposition sans ce fichier, "
    "ou joignez-le plus tard."
)
CLOSED = "Cette proposition ne peut plus être modifiée."


def add_file(proposal: Proposal, upload: UploadedFile, *, place: str = "") -> ProposalFile:
    """Keep a file with a proposal that its author may write; `place` is where it comes from, as a keyed hash.

    Raises ActionError with the reason in French when it is too big, of another kind, or one too many.
    """
    name = safe_name(upload.name or "")
    row = ProposalFile(proposal=proposal, name=name, size=upload.size or 0, place=place)
    try:
        if row.size > MAX_SIZE:
            raise FileRefused("10 Mo au plus par fichier.")
        with transaction.atomic():
            _room_for(row)
        with examined(upload, ACCEPTED) as kept:
            _keep(row, kept)
    except FileRefused as refusal:
        raise ActionError(f"« {name} » n’est pas gardé : {refusal}") from None
    return row


def _keep(row: ProposalFile, kept: Examined) -> None:
    content = File(kept.content)
    row.media_type, row.size = kept.media_type, content.size
    try:
        with transaction.atomic():
            _room_for(row)
            row.file.save(f"{uuid.uuid4().hex}{kept.extension}", content, save=False)
            row.save()
    except Exception:
        if row.file.name:
            row.file.storage.delete(row.file.name)
        raise


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


def _room_for(row: ProposalFile) -> None:
    """Lock the proposal: two files sent at once are counted one after the other.

    Asked before a file is looked into, and after. Of two that come to different proposals at the same instant, both may
    pass the last limits.
    """
    stored = Proposal.objects.select_for_update().get(pk=row.proposal_id)
    if stored.state not in WRITABLE_PROPOSALS:
        raise WrongState(CLOSED)
    if stored.files.count() >= MAX_FILES:
        raise FileRefused(f"{MAX_FILES} fichiers au plus. Retirez-en un d’abord.")
    waiting = ProposalFile.objects.filter(proposal__state__in=UNDECIDED_PROPOSALS)
    if row.place and _bytes_of(waiting.filter(place=row.place)) + row.size > settings.PENDING_FILES_OF_A_PLACE:
        raise FileRefused(PLACE_IS_FULL)
    if _bytes_of(waiting) + row.size > settings.PENDING_FILES_OF_THE_SITE:
        raise FileRefused(SITE_IS_FULL)


def _bytes_of(files: QuerySet[ProposalFile]) -> int:
    return files.aggregate(sum=Sum("size"))["sum"] or 0
