"""What is sent by itself: the organisers' digest, the author's reminder. And the rules of notes."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from casestudies.models import Proposal
from casestudies.moderating.actions.notes import add_note, mark_seen, match_proposal
from casestudies.moderating.actions.reminding import queue_digest, remind_authors, reminder_holds
from casestudies.proposals.actions import (
    move_proposal,
    send_message,
    start_draft,
    submit_draft,
    unmark_spam,
    withdraw_proposal,
)
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.registries import jobs
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member, organiser, proposal

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 10, 11, tzinfo=UTC)


def sent_by_author() -> Proposal:
    draft = start_draft(
        idempotency_key=uuid.uuid4(), email="a@exemple.fr", wants_to_testify=True, organisation="Ville de Rouen"
    )
    return submit_draft(draft, consent_version="2026-11")


def digests() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="proposal-digest").order_by("pk"))


def reminders() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="proposal-reminder").order_by("pk"))


def to_complete(due_in: int, **fields) -> Proposal:
    return proposal(
        state="to_complete",
        due_on=timezone.localdate(NOON) + timedelta(days=due_in),
        state_since=NOON - timedelta(days=9),
        **fields,
    )


def test_jobs_are_registered():
    names = ["point du jour sur les propositions", "rappels de compléments"]
    assert [jobs()[name] for name in names] == [queue_digest, remind_authors]


def test_digest_counts_what_authors_did_and_names_nobody():
    first, second = sent_by_author(), sent_by_author()
    send_message(first, "Bonjour secret.", idempotency_key=uuid.uuid4())
    withdraw_proposal(second)
    assert queue_digest(NOON) == 1
    mail = digests()[0]
    assert (mail.recipient, mail.dedup_key) == (settings.CONTACT_EMAIL, "proposal-digest-2027-03-10")
    for words in (
        "2 propositions déposées ou complétées",
        "1 message de la part",
        "1 proposition retirée",
        "http://testserver/admin/propositions/\n",
        f"http://testserver/admin/propositions/inspect/{first.pk}/",
    ):
        assert words in mail.text
    secrets = ("a@exemple.fr", "Rouen", "secret", "ma-proposition")
    assert [word for word in secrets if word in mail.text + mail.subject] == []


def test_digest_leaves_once_a_day_and_only_for_news():
    assert queue_digest(NOON) == 0
    sent_by_author()
    assert [queue_digest(NOON), queue_digest(NOON)] == [1, 0]
    assert queue_digest(NOON + timedelta(days=1)) == 0
    sent_by_author()
    assert [queue_digest(NOON), queue_digest(NOON + timedelta(days=1))] == [0, 1]
    assert "1 proposition déposée" in digests()[1].text


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (withdraw_proposal, "1 proposition retirée"),
        (lambda row: send_message(row, "Bonjour.", idempotency_key=uuid.uuid4()), "1 message de la part"),
    ],
)
def test_digest_leaves_for_a_withdrawal_or_a_message_alone(act, words):
    row = sent_by_author()
    queue_digest(NOON)
    act(row)
    assert queue_digest(NOON + timedelta(days=1)) == 1
    assert (words in digests()[1].text, "déposée" in digests()[1].text) == (True, False)


def test_digest_waits_for_the_morning():
    sent_by_author()
    assert queue_digest(datetime(2027, 3, 10, 3, tzinfo=UTC)) == 0


def test_what_organisers_do_is_not_in_the_digest():
    found = proposal()
    send_message(found, "Bonjour.", idempotency_key=uuid.uuid4(), by=organiser())
    move_proposal(found, "spam", by=organiser())
    unmark_spam(found, by=organiser())
    assert queue_digest(NOON) == 0


@pytest.mark.parametrize(("due_in", "count"), [(-1, 0), (0, 1), (3, 1), (4, 0)])
def test_reminder_leaves_in_the_last_three_days(due_in, count):
    to_complete(due_in)
    assert (remind_authors(NOON), len(reminders())) == (count, count)


def test_reminder_leaves_once_per_date():
    found = to_complete(2)
    assert [remind_authors(NOON), remind_authors(NOON), remind_authors(NOON + timedelta(days=1))] == [1, 0, 0]
    Proposal.objects.filter(pk=found.pk).update(due_on=found.due_on + timedelta(days=1))
    assert remind_authors(NOON) == 1
    mail = reminders()[0]
    assert (mail.recipient, mail.is_confidential) == ("anne@exemple.fr", True)
    assert "jusqu’au 12 mars 2027" in mail.text
    assert mail.not_after == datetime(2027, 3, 12, 23, tzinfo=UTC)


def test_reminder_is_not_sent_right_after_the_request():
    found = to_complete(2)
    Proposal.objects.filter(pk=found.pk).update(state_since=NOON - timedelta(hours=2))
    assert remind_authors(NOON) == 0


def test_reminder_is_not_sent_when_the_state_changed_or_the_address_is_gone():
    found, _ = to_complete(2), to_complete(2, email="")
    submit_draft(found, consent_version="2026-11")
    assert remind_authors(NOON) == 0


def test_waiting_reminder_no_longer_holds_once_completed():
    found = to_complete(2)
    remind_authors(NOON)
    mail = reminders()[0]
    assert reminder_holds(mail) is True
    submit_draft(found, consent_version="2026-11")
    assert reminder_holds(mail) is False


def test_spam_goes_back_to_where_it_came_from_only_once():
    found = proposal(state="to_complete")
    move_proposal(found, "spam", by=organiser())
    same = Proposal.objects.get()
    unmark_spam(found, by=organiser())
    with pytest.raises(WrongState):
        unmark_spam(same, by=organiser())
    assert (Proposal.objects.get().state, OutgoingMail.objects.count()) == ("to_complete", 0)
    assert list(found.events.values_list("from_state", "state")) == [("to_complete", "spam"), ("spam", "to_complete")]


def test_spam_without_history_goes_back_to_submitted():
    assert unmark_spam(proposal(state="spam"), by=organiser()).state == "submitted"


def test_plain_member_does_nothing():
    found, person, key = proposal(), member(), uuid.uuid4()
    attempts = [
        lambda: add_note(found, "Non.", by=person, idempotency_key=key),
        lambda: match_proposal(found, by=person, authority=None, assembly=None),
        lambda: unmark_spam(found, by=person),
        lambda: mark_seen([found], by=person, at=timezone.now()),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert (found.notes.count(), found.visits.count(), Proposal.objects.get().version) == (0, 0, 1)


def test_note_is_never_empty_nor_changed():
    found = proposal()
    with pytest.raises(ActionError):
        add_note(found, "  ", by=organiser(), idempotency_key=uuid.uuid4())
    note = add_note(found, "Une note.", by=organiser(), idempotency_key=uuid.uuid4())
    with pytest.raises(TypeError):
        note.save()
    assert [each.text for each in found.notes.all()] == ["Une note."]
