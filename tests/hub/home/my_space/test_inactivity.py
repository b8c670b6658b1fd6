"""Accounts nobody uses: announced at 23 months, erased at 24, under a frozen clock."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from casestudies.checking.actions.fact_reporting import submit_report
from casestudies.models import Proposal
from hub.community.actions.erasing import close_unused_account
from hub.community.models import Member
from hub.core.registries import purges
from hub.home.models import InactivityWarning
from hub.home.my_space.actions.inactivity import purge_inactive_members
from hub.mail.models import OutgoingMail
from tests.factories.mails import outgoing
from tests.factories.organisers import administrator, member, organiser, proposal

pytestmark = pytest.mark.django_db
START = datetime(2027, 1, 15, 8, tzinfo=UTC)


def at(month: int, day: int = 15) -> datetime:
    """The given day, `month` months after the start."""
    years, months = divmod(month, 12)
    return datetime(2027 + years, 1 + months, day, 8, 1, tzinfo=UTC)


@pytest.fixture
def asleep() -> Member:
    person = member("dort@exemple.fr")
    Member.objects.filter(pk=person.pk).update(date_joined=START)
    return person


def states() -> tuple[int, int]:
    return Member.objects.count(), OutgoingMail.objects.count()


def test_account_is_announced_once_then_erased(asleep):
    seen = [(purge_inactive_members(now), *states()) for now in (at(22), at(23), at(23, 30))]
    assert seen == [(0, 1, 0), (0, 1, 1), (0, 1, 1)]
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == ("dort@exemple.fr", "Votre compte sera effacé le 16 janvier 2029")
    assert [(purge_inactive_members(now), *states()) for now in (at(24), at(24, 16))] == [(1, 0, 0), (0, 0, 0)]


def test_visit_after_the_announcement_keeps_the_account(asleep):
    purge_inactive_members(at(23))
    Member.objects.filter(pk=asleep.pk).update(last_login=at(23, 20))
    assert [(purge_inactive_members(now), *states()) for now in (at(24), at(45))] == [(0, 1, 1), (0, 1, 1)]
    assert [(purge_inactive_members(now), *states()) for now in (at(47), at(48))] == [(0, 1, 2), (1, 0, 0)]


def test_server_that_slept_announces_before_it_erases(asleep):
    seen = [(purge_inactive_members(at(30) + timedelta(days=days)), *states()) for days in (0, 27)]
    assert seen == [(0, 1, 1), (0, 1, 1)]
    assert OutgoingMail.objects.get().subject == "Votre compte sera effacé le 13 août 2029"
    assert (purge_inactive_members(at(30) + timedelta(days=28)), states()) == (1, (0, 0))


def test_work_on_a_proposal_counts_as_use(asleep):
    sent = proposal(member=asleep, email=asleep.email)
    Proposal.objects.filter(pk=sent.pk).update(saved_at=at(10))
    assert (purge_inactive_members(at(24)), states()) == (0, (1, 0))


def test_closing_an_account_leaves_its_proposals_to_their_own_time(asleep):
    sent = proposal(member=asleep, email=asleep.email)
    Proposal.objects.filter(pk=sent.pk).update(saved_at=START)
    for month in (23, 24):
        purge_inactive_members(at(month))
    sent.refresh_from_db()
    assert (Member.objects.count(), sent.member, sent.email) == (0, None, asleep.email)


def test_closing_an_account_leaves_what_has_its_own_time_and_the_links_to_it(asleep):
    link = outgoing(asleep.email, dedup_key="lien", is_confidential=True)
    for key, state in (("parti", "sent"), ("nouvelles", "queued")):
        outgoing(asleep.email, dedup_key=key, state=state)
    report = submit_report(idempotency_key=uuid.uuid4(), message="Faux", email=asleep.email)
    close_unused_account(asleep, at=at(24))
    report.refresh_from_db()
    left = OutgoingMail.objects.filter(recipient=asleep.email).values_list("dedup_key", flat=True)
    assert set(left) == {link.dedup_key, f"fact-report-{report.pk}-confirm"}
    assert (report.email, Member.objects.count()) == (asleep.email, 0)


def test_people_with_a_role_are_left_alone():
    organiser()
    administrator()
    Member.objects.update(date_joined=START)
    for month in (23, 24):
        purge_inactive_members(at(month))
    assert (states(), InactivityWarning.objects.count()) == ((2, 0), 0)


def test_purge_is_registered():
    assert purges()["comptes inactifs"] is purge_inactive_members
