"""Public pages say «complet» or not, never a number: they are made anew when that changes, and only then."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.core.lists.kept import stored_token
from tests.factories.organisers import organiser
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import workshop
from workshops.registering.actions.desk import Rules, rules_of, set_rules
from workshops.registering.actions.seats import cancel_registration
from workshops.registering.models import RegistrationDesk, next_closing

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved():
    """Whether what is kept of public pages has ended since the last time."""
    seen = [stored_token()]

    def has_moved() -> bool:
        seen.append(stored_token())
        return seen[-1] != seen[-2]

    return has_moved


def test_only_the_last_seat_changes_what_pages_say(moved):
    desk = desk_of(workshop("2099-03-18", certainty="confirmed"), capacity=3)
    moved()
    told = []
    rows = []
    for _ in range(5):
        rows.append(registered(desk))
        told.append(moved())
    assert told == [False, False, True, False, False]


def test_seat_that_is_freed_and_taken_by_nobody_is_told(moved):
    desk = desk_of(workshop("2099-03-18", certainty="confirmed"), capacity=2)
    rows = [registered(desk) for _ in range(2)]
    moved()
    told = []
    for row in rows:
        cancel_registration(row)
        told.append(moved())
    assert told == [True, False]


def test_without_limit_no_registration_is_told(moved):
    desk = desk_of(workshop("2099-03-18", certainty="confirmed"))
    moved()
    registered(desk)
    assert not moved()


def test_rules_that_organisers_set_are_told(moved):
    page, by = workshop("2099-03-18", certainty="confirmed"), organiser()
    moved()
    desk = set_rules(page, Rules("everybody", 2), seen=None, by=by)
    assert moved()
    set_rules(page, Rules("members", 2), seen=rules_of(desk), by=by)
    assert moved()


def test_end_of_registrations_is_known_beforehand_on_that_day():
    """Midnight has everything read again: nothing later has to be known."""
    first = desk_of(workshop("2099-03-18T18:00/2099-03-18T20:00", certainty="confirmed"))
    second = desk_of(workshop("2099-04-18", certainty="confirmed"), closes_at=first.closing + timedelta(hours=2))
    assert next_closing(first.closing - timedelta(hours=30)) is None
    assert next_closing(first.closing - timedelta(hours=1)) == first.closing
    assert next_closing(first.closing) == second.closing
    assert next_closing(second.closing) is None


def test_end_of_registrations_is_looked_for_among_those_of_the_day_only():
    desks = [desk_of(workshop(f"2099-{month:02}-18", certainty="confirmed")) for month in range(1, 13)]
    with CaptureQueriesContext(connection) as captured:
        next_closing(desks[0].closing - timedelta(hours=40))
    sql = captured[0]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert (len(captured), len(cursor.fetchall())) == (1, 0)


def test_last_hour_before_the_workshop_is_known_too():
    desk = desk_of(workshop("2099-03-18T14:00/2099-03-18T16:00", certainty="confirmed"))
    assert next_closing(desk.closing - timedelta(hours=1)) == desk.closing


def test_workshop_is_full_with_its_last_seat():
    page = workshop("2099-03-18", certainty="confirmed")
    assert [RegistrationDesk(workshop=page, capacity=2, taken=taken).is_full for taken in (0, 1, 2)] == [
        False,
        False,
        True,
    ]


def test_end_said_by_organisers_is_the_end_to_the_second():
    desk_of(workshop("2099-03-18", certainty="confirmed"), closes_at="2099-03-10T12:00:00Z")
    end = datetime.fromisoformat("2099-03-10T12:00:00Z")
    assert next_closing(end - timedelta(seconds=1)) == end
    assert next_closing(end) is None


def test_registrations_shut_by_hand_end_no_more():
    desk = desk_of(workshop("2099-03-18", certainty="confirmed"), is_open=False)
    assert next_closing(desk.closing.replace(year=2098)) is None


def test_workshop_is_over_at_its_last_instant_unless_it_is_awaited_again():
    told = {}
    for certainty in ("confirmed", "postponed"):
        desk = desk_of(workshop("2099-03-18T14:00/2099-03-18T16:00", certainty=certainty))
        ends = desk.ends_at
        told[certainty] = [desk.is_over(ends - timedelta(seconds=1)), desk.is_over(ends)]
    assert told == {"confirmed": [False, True], "postponed": [False, False]}
