"""Closed and abandoned proposals are forgotten after six months, under a frozen clock."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages

from casestudies.models import Proposal, ProposalEvent, ProposalFile, ProposalMessage
from casestudies.proposals.enums import CLOSED_PROPOSALS, ProposalState
from casestudies.proposals.purging import purge_proposals
from hub.core.registries import purges
from tests.factories.organisers import proposal
from tests.factories.person import WORDS, attach, published_testimony, sent_proposal
from tests.harness.dump import dump

pytestmark = pytest.mark.django_db
START = datetime(2027, 1, 15, 8, tzinfo=UTC)
BEFORE = datetime(2027, 7, 15, 7, 59, tzinfo=UTC)
AFTER = datetime(2027, 7, 15, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_files(tmp_path, monkeypatch):
    for name in ("base_location", "location"):
        monkeypatch.setitem(storages["private"].__dict__, name, str(tmp_path))


def since_start(sent: Proposal, **fields: object) -> Proposal:
    Proposal.objects.filter(pk=sent.pk).update(state_since=START, saved_at=START, **fields)
    sent.refresh_from_db()
    return sent


def draft(**fields: object) -> Proposal:
    return sent_proposal(None, state=ProposalState.DRAFT, submitted_at=None, consent_at=None, **fields)


@pytest.mark.parametrize("state", sorted(CLOSED_PROPOSALS))
def test_closed_proposal_is_anonymised_after_six_months(state):
    sent = since_start(sent_proposal(None, state=state))
    proof = (sent.state, sent.consent_version, sent.consent_at, sent.submitted_at)
    assert [purge_proposals(now) for now in (BEFORE, AFTER, AFTER + timedelta(days=1))] == [0, 1, 0]
    sent.refresh_from_db()
    assert (sent.state, sent.consent_version, sent.consent_at, sent.submitted_at) == proof
    assert [word for word in WORDS if word in str(dump()["casestudies_proposal"]).casefold()] == []


@pytest.mark.parametrize("state", sorted(set(ProposalState) - CLOSED_PROPOSALS - {ProposalState.DRAFT}))
def test_living_proposal_is_kept(state):
    since_start(proposal(state=state))
    before = dump()
    assert (purge_proposals(AFTER), dump() == before) == (0, True)


def test_abandoned_draft_goes_entirely(django_capture_on_commit_callbacks):
    sent = draft()
    ProposalMessage.objects.create(proposal=sent, text="Bonjour", by_author=True, idempotency_key=uuid.uuid4())
    ProposalEvent.objects.create(proposal=sent, state=sent.state, by_author=True)
    path = Path(attach(sent).file.path)
    since_start(sent)
    with django_capture_on_commit_callbacks(execute=True):
        assert [purge_proposals(now) for now in (BEFORE, AFTER)] == [0, 1]
    counts = [model.objects.count() for model in (Proposal, ProposalEvent, ProposalMessage, ProposalFile)]
    assert (counts, path.exists()) == ([0, 0, 0, 0], False)


def test_draft_taken_back_goes_entirely():
    since_start(draft(), state=ProposalState.WITHDRAWN)
    assert (purge_proposals(AFTER), Proposal.objects.count()) == (1, 0)


def test_draft_somebody_still_writes_is_kept():
    Proposal.objects.filter(pk=draft().pk).update(state_since=START, saved_at=START + timedelta(days=1))
    assert (purge_proposals(AFTER), Proposal.objects.count()) == (0, 1)


def test_page_of_a_withdrawn_proposal_loses_the_name_or_goes_when_nobody_reads_it():
    read, unread = (since_start(sent_proposal(None, state=ProposalState.WITHDRAWN)) for _ in range(2))
    pages = [published_testimony(sent) for sent in (read, unread)]
    pages[1].unpublish()
    Proposal.objects.update(state=ProposalState.WITHDRAWN)
    assert purge_proposals(AFTER) == 2
    pages[0].refresh_from_db()
    assert (pages[0].shown_name, type(pages[1]).objects.filter(pk=pages[1].pk).exists()) == ("", False)


def test_purge_is_registered():
    assert purges()["propositions"] is purge_proposals
