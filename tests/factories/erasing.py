"""Every way of erasing what people gave, each with what there is to erase, for tests."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from casestudies.checking.actions.fact_reporting import submit_report
from casestudies.models import PageProvenance, Proposal, ProposalMessage
from casestudies.moderating.actions.notes import add_note
from casestudies.proposals.actions import move_proposal, send_message
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_path
from casestudies.proposals.purging import purge_proposals
from casestudies.proposing.actions.links import ask_for_proof, confirm_address, send_links
from hub.community.actions.erasing import erase_member
from hub.community.models import Member
from hub.home.my_space.actions.inactivity import purge_inactive_members
from hub.home.my_space.mails import inactivity_letter
from hub.home.my_space.models import InactivityWarning
from hub.mail.actions import queue_mail
from tests.factories.organisers import administrator, organiser
from tests.factories.pages import home_page
from tests.factories.person import EMAIL, NAME, PHONE, attach, busy_person, person, published_testimony, sent_proposal
from tests.factories.workshops import theme

#: Gives what erases it all when it is called.
Way = Callable[[], Callable[[], object]]


def _handled_proposal() -> Proposal:
    """A proposal of somebody without account: asked about, answered, noted, with a file and mails of every kind."""
    desk, words = organiser(), f"{NAME}, {PHONE}"
    sent = sent_proposal(None, address_proved_at=None)
    ask_for_proof(sent)
    sent = move_proposal(confirm_address(sent), ProposalState.TO_COMPLETE, by=desk, reason=words, note=words)
    send_message(sent, words, idempotency_key=uuid.uuid4(), by=desk)
    send_message(sent, words, idempotency_key=uuid.uuid4())
    add_note(sent, words, by=desk, idempotency_key=uuid.uuid4())
    attach(sent)
    send_links(EMAIL)
    return sent


def _erase_by_link(sent: Proposal) -> object:
    return Client().post(f"{private_path(sent)}retirer/", {"then": "effacer"})


def by_private_link() -> Callable[[], object]:
    sent = _handled_proposal()
    return lambda: _erase_by_link(sent)


def by_private_link_with_a_public_page() -> Callable[[], object]:
    """The page is public, commented, and a reader has reported an error that quotes it."""
    sent = _handled_proposal()
    page = published_testimony(sent)
    page.title = page.draft_title = f"Ce que dit {NAME}"
    page.save_revision().publish()
    PageProvenance.objects.create(page=page, proposal=sent, consent_at=sent.consent_at)
    Comment.objects.create(page=page, user=Member.objects.get(), text=f"{NAME} relit", contentpath="title")
    page.save_revision()
    submit_report(idempotency_key=uuid.uuid4(), message="Le montant est faux.", page=page, about=NAME)
    sent.refresh_from_db()
    return lambda: _erase_by_link(sent)


def closed_proposal_by_its_age() -> Callable[[], object]:
    """Declined, though a page had been prepared from it."""
    sent = _handled_proposal()
    page = published_testimony(sent)
    page.unpublish()
    Proposal.objects.filter(pk=sent.pk).update(state=ProposalState.DECLINED)
    return lambda: purge_proposals(timezone.now() + relativedelta(months=7))


def withdrawn_proposal_with_a_page_by_its_age() -> Callable[[], object]:
    sent = _handled_proposal()
    published_testimony(sent).unpublish()
    Proposal.objects.filter(pk=sent.pk).update(state=ProposalState.WITHDRAWN)
    return lambda: purge_proposals(timezone.now() + relativedelta(months=7))


def abandoned_draft_by_its_age() -> Callable[[], object]:
    draft = sent_proposal(None, submitted_at=None, consent_at=None, state=ProposalState.DRAFT)
    attach(draft)
    ProposalMessage.objects.create(proposal=draft, text=NAME, by_author=True, idempotency_key=uuid.uuid4())
    send_links(EMAIL)
    return lambda: purge_proposals(timezone.now() + relativedelta(months=7))


def account_by_its_owner() -> Callable[[], object]:
    owner, *_ = busy_person(theme())
    return lambda: erase_member(owner, keep_published=False, at=timezone.now())


def account_by_its_owner_keeping_the_page() -> Callable[[], object]:
    """The page stays, without the name that the organisers' comments told."""
    owner, _, page = busy_person(theme())
    Comment.objects.create(page=page, user=Member.objects.exclude(pk=owner.pk).get(), text=NAME, contentpath="title")
    page.save_revision()
    return lambda: erase_member(owner, keep_published=True, at=timezone.now())


def unused_account_by_its_age() -> Callable[[], object]:
    """Nobody has come for two years; the announcement is still in the outbox."""
    owner, now = person(), timezone.now()
    Client().force_login(owner)
    letter = inactivity_letter(owner, (now + timedelta(days=30)).date())
    queue_mail(letter, to=owner.email, dedup_key="annonce")
    Member.objects.filter(pk=owner.pk).update(date_joined=now - relativedelta(months=30), last_login=None)
    InactivityWarning.objects.create(member=owner, at=now - timedelta(days=40))
    return lambda: purge_inactive_members(now)


def account_by_an_administrator() -> Callable[[], object]:
    owner, *_ = busy_person(theme())
    home_page()
    browser = Client()
    browser.force_login(administrator())
    return lambda: browser.post(reverse("wagtailusers_users:delete", args=[owner.pk]))


def accounts_by_an_administrator_at_once() -> Callable[[], object]:
    owner, *_ = busy_person(theme())
    home_page()
    browser = Client()
    browser.force_login(administrator())
    return lambda: browser.post(f"/admin/bulk/community/member/delete/?id={owner.pk}&next=/admin/")


WAYS: tuple[Way, ...] = (
    by_private_link,
    by_private_link_with_a_public_page,
    closed_proposal_by_its_age,
    withdrawn_proposal_with_a_page_by_its_age,
    abandoned_draft_by_its_age,
    account_by_its_owner,
    account_by_its_owner_keeping_the_page,
    unused_account_by_its_age,
    account_by_an_administrator,
    accounts_by_an_administrator_at_once,
)
