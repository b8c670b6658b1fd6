"""Which mails go with an erased proposal: its own, and all of them once nothing else is known of the person."""

import uuid

import pytest
from django.utils import timezone

from casestudies.models import Proposal
from casestudies.proposals.actions import move_proposal, send_message
from casestudies.proposals.purging import withdraw_and_erase
from casestudies.proposing.actions.links import ask_for_proof, confirm_address, send_links
from hub.community.models import ErasureRecord
from hub.mail.models import OutgoingMail
from tests.factories.mails import outgoing
from tests.factories.organisers import organiser
from tests.factories.person import EMAIL, person, sent_proposal

pytestmark = pytest.mark.django_db


def discussed(desk) -> tuple[Proposal, set[str]]:
    """A proposal that its author was written about three times, and the keys of these mails."""
    before = set(OutgoingMail.objects.values_list("dedup_key", flat=True))
    begun = sent_proposal(None, address_proved_at=None)
    ask_for_proof(begun)
    sent = move_proposal(confirm_address(begun), "to_complete", by=desk, reason="Il manque le montant.")
    send_message(sent, "Lequel ?", idempotency_key=uuid.uuid4(), by=desk)
    return sent, keys() - before


def keys() -> set[str]:
    return set(OutgoingMail.objects.values_list("dedup_key", flat=True))


def test_mails_of_another_proposal_stay():
    desk = organiser()
    (first, its_own), (_, others) = discussed(desk), discussed(desk)
    send_links(EMAIL)
    withdraw_and_erase(first, at=timezone.now())
    assert (len(its_own), keys()) == (3, others)


def test_mails_of_the_account_stay():
    person()
    sent, _ = discussed(organiser())
    outgoing(EMAIL, dedup_key="ancienne-sorte", kind="proposal-other")
    outgoing(EMAIL.upper(), dedup_key="code", kind="account-code")
    withdraw_and_erase(sent, at=timezone.now())
    assert keys() == {"code"}


def test_nothing_stays_of_somebody_who_has_nothing_else_here():
    sent, _ = discussed(organiser())
    outgoing(EMAIL.upper(), dedup_key="code", kind="account-code")
    outgoing("autre@exemple.fr", dedup_key="citée", text=f"Écrire à {EMAIL}")
    withdraw_and_erase(sent, at=timezone.now())
    assert list(OutgoingMail.objects.values_list("dedup_key", "text")) == [("citée", "")]


def test_erasing_twice_notes_it_once_and_mails_nobody():
    sent, _ = discussed(organiser())
    for _ in range(2):
        sent.refresh_from_db()
        withdraw_and_erase(sent, at=timezone.now())
    assert (keys(), ErasureRecord.objects.filter(kind="proposition").count()) == (set(), 1)
