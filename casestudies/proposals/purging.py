"""What time or its author takes away: proposals nobody works on any more, and what they left in the journals."""

from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q
from wagtail.models import COMMENTS_RELATION_NAME, Comment, ModelLogEntry, Page, PageLogEntry

from casestudies.checking.actions.fact_reporting import forget_reports_on
from casestudies.proposals.actions import withdraw_proposal
from casestudies.proposals.enums import CLOSED_PROPOSALS, ProposalState
from casestudies.proposals.erasure import PROPOSAL, erase_proposal, note_proposal
from casestudies.proposals.history import ProposalEvent
from casestudies.proposals.models import Proposal
from casestudies.proposals.publication import anonymise_page
from hub.community.actions.erasure_book import settle_after_commit
from hub.community.models import Member, email_key
from hub.core.registries import Erasure, Person
from hub.mail.actions import forget_mails
from hub.mail.personal import erase as erase_mails

#: How long a closed or abandoned proposal is kept.
KEPT_FOR = relativedelta(months=6)
ERASED = "Proposition effacée"
PAGE_ERASED = "Page effacée"


def purge_proposals(now: datetime) -> int:
    """Forget closed proposals and abandoned drafts after six months.

    What was sent stays as an anonymous row with the proof of the consent; what was never sent goes entirely. An
    anonymous row is not looked at again.
    """
    limit = now - KEPT_FOR
    closed = Q(submitted_at__isnull=False, state__in=CLOSED_PROPOSALS, state_since__lte=limit, erased_at=None)
    abandoned = Q(submitted_at__isnull=True, state=ProposalState.DRAFT, saved_at__lte=limit)
    taken_back = Q(submitted_at__isnull=True, state=ProposalState.WITHDRAWN, state_since__lte=limit)
    keys = list(Proposal.objects.filter(closed | abandoned | taken_back).values_list("pk", flat=True))
    return sum(_purge(pk, closed | abandoned | taken_back, now) for pk in keys)


def _purge(pk: int, due: Q, now: datetime) -> int:
    """Each in its own short transaction, looked at again under lock: its author may just have come back."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().filter(due, pk=pk).first()
        if proposal is None:
            return 0
        page = proposal.page
        keep = page is not None and page.live
        if page is not None:
            forget_page(page, keep=keep)
        forget_proposal(proposal, at=now, keep_published=keep)
    return 1


def forget_proposal(proposal: Proposal, *, at: datetime, keep_published: bool) -> None:
    """Anonymise a proposal that was sent, remove one that never was, and take both out of the journal.

    `keep_published` says what became of the page made from it.
    """
    _forget(proposal, at=at, keep_published=keep_published)
    if proposal.submitted_at is None:
        proposal.delete()


def _forget(proposal: Proposal, *, at: datetime, keep_published: bool) -> None:
    email = proposal.email
    note_proposal(PROPOSAL, proposal, at=at, keep_published=keep_published)
    erase_proposal(proposal, at=at)
    _forget_lines(proposal, ERASED)
    _forget_mails_to(email, at)


def _forget_mails_to(email: str, at: datetime) -> None:
    """Somebody of whom no proposal is left is in the outbox no more, unless an account of the same address is."""
    if not email or Proposal.objects.of(email).exists():
        return
    if Member.objects.filter(email_key=email_key(email)).exists():
        forget_mails(Q(recipient__iexact=email, kind__startswith="proposal-"))
    else:
        erase_mails(Person(email=email), Erasure(at=at, keep_published=True))


def withdraw_and_erase(proposal: Proposal, *, at: datetime) -> None:
    """Its author takes the proposal back and has everything erased at once, with the page made from it.

    The row stays, anonymous, even of what was never sent: the page that follows says that it is done, and no mail is
    needed for it.
    """
    if proposal.erased_at is not None:
        return
    with transaction.atomic():
        withdraw_proposal(proposal)
        if proposal.page is not None:
            forget_page(proposal.page, keep=False)
        _forget(proposal, at=at, keep_published=False)
        settle_after_commit()


def take_back(proposal: Proposal, *, at: datetime) -> None:
    """Withdraw a proposal whose author leaves: nobody is to work on an empty row. No mail is written."""
    if proposal.state in CLOSED_PROPOSALS:
        return
    changes = {"state": ProposalState.WITHDRAWN, "state_since": at, "consent_withdrawn_at": at, "due_on": None}
    Proposal.objects.filter(pk=proposal.pk).update(**changes, version=F("version") + 1)
    ProposalEvent.objects.create(
        proposal=proposal, from_state=proposal.state, state=ProposalState.WITHDRAWN, by_author=True
    )


def forget_page(page: Page, *, keep: bool) -> None:
    """What becomes of the page made from a proposal whose author leaves.

    With `keep` a published page stays without the name nor the comments of its making; otherwise, and when it is not
    published, the page goes with its versions, its place in the index, its title in the journal, what was reported.
    """
    if keep and page.live:
        anonymise_page(page)
        _forget_comments(page)
        return
    key = page.pk
    forget_reports_on(key)
    page.specific.delete()
    # Afterwards: the removal itself is written in the journal.
    PageLogEntry.objects.filter(page=key).update(label=PAGE_ERASED, data={})


def _forget_comments(page: Page) -> None:
    Comment.objects.filter(page=page).delete()
    for revision in page.revisions.all():
        content = {**revision.content, COMMENTS_RELATION_NAME: []}
        if revision.content.get(COMMENTS_RELATION_NAME):
            page.revisions.filter(pk=revision.pk).update(content=content)
    PageLogEntry.objects.filter(page=page.pk, action__startswith="wagtail.comments").update(data={})


def _forget_lines(thing: Any, label: str) -> None:
    kind = ContentType.objects.get_for_model(thing)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(thing.pk)).update(label=label, data={})
