"""What organisers do around a proposal besides deciding: read, note, match."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from casestudies.evidence.assembly import AssemblyPage
from casestudies.moderating.models import ProposalNote, ProposalVisit
from casestudies.proposals.actions import MOVED_MEANWHILE
from casestudies.proposals.models import Proposal
from hub.community.models import Authority, Member
from hub.core.errors import ActionError, NotAllowed, WrongState


def add_note(proposal: Proposal, text: str, *, by: Member, idempotency_key: UUID) -> ProposalNote:
    """A note between organisers, once per key. Raises NotAllowed without the permission."""
    _check_permission(by)
    if not text.strip():
        raise ActionError("Écrivez votre note.")
    try:
        with transaction.atomic():
            return ProposalNote.objects.create(proposal=proposal, by=by, text=text, idempotency_key=idempotency_key)
    except IntegrityError:
        return ProposalNote.objects.get(idempotency_key=idempotency_key)


def match_proposal(
    proposal: Proposal, *, by: Member, authority: Authority | None, assembly: AssemblyPage | None
) -> Proposal:
    """Say which known authority and assembly the proposal is about; what was typed stays beside.

    The other organisers read it in the notes: it is not an event of the author's history. Raises NotAllowed without
    the permission, WrongState when the proposal has changed since it was read.
    """
    _check_permission(by)
    known = [f"collectivité {authority}" if authority else "", f"assemblée {assembly.title}" if assembly else ""]
    words = ", ".join(word for word in known if word)
    with transaction.atomic():
        changed = Proposal.objects.filter(pk=proposal.pk, version=proposal.version).update(
            authority=authority, assembly=assembly, version=F("version") + 1
        )
        if not changed:
            raise WrongState(MOVED_MEANWHILE)
        text = f"Rattachée : {words}." if words else "N’est plus rattachée à une collectivité ni à une assemblée."
        ProposalNote.objects.create(proposal=proposal, by=by, text=text, idempotency_key=uuid4())
    proposal.refresh_from_db()
    return proposal


def mark_seen(proposals: Iterable[Proposal], *, by: Member, at: datetime) -> None:
    """`by` has read `proposals` as they were at `at`: what others do later is new. A visit never goes back in time."""
    if not by.has_perm("casestudies.view_proposal"):
        raise NotAllowed("Vous ne pouvez pas lire les propositions.")
    at = min(at, timezone.now())
    known = list(proposals)
    visits = [ProposalVisit(member=by, proposal=proposal, at=at) for proposal in known]
    with transaction.atomic():
        ProposalVisit.objects.bulk_create(visits, ignore_conflicts=True)
        ProposalVisit.objects.filter(member=by, proposal__in=known, at__lt=at).update(at=at)


def _check_permission(by: Member) -> None:
    if not by.has_perm("casestudies.change_proposal"):
        raise NotAllowed("Vous ne pouvez pas traiter les propositions.")
