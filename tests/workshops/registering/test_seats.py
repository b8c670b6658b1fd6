"""Seats are taken at the confirmation, never more than there are, and go to who waits for the longest time."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.core.errors import WrongState
from hub.mail.models import OutgoingMail
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.beside import beside
from workshops.models import Registration, RegistrationDesk
from workshops.registering.actions import seats
from workshops.registering.actions.seats import LAST_SEATS, cancel_registration, confirm_registration

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
WHEN = "2099-03-18T14:00/2099-03-18T16:00"


@pytest.fixture
def desk(db):
    return desk_of(workshop(WHEN, certainty="confirmed"), capacity=2)


@pytest.fixture
def clock(monkeypatch):
    """Have it be another instant, in ISO 8601."""
    return lambda at: monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(at))


def states(desk):
    return list(desk.registrations.order_by("pk").values_list("state", flat=True))


def taken(desk):
    return RegistrationDesk.objects.get(pk=desk.pk).taken


def told_of(row):
    """What was written to somebody, in order, but for the demand of confirmation."""
    return OutgoingMail.objects.filter(recipient=row.email, kind="registration-state").order_by("pk")


def told(row):
    """Its subjects."""
    return [mail.subject.partition(" :")[0] for mail in told_of(row)]


def test_seat_is_not_taken_before_the_confirmation(desk):
    row = asked(desk)
    assert (row.state, taken(desk)) == ("asked", 0)
    confirm_registration(row)
    assert (states(desk), taken(desk)) == (["confirmed"], 1)


def test_confirming_twice_takes_one_seat_and_writes_once(desk):
    row = registered(desk)
    assert confirm_registration(row).pk == row.pk
    assert (states(desk), taken(desk), told(row)) == (["confirmed"], 1, ["Vous avez une place"])


def test_confirming_holds_the_desk_for_seats_and_nothing_else(desk):
    RegistrationDesk.objects.update(capacity=LAST_SEATS + 1)
    row = asked(desk)
    with CaptureQueriesContext(connection) as captured:
        confirm_registration(row)
    read = [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
    locked = next(number for number, sql in enumerate(read) if 'FROM "workshops_registrationdesk"' in sql)
    tables = [re.search(r'(?:FROM|UPDATE|INTO) "(\w+)"', sql)[1].partition("_")[2] for sql in read[locked:]]
    assert tables == ["registrationdesk", "registration", "registrationdesk", "registration", *["outgoingmail"] * 2]
    assert not any("JOIN" in sql for sql in read[locked:])


def test_who_comes_too_late_waits(desk):
    rows = [registered(desk) for _ in range(3)]
    assert (states(desk), taken(desk)) == (["confirmed", "confirmed", "waiting"], 2)
    assert told(rows[2]) == ["Liste d’attente"]


def test_freed_seat_goes_to_who_waits_for_the_longest_time(desk):
    first, _, third, fourth = (registered(desk) for _ in range(4))
    cancel_registration(first)
    assert (states(desk), taken(desk)) == (["cancelled", "confirmed", "confirmed", "waiting"], 2)
    assert told(third) == ["Liste d’attente", "Vous avez une place"]
    assert "Une place s’est libérée" in OutgoingMail.objects.filter(recipient=third.email).latest("pk").text
    assert told(fourth) == ["Liste d’attente"]


def test_cancelling_twice_frees_one_seat(desk):
    first = registered(desk)
    registered(desk)
    cancel_registration(first)
    cancel_registration(first)
    assert (taken(desk), told(first)) == (1, ["Vous avez une place", "Inscription annulée"])


@pytest.mark.parametrize(
    ("state", "after"), [("asked", "cancelled"), ("to_approve", "cancelled"), ("refused", "refused")]
)
def test_who_has_no_seat_cancels_what_was_asked_and_nothing_else(desk, state, after):
    registered(desk)
    row = asked(desk)
    Registration.objects.filter(pk=row.pk).update(state=state)
    assert (cancel_registration(row).state, taken(desk)) == (after, 1)
    assert told(row) == (["Inscription annulée"] if state == "to_approve" else [])


def test_who_waits_and_cancels_frees_nothing(desk):
    _, _, third, fourth = (registered(desk) for _ in range(4))
    cancel_registration(third)
    assert (states(desk), taken(desk)) == (["confirmed", "confirmed", "cancelled", "waiting"], 2)
    assert told(fourth) == ["Liste d’attente"]


def test_seat_freed_between_the_first_look_and_the_lock_is_given(desk, monkeypatch):
    first, _ = registered(desk), registered(desk)
    row = asked(desk)
    monkeypatch.setattr(seats, "member_behind", lambda email: cancel_registration(first) and None)
    assert confirm_registration(row).state == "confirmed"
    assert (taken(desk), told(row)) == (2, ["Vous avez une place"])


def test_who_comes_back_goes_to_the_end_of_the_list(desk):
    first, _, third = (registered(desk) for _ in range(3))
    cancel_registration(first)
    confirm_registration(first)
    assert states(desk) == ["waiting", "confirmed", "confirmed"]
    assert told(third) == ["Liste d’attente", "Vous avez une place"]


def test_nobody_is_promoted_once_the_workshop_has_begun(desk, clock):
    first, _, _ = (registered(desk) for _ in range(3))
    clock("2099-03-18T13:00:00+00:00")
    cancel_registration(first)
    assert (states(desk), taken(desk)) == (["cancelled", "confirmed", "waiting"], 1)


def test_seat_freed_in_the_last_second_goes_to_who_waits(desk, clock):
    first, _, _ = (registered(desk) for _ in range(3))
    clock("2099-03-18T12:59:59+00:00")
    cancel_registration(first)
    assert (states(desk), taken(desk)) == (["cancelled", "confirmed", "confirmed"], 2)


def test_what_tells_a_seat_is_of_no_use_once_the_workshop_is_over(desk):
    [mail] = told_of(registered(desk))
    assert mail.not_after == datetime.fromisoformat("2099-03-18T16:00+01:00")


def test_only_who_waited_is_told_that_a_seat_was_freed(desk):
    first, second, third = (registered(desk) for _ in range(3))
    cancel_registration(first)
    freed = "Une place s’est libérée"
    assert [[freed in mail.text for mail in told_of(row)] for row in (first, second, third)] == [
        [False, False],
        [False],
        [False, True],
    ]


def test_seats_without_limit_never_make_wait(db):
    desk = desk_of(workshop(WHEN, certainty="confirmed"))
    for _ in range(5):
        registered(desk)
    assert (set(states(desk)), taken(desk)) == ({"confirmed"}, 5)


@pytest.mark.parametrize(
    ("at", "opens"), [("2099-03-18T12:59:59", True), ("2099-03-18T13:00:00", False), ("2099-03-19T10:00:00", False)]
)
def test_link_confirms_until_the_workshop_begins(desk, clock, at, opens):
    row = asked(desk)
    clock(f"{at}+00:00")
    if opens:
        confirm_registration(row)
    else:
        with pytest.raises(WrongState, match="closes"):
            confirm_registration(row)
    assert (states(desk), taken(desk)) == ((["confirmed"], 1) if opens else (["asked"], 0))


@pytest.mark.parametrize("certainty", ["cancelled", "postponed", "void", "held", "idea"])
def test_what_does_not_take_place_gives_no_seat(desk, certainty):
    row = asked(desk)
    type(desk.workshop).objects.filter(pk=desk.workshop_id).update(certainty=certainty)
    with pytest.raises(WrongState, match="closes"):
        confirm_registration(row)


@pytest.mark.parametrize("act", [confirm_registration, cancel_registration])
def test_registration_erased_meanwhile_takes_and_frees_nothing(desk, act):
    registered(desk)
    row = asked(desk)
    Registration.objects.get(pk=row.pk).delete()
    with pytest.raises(WrongState, match="effacée"):
        act(row)
    assert (states(desk), taken(desk)) == (["confirmed"], 1)


def test_registration_erased_while_the_lock_is_awaited_takes_nothing(desk, monkeypatch):
    row = asked(desk)
    monkeypatch.setattr(seats, "member_behind", lambda email: Registration.objects.all().delete() and None)
    with pytest.raises(WrongState, match="effacée"):
        confirm_registration(row)
    assert (states(desk), taken(desk)) == ([], 0)


def test_database_refuses_more_seats_than_there_are(desk):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationDesk.objects.filter(pk=desk.pk).update(taken=3)


def test_database_refuses_two_registrations_of_one_address(desk):
    row = asked(desk, "meme@exemple.fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(desk=desk, email="Meme@exemple.fr ", email_key=row.email_key, name="Autre")


def together(acts):
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait(30)
        try:
            return act().state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_last_seats_are_never_sold_twice():
    desk = desk_of(workshop(WHEN, certainty="confirmed"), capacity=3)
    rows = [asked(desk) for _ in range(12)]
    found = together([lambda row=row: confirm_registration(row) for row in rows])
    assert (found, taken(desk)) == ({"confirmed": 3, "waiting": 9}, 3)
    subjects = {"confirmed": ["Vous avez une place"], "waiting": ["Liste d’attente"]}
    assert {row.pk: told(row) for row in rows} == {row.pk: subjects[row.state] for row in desk.registrations.all()}


@pytest.mark.django_db(transaction=True)
def test_seats_freed_while_others_come_are_all_given():
    desk = desk_of(workshop(WHEN, certainty="confirmed"), capacity=4)
    holders = [registered(desk) for _ in range(4)]
    comers = [asked(desk) for _ in range(8)]
    acts = [lambda row=row: cancel_registration(row) for row in holders[:3]]
    together([*acts, *(lambda row=row: confirm_registration(row) for row in comers)])
    counts = Counter(states(desk))
    assert (counts, taken(desk)) == ({"cancelled": 3, "confirmed": 4, "waiting": 5}, 4)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_those_who_find_it_full_do_not_wait_for_one_another():
    desk = desk_of(workshop(WHEN, certainty="confirmed"), capacity=1)
    registered(desk)
    first, second = asked(desk), asked(desk)
    with transaction.atomic():
        confirm_registration(first)
        assert beside(lambda: confirm_registration(second)).done()
    assert states(desk) == ["confirmed", "waiting", "waiting"]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_seat_freed_while_somebody_joins_the_waiting_list_is_theirs():
    desk = desk_of(workshop(WHEN, certainty="confirmed"), capacity=1)
    holder, comer = registered(desk), asked(desk)
    with transaction.atomic():
        confirm_registration(comer)
        freed = beside(lambda: cancel_registration(holder))
        assert not freed.done()
    assert freed.result(60).state == "cancelled"
    assert (states(desk), taken(desk)) == (["cancelled", "confirmed"], 1)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_seat_freed_just_before_somebody_joins_the_waiting_list_is_theirs():
    desk = desk_of(workshop(WHEN, certainty="confirmed"), capacity=1)
    holder, comer = registered(desk), asked(desk)
    with transaction.atomic():
        cancel_registration(holder)
        confirmed = beside(lambda: confirm_registration(comer))
        assert not confirmed.done()
    assert confirmed.result(60).state == "confirmed"
    assert (states(desk), taken(desk)) == (["cancelled", "confirmed"], 1)
