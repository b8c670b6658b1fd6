"""What organisers do around a proposal besides deciding: read, note, match. And what is sent by itself each day."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from casestudies.actions.proposals import MOVED_MEANWHILE
from casestudies.enums import ProposalState
from casestudies.mails.proposals import digest_letter, reminder_letter
from casestudies.models import (
    AssemblyPage,
    Proposal,
    ProposalEvent,
    ProposalMessage,
    ProposalNote,
    ProposalVisit,
)
from hub.community.models import Authority, Member
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.mail.actions import queue_mail
from hub.mail.models import OutgoingMail

#: Days before the date of a complement when its author is reminded.
REMIND_DAYS = 3
#: The digest leaves from this hour on, local time; a server stopped at that hour catches up.
DIGEST_HOUR = 7
DIGEST = "proposal-digest"
#: Proposals named by their address in a digest; the board has the others.
DIGEST_LINKS = 20


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


def queue_digest(now: datetime) -> int:
    """Job: tell the organisers what authors did since the last digest; once a day at most, never for nothing."""
    local = timezone.localtime(now)
    key = f"{DIGEST}-{local:%Y-%m-%d}"
    if local.hour < DIGEST_HOUR or OutgoingMail.objects.filter(dedup_key=key).exists():
        return 0
    last = OutgoingMail.objects.filter(kind=DIGEST).order_by("-created_at").first()
    since = last.created_at if last is not None else datetime.min.replace(tzinfo=UTC)
    # Undoing spam is not news: only what an author did counts.
    events = ProposalEvent.objects.filter(by_author=True, at__gt=since, proposal__submitted_at__isnull=False)
    sent = _concerned(events.filter(state=ProposalState.SUBMITTED))
    withdrawn = _concerned(events.filter(state=ProposalState.WITHDRAWN))
    messages = _concerned(ProposalMessage.objects.filter(by_author=True, at__gt=since))
    keys = sorted({*sent, *withdrawn, *messages})
    if not keys:
        return 0
    letter = digest_letter(
        sent=len(set(sent)), messages=len(messages), withdrawn=len(set(withdrawn)), keys=keys[-DIGEST_LINKS:]
    )
    with transaction.atomic():
        queue_mail(letter, to=settings.CONTACT_EMAIL, dedup_key=key)
    return 1


def remind_authors(now: datetime) -> int:
    """Job: remind those whose complement is due in three days or less, once per date; never after the date.

    Not within a day of the request: its mail has just said the same.
    """
    today = timezone.localdate(now)
    due = Proposal.objects.filter(
        state=ProposalState.TO_COMPLETE,
        due_on__range=(today, today + timedelta(days=REMIND_DAYS)),
        state_since__lt=now - timedelta(days=1),
    ).exclude(email="")
    keys = {f"proposal-due-{proposal.pk}-{proposal.due_on}": proposal for proposal in due}
    known = set(OutgoingMail.objects.filter(dedup_key__in=keys).values_list("dedup_key", flat=True))
    waiting = [(key, proposal) for key, proposal in keys.items() if key not in known]
    for key, proposal in waiting:
        with transaction.atomic():
            queue_mail(
                reminder_letter(proposal),
                to=proposal.email,
                dedup_key=key,
                is_confidential=True,
                not_after=_end_of_day(proposal),
            )
    return len(waiting)


def reminder_holds(mail: OutgoingMail) -> bool:
    """Whether a reminder still waiting in the outbox makes sense: same proposal, same date, nothing sent meanwhile."""
    key, _, due_on = mail.dedup_key.removeprefix("proposal-due-").partition("-")
    return Proposal.objects.filter(pk=key, due_on=due_on, state=ProposalState.TO_COMPLETE).exists()


def _end_of_day(proposal: Proposal) -> datetime | None:
    if proposal.due_on is None:
        return None
    return timezone.make_aware(datetime.combine(proposal.due_on + timedelta(days=1), time.min))


def _concerned(lines: QuerySet) -> list[int]:
    return list(lines.order_by().values_list("proposal_id", flat=True))


def _check_permission(by: Member) -> None:
    if not by.has_perm("casestudies.change_proposal"):
        raise NotAllowed("Vous ne pouvez pas traiter les propositions.")
