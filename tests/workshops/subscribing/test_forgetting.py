"""What is kept of private calendars, and for how long."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from hub.core.registries import Erasure, Person, personal_data
from tests.factories.organisers import member
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import workshop
from workshops.models import PrivateFeed
from workshops.registering.actions.purging import forget_registration
from workshops.subscribing.actions import cut_feed, feeds_of, make_feed, purge_feeds

pytestmark = pytest.mark.django_db
NOBODY = {"name": "", "member": None, "registration": None, "last_read_on": None}


@pytest.fixture
def ida():
    return member("ida@exemple.fr")


@pytest.fixture
def row():
    return registered(desk_of(workshop("2099-03-18", certainty="confirmed")), "bob@exemple.fr")


def kept() -> list[dict]:
    return list(PrivateFeed.objects.values(*NOBODY))


def ours():
    return next(data for data in personal_data() if data.name == "agendas privés")


@pytest.mark.parametrize(("days", "left"), [(364, 1), (367, 0)])
@pytest.mark.parametrize("is_read", [True, False])
def test_address_that_nothing_reads_is_cut_after_12_months(ida, days, left, is_read):
    make_feed(ida, "téléphone")
    now = timezone.now()
    PrivateFeed.objects.update(created_at=now - timedelta(days=800 if is_read else days))
    if is_read:
        PrivateFeed.objects.update(last_read_on=timezone.localdate(now) - timedelta(days=days))
    purge_feeds(now)
    assert (feeds_of(ida).count(), PrivateFeed.objects.count()) == (left, 1)
    assert purge_feeds(now) == 0


@pytest.mark.parametrize(("seconds", "left"), [(0, 1), (1, 0)])
def test_address_that_was_never_read_is_cut_after_12_months_to_the_second(ida, seconds, left):
    make_feed(ida, "téléphone")
    now = timezone.now()
    PrivateFeed.objects.update(created_at=now - relativedelta(months=12) - timedelta(seconds=seconds))
    assert (purge_feeds(now), feeds_of(ida).count()) == (1 - left, left)


@pytest.mark.parametrize(("days", "left"), [(729, 1), (733, 0)])
def test_hash_of_a_cut_address_goes_after_24_months(ida, days, left):
    make_feed(ida, "téléphone")
    cut_feed(ida, feeds_of(ida).get().pk)
    assert kept() == [NOBODY]
    purge_feeds(timezone.now() + timedelta(days=days))
    assert PrivateFeed.objects.count() == left


def test_registration_that_is_forgotten_leaves_no_name(row):
    make_feed(row, "téléphone de Bob")
    forget_registration(row)
    assert kept() == [NOBODY]


def test_deleted_account_leaves_no_name(ida):
    make_feed(ida, "téléphone d’Ida")
    ida.delete()
    assert kept() == [NOBODY]


def test_person_takes_away_names_and_dates_and_no_address(ida):
    token = make_feed(ida, "téléphone")
    (line,) = ours().export(Person(ida.email, ida))
    assert (line["nom"], line["derniere_lecture_le"], token in str(line)) == ("téléphone", None, False)


def test_erased_person_reads_nothing_any_more(ida, row):
    make_feed(ida, "téléphone")
    make_feed(row, "bureau")
    erasure = Erasure(timezone.now(), keep_published=False)
    ours().erase(Person(ida.email, ida), erasure)
    ours().erase(Person(row.email), erasure)
    assert kept() == [NOBODY, NOBODY]


def test_closing_an_account_only_keeps_those_of_registrations(ida, row):
    make_feed(ida, "téléphone")
    make_feed(row, "bureau")
    person = Person(row.email, ida)
    ours().erase(person, Erasure(timezone.now(), keep_published=True, account_only=True))
    assert (feeds_of(ida).count(), feeds_of(row).count()) == (0, 1)
