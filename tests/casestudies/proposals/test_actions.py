"""The life of a proposal: every pair of states, who may move it, what is written and told."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casestudies.models import Proposal, ProposalMessage
from casestudies.proposals.actions import (
    move_proposal,
    save_draft,
    send_message,
    start_draft,
    submit_draft,
    withdraw_proposal,
)
from casestudies.proposals.enums import WRITABLE_PROPOSALS, ProposalState
from casestudies.proposals.transitions import AUTHOR_MOVES, ORGANISER_MOVES, SILENT
from hub.core.enums import Half
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member, organiser, proposal
from tests.factories.workshops import workshop

pytestmark = pytest.mark.django_db
PAIRS = [(before, after) for before in ProposalState for after in ProposalState]


def in_state(state: str) -> Proposal:
    sent_at = None if state == ProposalState.DRAFT else timezone.now()
    return proposal(state=state, submitted_at=sent_at)


def test_address_of_an_account_is_proved_from_the_beginning_and_no_other() -> None:
    person = member("ida@exemple.fr")
    told = []
    for email, by in (("Ida@Exemple.fr", person), ("leo@exemple.fr", person), ("ida@exemple.fr", None)):
        draft = start_draft(idempotency_key=uuid.uuid4(), email=email, member=by)
        told.append((draft.member, draft.is_proved))
    assert told == [(person, True), (person, False), (None, False)]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_organiser_moves_only_where_the_table_says(before: str, after: str) -> None:
    found = in_state(before)
    extra = {"workshop": workshop(), "part": Half.PRACTICE} if after == ProposalState.SCHEDULED else {}
    legal = after in ORGANISER_MOVES[before]
    try:
        move_proposal(found, after, by=organiser(), reason="Une raison.", **extra)
    except WrongState:
        assert legal is False
        assert (Proposal.objects.get().state, OutgoingMail.objects.count()) == (before, 0)
    else:
        assert legal is True
        told = after not in SILENT and before != ProposalState.SPAM
        line = found.events.get()
        assert (line.from_state, line.state, line.reason) == (before, after, "Une raison.")
        assert (Proposal.objects.get().state, OutgoingMail.objects.count()) == (after, int(told))


@pytest.mark.parametrize("before", ProposalState)
def test_author_withdraws_from_every_state(before: str) -> None:
    found = in_state(before)
    withdraw_proposal(found)
    withdraw_proposal(found)
    stored = Proposal.objects.get()
    assert (stored.state, stored.consent_withdrawn_at is None) == (
        ProposalState.WITHDRAWN,
        before == ProposalState.WITHDRAWN,
    )
    assert OutgoingMail.objects.count() == int(before != ProposalState.WITHDRAWN)


@pytest.mark.parametrize("before", ProposalState)
def test_author_sends_only_what_may_be_written(before: str) -> None:
    found = in_state(before)
    legal = ProposalState.SUBMITTED in AUTHOR_MOVES[before] or before == ProposalState.SUBMITTED
    try:
        submit_draft(found, consent_version="2026-11")
    except WrongState:
        assert legal is False
    else:
        assert (legal, Proposal.objects.get().state) == (True, ProposalState.SUBMITTED)


@pytest.mark.parametrize("before", ProposalState)
def test_author_writes_only_in_a_draft_or_a_proposal_to_complete(before: str) -> None:
    found = in_state(before)
    try:
        save_draft(found, version=found.version, practice="Nouveau texte")
    except WrongState:
        assert before not in WRITABLE_PROPOSALS
        assert Proposal.objects.get().practice == ""
    else:
        assert before in WRITABLE_PROPOSALS
        assert Proposal.objects.get().practice == "Nouveau texte"


def test_every_state_is_in_both_tables() -> None:
    assert set(AUTHOR_MOVES) == set(ORGANISER_MOVES) == set(ProposalState)


def test_second_organiser_is_told_and_nothing_is_overwritten() -> None:
    found = proposal()
    same = Proposal.objects.get()
    move_proposal(found, ProposalState.ACCEPTED, by=organiser())
    with pytest.raises(WrongState):
        move_proposal(same, ProposalState.DECLINED, by=organiser(), reason="Une raison.")
    assert (Proposal.objects.get().state, found.events.count()) == (ProposalState.ACCEPTED, 1)


def test_plain_member_may_not_decide() -> None:
    with pytest.raises(NotAllowed):
        move_proposal(proposal(), ProposalState.ACCEPTED, by=member())


def test_reason_is_required_where_the_author_needs_one() -> None:
    found = proposal()
    for state in (ProposalState.TO_COMPLETE, ProposalState.DECLINED):
        with pytest.raises(ActionError):
            move_proposal(found, state, by=organiser(), reason="  ")
    move_proposal(found, ProposalState.TO_COMPLETE, by=organiser(), reason="L’unité manque.", due_on=date(2027, 1, 31))
    assert Proposal.objects.get().due_on == date(2027, 1, 31)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Votre proposition attend un complément"
    assert "avant le 31 janvier 2027" in mail.text
    assert "L’unité manque." in mail.text


def test_schedule_needs_a_workshop_and_a_part() -> None:
    found = in_state(ProposalState.ACCEPTED)
    with pytest.raises(ActionError):
        move_proposal(found, ProposalState.SCHEDULED, by=organiser(), workshop=workshop())
    chosen = workshop()
    move_proposal(found, ProposalState.SCHEDULED, by=organiser(), workshop=chosen, part=Half.OUTCOME)
    stored = Proposal.objects.get()
    assert (stored.workshop_id, stored.workshop_part) == (chosen.pk, Half.OUTCOME)


def test_same_key_gives_the_same_draft() -> None:
    key = uuid.uuid4()
    first = start_draft(idempotency_key=key, practice="Premier")
    second = start_draft(idempotency_key=key, practice="Second")
    assert (second.pk, second.practice, Proposal.objects.count(), second.events.count()) == (first.pk, "Premier", 1, 1)


def test_draft_changed_on_another_device_is_not_overwritten() -> None:
    draft = start_draft(idempotency_key=uuid.uuid4())
    save_draft(draft, version=1, practice="Téléphone")
    with pytest.raises(WrongState):
        save_draft(draft, version=1, practice="Ordinateur")
    stored = Proposal.objects.get()
    assert (stored.practice, stored.version) == ("Téléphone", 2)


def test_draft_without_address_or_wish_is_not_sent() -> None:
    draft = start_draft(idempotency_key=uuid.uuid4(), email="a@exemple.fr")
    with pytest.raises(ActionError):
        submit_draft(draft, consent_version="2026-11")
    assert Proposal.objects.received().count() == 0


def test_sent_twice_is_told_once() -> None:
    draft = start_draft(idempotency_key=uuid.uuid4(), email="a@exemple.fr", wants_to_testify=True)
    submit_draft(draft, consent_version="2026-11")
    submit_draft(draft, consent_version="2026-11")
    assert (OutgoingMail.objects.count(), draft.events.count()) == (1, 2)
    assert (draft.consent_version, draft.consent_at is None) == ("2026-11", False)


def test_database_refuses_a_sent_proposal_without_consent() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal(consent_at=None)


def test_messages_are_stored_once_and_reach_the_other_side() -> None:
    found, key = proposal(), uuid.uuid4()
    send_message(found, "La rédaction écrit.", idempotency_key=key, by=organiser())
    send_message(found, "La rédaction écrit.", idempotency_key=key, by=organiser())
    send_message(found, "La personne répond.", idempotency_key=uuid.uuid4())
    lines = list(ProposalMessage.objects.values_list("text", "by_author"))
    assert lines == [("La rédaction écrit.", False), ("La personne répond.", True)]
    assert list(OutgoingMail.objects.values_list("recipient", flat=True)) == [found.email]
