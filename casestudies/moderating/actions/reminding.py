"""What time brings: the daily summary for organisers, the reminder before a complement is due."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from casestudies.moderating.mails import digest_letter, reminder_letter
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.history import ProposalEvent, ProposalMessage
from casestudies.proposals.models import Proposal
from hub.core.sites import contact_address
from hub.mail.actions import queue_mail
from hub.mail.models import OutgoingMail

#: Days before the date of a complement when its author is reminded.
REMIND_DAYS = 3
#: The digest leaves from this hour on, local time; a server stopped at that hour catches up.
DIGEST_HOUR = 7
DIGEST = "proposal-digest"
#: Proposals named by their address in a digest; the board has the others.
DIGEST_LINKS = 20


def queue_digest(now: datetime) -> int:
    """Job: tell the organisers what authors did since the last digest; once a day at most, never for nothing."""
    local = timezone.localtime(now)
    key = f"{DIGEST}-{local:%Y-%m-%d}"
    if local.hour < DIGEST_HOUR or OutgoingMail.objects.filter(dedup_key=key).exists():
        return 0
    last = OutgoingMail.objects.filter(kind=DIGEST).order_by("-created_at").first()
    since = last.created_at if last is not None else datetime.min.replace(tzinfo=UTC)
    # Undoing spam is not news: only what an author did counts, and a confirmed address is no sending.
    events = ProposalEvent.objects.filter(by_author=True, at__gt=since, proposal__submitted_at__isnull=False)
    events = events.exclude(from_state=F("state"))
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
        queue_mail(letter, to=contact_address(), dedup_key=key)
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
