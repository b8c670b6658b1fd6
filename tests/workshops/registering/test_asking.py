"""Anybody may ask for a seat; only the owner of the address takes it, and nobody learns who is known."""

import uuid
from datetime import timedelta

import pytest

from hub.core.errors import WrongState
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.clock import stopped_at
from tests.harness.mails import deliver
from workshops.models import Registration
from workshops.registering.actions.asking import Typed, ask_to_register
from workshops.registering.actions.seats import cancel_registration, confirm_registration

WHEN = "2099-03-18T14:00/2099-03-18T16:00"
WHO = Typed(name="Ida Martin", question_practice="Qui tire au sort ?")


@pytest.fixture
def desk(db):
    return desk_of(workshop(WHEN, certainty="confirmed"), capacity=2)


def kinds():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


def test_request_is_mailed_to_its_address_only_and_repeats_nothing(desk):
    ask_to_register(desk, key=uuid.uuid4(), email="ida@exemple.fr", typed=WHO)
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.kind, mail.is_confidential) == ("ida@exemple.fr", "registration-confirm", True)
    assert [word for word in ("Martin", "tire au sort") if word in mail.text] == []


def test_demand_of_confirmation_leaves_and_is_of_no_use_once_the_request_is_forgotten(desk):
    with stopped_at("2099-03-01T12:00:00Z") as now:
        asked(desk, "ida@exemple.fr")
        assert [mail.to for mail in deliver()] == [["ida@exemple.fr"]]
    assert OutgoingMail.objects.get().not_after - now == timedelta(days=7)


def test_same_form_sent_twice_is_one_request_and_one_mail(desk):
    key = uuid.uuid4()
    for _ in range(2):
        ask_to_register(desk, key=key, email="ida@exemple.fr", typed=WHO)
    assert (Registration.objects.count(), kinds()) == (1, ["registration-confirm"])


def test_twenty_sends_by_one_address_are_one_row_and_few_mails(desk):
    for number in range(20):
        ask_to_register(desk, key=uuid.uuid4(), email=["Ida@Exemple.fr ", "ida@exemple.fr"][number % 2], typed=WHO)
    assert (Registration.objects.count(), len(kinds())) == (1, 3)


def test_stranger_changes_nothing_of_who_has_a_seat(desk):
    row = registered(desk, "ida@exemple.fr", question_practice="Qui tire au sort ?")
    ask_to_register(desk, key=uuid.uuid4(), email="IDA@exemple.fr", typed=Typed(name="Autre", needs="x"))
    row.refresh_from_db()
    assert (row.state, row.name, row.question_practice, row.needs) == (
        "confirmed",
        "Personne inscrite",
        "Qui tire au sort ?",
        "",
    )
    assert kinds()[-1] == "registration-known"


def test_who_cancelled_asks_again_and_confirms_again(desk):
    row = cancel_registration(registered(desk, "ida@exemple.fr"))
    again = asked(desk, "ida@exemple.fr", name="Ida Martin")
    assert (again.pk, again.state, again.name) == (row.pk, "asked", "Ida Martin")
    assert kinds()[-1] == "registration-confirm"
    assert confirm_registration(again).state == "confirmed"


def test_who_asks_again_before_confirming_is_registered_with_what_was_typed_last(desk):
    row = asked(desk, "ida@exemple.fr", name="Ida", needs="Boucle magnétique")
    again = asked(desk, "ida@exemple.fr", name="Ida Martin")
    assert (again.pk, again.state, again.name, again.needs) == (row.pk, "asked", "Ida Martin", "")


def test_refused_person_who_asks_again_changes_nothing(desk):
    row = asked(desk, "ida@exemple.fr")
    Registration.objects.filter(pk=row.pk).update(state="refused")
    ask_to_register(desk, key=uuid.uuid4(), email="ida@exemple.fr", typed=Typed(name="Autre"))
    row.refresh_from_db()
    assert (row.state, row.name, kinds()[-1]) == ("refused", "Personne inscrite", "registration-known")


def test_workshop_for_members_gives_seats_to_accounts_only(desk):
    owner = member("ida@exemple.fr")
    desk.who = "members"
    desk.save()
    ask_to_register(desk, key=uuid.uuid4(), email="inconnue@exemple.fr", typed=WHO)
    assert (Registration.objects.count(), kinds()) == (0, ["registration-members"])
    row = registered(desk, "Ida@exemple.fr")
    assert (row.state, row.member) == ("confirmed", owner)


def test_workshop_with_approval_gives_no_seat_at_the_confirmation(desk):
    desk.who = "approval"
    desk.save()
    row = registered(desk)
    desk.refresh_from_db()
    assert (row.state, desk.taken) == ("to_approve", 0)


def test_closed_registrations_take_no_request(desk):
    desk.is_open = False
    desk.save()
    with pytest.raises(WrongState, match="closes"):
        ask_to_register(desk, key=uuid.uuid4(), email="ida@exemple.fr", typed=WHO)
    assert (Registration.objects.count(), kinds()) == (0, [])
