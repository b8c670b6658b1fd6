"""What is kept about who registered, for how long, and what goes with a person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hub.core.registries import Erasure, Person
from tests.factories.organisers import member
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from workshops.models import Registration, RegistrationDesk, WorkshopPage
from workshops.registering.actions.purging import purge_registrations
from workshops.registering.personal import erase_registrations, export_registrations

OVER = datetime(2099, 3, 18, 16, tzinfo=UTC)
NEVER = Erasure(at=datetime(2100, 1, 1, tzinfo=UTC), keep_published=False)


@pytest.fixture
def desk(db):
    return desk_of(workshop("2099-03-18T14:00/2099-03-18T16:00", certainty="confirmed"), capacity=2)


def counted(desk):
    return RegistrationDesk.objects.filter(pk=desk.pk).values_list("taken", "registered", "came").get()


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_request_that_nobody_confirms_is_forgotten_after_seven_days(desk, days, left):
    row = asked(desk)
    purge_registrations(row.since + timedelta(days=days))
    assert Registration.objects.count() == left


@pytest.mark.parametrize(
    ("now", "needs", "states"),
    [
        (datetime(2099, 4, 18, 12, tzinfo=UTC), "Des sous-titres", ["confirmed", "confirmed", "waiting"]),
        (datetime(2099, 4, 19, 12, tzinfo=UTC), "", ["confirmed", "confirmed"]),
    ],
)
def test_needs_and_the_waiting_list_go_a_month_after(desk, now, needs, states):
    first = registered(desk, needs="Des sous-titres")
    registered(desk)
    registered(desk)
    purge_registrations(now)
    first.refresh_from_db()
    assert (first.needs, [row.state for row in desk.registrations.order_by("pk")]) == (needs, states)
    assert purge_registrations(now) == 0


@pytest.mark.parametrize(
    ("now", "left"),
    [(datetime(2099, 6, 18, 12, tzinfo=UTC), (2, 0, 0)), (datetime(2099, 6, 19, 12, tzinfo=UTC), (0, 2, 1))],
)
def test_names_go_three_months_after_and_numbers_stay(desk, now, left):
    first = registered(desk)
    registered(desk)
    Registration.objects.filter(pk=first.pk).update(has_come=True)
    purge_registrations(now)
    purge_registrations(now)
    assert (counted(desk), Registration.objects.count()) == (left, left[0])


def test_postponed_workshop_keeps_who_registered(desk):
    registered(desk)
    WorkshopPage.objects.update(certainty="postponed", latest="2027-03-18")
    purge_registrations(timezone.now() + timedelta(days=600))
    assert counted(desk) == (1, 0, 0)


def test_workshop_whose_day_never_came_keeps_names_two_years(db):
    desk = desk_of(workshop("", certainty="proposed"))
    row = registered(desk)
    purge_registrations(row.since + timedelta(days=729))
    assert Registration.objects.count() == 1
    purge_registrations(row.since + timedelta(days=732))
    assert Registration.objects.count() == 0


def test_person_takes_away_what_they_confirmed_only(desk):
    owner = member("ida@exemple.fr")
    registered(desk, "Ida@exemple.fr", needs="Des sous-titres")
    other = desk_of(workshop("2099-05-18", certainty="confirmed"))
    asked(other, "ida@exemple.fr")
    rows = export_registrations(Person("ida@exemple.fr", owner))
    assert [(row["atelier"], row["besoins"]) for row in rows] == [(desk.workshop.title, "Des sous-titres")]


def test_erased_person_frees_the_seat_for_who_waits(desk):
    registered(desk, "ida@exemple.fr")
    registered(desk)
    waiting = registered(desk)
    erase_registrations(Person("IDA@exemple.fr"), NEVER)
    waiting.refresh_from_db()
    assert (waiting.state, counted(desk)) == ("confirmed", (2, 0, 0))
    assert Registration.objects.filter(email_key="ida@exemple.fr").count() == 0


def test_erased_person_of_a_past_workshop_stays_counted(desk, monkeypatch):
    row = registered(desk, "ida@exemple.fr")
    Registration.objects.filter(pk=row.pk).update(has_come=True)
    monkeypatch.setattr(timezone, "now", lambda: OVER + timedelta(days=1))
    erase_registrations(Person("ida@exemple.fr"), NEVER)
    assert counted(desk) == (0, 1, 1)


def test_closing_an_account_only_keeps_its_registrations(desk):
    registered(desk, "ida@exemple.fr")
    erase_registrations(Person("ida@exemple.fr"), Erasure(at=NEVER.at, keep_published=True, account_only=True))
    assert counted(desk) == (1, 0, 0)
