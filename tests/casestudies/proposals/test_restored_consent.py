"""A restored backup brings back neither a page whose author withdrew the consent, nor a name taken off."""

import pytest
from django.db import transaction
from django.utils import timezone

from casestudies.models import PageProvenance, Proposal, TestimonyPage
from casestudies.proposals.actions import hide_name, withdraw_proposal
from hub.community.actions.erasure_book import replay_erasures, write_erasures_down
from tests.factories.person import NAME, published_testimony, sent_proposal

pytestmark = pytest.mark.django_db


class RestoredError(Exception):
    """Raised to go back to what the database was."""


@pytest.fixture(autouse=True)
def _own_file(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "effacements.jsonl"


def do_then_restore(action, sent: Proposal) -> None:
    try:
        with transaction.atomic():
            action(sent)
            write_erasures_down(timezone.now())
            raise RestoredError
    except RestoredError:
        sent.refresh_from_db()


def published() -> tuple[Proposal, TestimonyPage]:
    sent = sent_proposal(None)
    page = published_testimony(sent)
    PageProvenance.objects.create(page=page, proposal=sent, consent_at=sent.consent_at)
    sent.refresh_from_db()
    return sent, page


def test_page_without_consent_is_taken_down_again():
    sent, page = published()
    do_then_restore(withdraw_proposal, sent)
    page.refresh_from_db()
    assert (sent.state, page.live) == ("published", True)
    assert [replay_erasures(timezone.now()) for _ in range(2)] == [1, 0]
    for thing in (sent, page):
        thing.refresh_from_db()
    assert (sent.state, sent.name, page.live) == ("withdrawn", NAME, False)
    assert PageProvenance.objects.get().has_consent is False


def test_name_taken_off_is_taken_off_again():
    sent, page = published()
    do_then_restore(hide_name, sent)
    page.refresh_from_db()
    assert (sent.shown_as, page.shown_name) == ("named", NAME)
    assert [replay_erasures(timezone.now()) for _ in range(2)] == [1, 0]
    for thing in (sent, page):
        thing.refresh_from_db()
    versions = [revision.content["shown_name"] for revision in page.revisions.all()]
    assert (sent.shown_as, page.live, page.shown_name, versions) == ("anonymous", True, "", ["", ""])
