"""Who is reminded of a workshop, when, once, and with what."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.community.models import email_key
from hub.core.dates.when import PARIS
from hub.mail.models import OutgoingMail
from hub.mail.sending import send_due_mails
from tests.factories.contributing import make_contributor
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from workshops.contributing import links as contributing
from workshops.models import AgendaItem, Announcement, Registration, WorkshopPage
from workshops.registering import links as registering
from workshops.registering.actions.seats import cancel_registration
from workshops.reminding.actions import remind, still_due

pytestmark = pytest.mark.django_db
WHEN = "2099-03-18T14:00/2099-03-18T16:00"
STARTS = datetime(2099, 3, 18, 14, tzinfo=PARIS)
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def page(db):
    return workshop(WHEN, certainty="confirmed", title="Indemniser")


@pytest.fixture
def clock(monkeypatch):
    return lambda at: monkeypatch.setattr(timezone, "now", lambda: at)


def reminders():
    """Moment and address of what was queued, in order."""
    rows = OutgoingMail.objects.filter(kind__startswith="workshop-reminder").order_by("pk")
    return [(row.dedup_key.split("-")[2], row.recipient) for row in rows]


def text_to(address):
    return OutgoingMail.objects.filter(recipient=address, kind__startswith="workshop-reminder").latest("pk").text


def test_each_reminder_comes_at_its_moment_and_once(page):
    registered(desk_of(page), "ida@exemple.fr")
    seen = []
    for at in (STARTS - WEEK - MINUTE, STARTS - WEEK, STARTS - WEEK, STARTS - DAY, STARTS - HOUR, STARTS - MINUTE):
        remind(at)
        seen.append(len(reminders()))
    assert seen == [0, 1, 1, 2, 3, 3]
    assert reminders() == [(moment, "ida@exemple.fr") for moment in ("week", "day", "hour")]
    assert set(OutgoingMail.objects.filter(kind="workshop-reminder").values_list("not_after", flat=True)) == {STARTS}


def test_stopped_server_sends_the_nearest_reminder_alone(page):
    registered(desk_of(page), "ida@exemple.fr")
    remind(STARTS - DAY + HOUR)
    assert reminders() == [("day", "ida@exemple.fr")]


@pytest.mark.parametrize("late", [timedelta(), MINUTE, DAY])
def test_nothing_is_reminded_once_the_workshop_has_begun(page, late):
    registered(desk_of(page), "ida@exemple.fr")
    assert remind(STARTS + late) == 0


def test_only_who_has_a_seat_or_was_asked_to_hold_the_workshop_is_reminded(page):
    desk = desk_of(page, capacity=1)
    registered(desk, "place@exemple.fr")
    registered(desk, "attend@exemple.fr")
    asked(desk, "demande@exemple.fr")
    cancel_registration(asked(desk, "annule@exemple.fr"))
    for standing in ("to_ask", "asked", "confirmed", "declined"):
        make_contributor(page, f"{standing}@exemple.fr", standing=standing)
    remind(STARTS - HOUR)
    assert [address for _, address in reminders()] == ["asked@exemple.fr", "confirmed@exemple.fr", "place@exemple.fr"]


def test_one_who_comes_and_holds_the_workshop_is_reminded_once_as_who_holds_it(page):
    registered(desk_of(page), "Ida@exemple.fr")
    make_contributor(page, "ida@exemple.fr")
    remind(STARTS - DAY)
    assert list(OutgoingMail.objects.filter(kind__startswith="workshop-rem").values_list("kind", "recipient")) == [
        ("workshop-reminder-team", "ida@exemple.fr")
    ]


def test_who_registers_between_two_moments_has_just_been_written_to(page):
    row = registered(desk_of(page), "tard@exemple.fr")
    Registration.objects.filter(pk=row.pk).update(since=STARTS - DAY + MINUTE)
    counts = [remind(at) for at in (STARTS - DAY + 2 * MINUTE, STARTS - HOUR, STARTS - MINUTE)]
    assert (counts, reminders()) == ([0, 1, 0], [("hour", "tard@exemple.fr")])


@pytest.mark.parametrize(
    "fields",
    [
        {"live": False},
        {"year_assumed": True},
        {"when": "2099-03"},
        {"certainty": "idea"},
        {"certainty": "cancelled"},
        {"certainty": "postponed"},
        {"certainty": "void"},
        {"certainty": "held"},
    ],
)
def test_what_may_not_take_place_is_not_reminded(fields):
    page = workshop(**{"when": WHEN, "certainty": "confirmed", **fields})
    make_contributor(page)
    assert remind(STARTS - HOUR) == 0


def test_fallback_is_reminded_once_its_original_failed():
    original = workshop(WHEN, certainty="confirmed")
    page = workshop(WHEN, certainty="proposed", fallback_for=original)
    make_contributor(page)
    before = remind(STARTS - HOUR)
    WorkshopPage.objects.filter(pk=original.pk).update(certainty="cancelled")
    assert (before, remind(STARTS - HOUR)) == (0, 1)


def test_whole_day_has_no_reminder_an_hour_before():
    page = workshop("2099-03-18", certainty="confirmed")
    make_contributor(page)
    midnight = datetime(2099, 3, 18, tzinfo=PARIS)
    counts = [remind(midnight - before) for before in (WEEK, DAY, HOUR, MINUTE, timedelta())]
    assert (counts, [moment for moment, _ in reminders()]) == ([1, 1, 0, 0, 0], ["week", "day"])


def test_decision_that_can_still_be_undone_is_told_first(page):
    make_contributor(page)
    waiting = Announcement.objects.create(
        workshop=page, when_before=page.when, certainty_before="tentative", due_at=STARTS
    )
    before = remind(STARTS - DAY)
    waiting.delete()
    assert (before, remind(STARTS - DAY)) == (0, 1)


def test_moved_date_has_reminders_of_its_own(page):
    make_contributor(page)
    remind(STARTS - DAY)
    page.when = type(page.when).parse("2099-03-25T14:00/2099-03-25T16:00")
    page.save()
    Announcement.objects.all().delete()
    remind(STARTS - DAY + HOUR)
    remind(STARTS + WEEK - DAY)
    assert [moment for moment, _ in reminders()] == ["day", "day"]
    assert "mercredi 25 mars 2099" in text_to("hote@example.org")


# ---------------------------------------------------------------- right before leaving
def cancelled(page, row):
    WorkshopPage.objects.filter(pk=page.pk).update(certainty="cancelled")


def moved(page, row):
    page.when = type(page.when).parse("2099-03-25T14:00/2099-03-25T16:00")
    page.save()
    Announcement.objects.all().delete()


def withdrawn(page, row):
    cancel_registration(row)


def unpublished(page, row):
    WorkshopPage.objects.filter(pk=page.pk).update(live=False)


@pytest.mark.parametrize("change", [cancelled, moved, withdrawn, unpublished])
def test_reminder_whose_reason_is_gone_does_not_leave(page, clock, change):
    row = registered(desk_of(page), "ida@exemple.fr")
    clock(STARTS - DAY)
    remind(STARTS - DAY)
    mail = OutgoingMail.objects.get(kind="workshop-reminder")
    held = still_due(mail)
    change(page, row)
    OutgoingMail.objects.exclude(pk=mail.pk).delete()
    send_due_mails(clock=lambda: STARTS - DAY + MINUTE)
    mail.refresh_from_db()
    assert (held, mail.state) == (True, "dropped")


def test_reminder_that_waited_too_long_gives_way_to_the_nearest_one(page, clock):
    registered(desk_of(page), "ida@exemple.fr")
    OutgoingMail.objects.all().delete()
    remind(STARTS - WEEK)
    remind(STARTS - DAY)
    clock(STARTS - DAY)
    send_due_mails(clock=lambda: STARTS - DAY)
    assert list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "sent"]


# ---------------------------------------------------------------- what they say
def test_way_in_is_told_an_hour_before_by_our_own_address(page):
    row, host = registered(desk_of(page), "ida@exemple.fr"), make_contributor(page)
    ways = {"ida@exemple.fr": registering.join_url(row), "hote@example.org": contributing.join_url(host)}
    told = []
    for at in (STARTS - WEEK, STARTS - DAY, STARTS - HOUR):
        remind(at)
        told.append([way in text_to(address) for address, way in ways.items()])
    assert told == [[False, False], [False, False], [True, True]]
    assert registering.private_url(row) in text_to("ida@exemple.fr")
    assert contributing.private_url(host) in text_to("hote@example.org")


def test_nobody_is_led_to_a_room_for_a_workshop_on_site():
    page = workshop(WHEN, certainty="confirmed", mode="on_site", place="Mairie de Rouen")
    make_contributor(page)
    remind(STARTS - HOUR)
    assert [word in text_to("hote@example.org") for word in ("rejoindre", "ouvrez", "Mairie de Rouen")] == [
        False,
        False,
        True,
    ]


def test_who_holds_the_workshop_learns_their_part_and_what_is_missing(page):
    AgendaItem.objects.create(workshop=page, part=1, title="Récit", minutes=30)
    AgendaItem.objects.create(workshop=page, part=2, title="Effets", minutes=20)
    make_contributor(page)
    make_contributor(page, "parle@exemple.fr", role="speaker", part=2, awaited="le diaporama", standing="asked")
    remind(STARTS - DAY)
    host, speaker = text_to("hote@example.org"), text_to("parle@exemple.fr")
    words = (
        "14 h : Récit (30 min)",
        "14 h 30 : Effets (20 min)",
        "ouvrez la salle à 13 h 30",
        "le diaporama",
        "réponse",
    )
    assert [word in host for word in words] == [True, True, True, False, False]
    assert [word in speaker for word in words] == [False, True, False, True, True]


# ---------------------------------------------------------------- many
def test_reminders_cost_the_same_for_1_30_and_500_people(page):
    desk, counts = desk_of(page), []
    for size in (1, 30, 500):
        addresses = [f"p{size}-{number}@exemple.fr" for number in range(size - desk.registrations.count())]
        Registration.objects.bulk_create(
            Registration(desk=desk, state="confirmed", email=address, email_key=email_key(address), name="Ida")
            for address in addresses
        )
        OutgoingMail.objects.all().delete()
        with CaptureQueriesContext(connection) as first:
            queued = remind(STARTS - HOUR)
        with CaptureQueriesContext(connection) as again:
            remind(STARTS - HOUR)
        inserts = sum(query["sql"].startswith("INSERT") for query in first.captured_queries)
        counts.append((queued, len(first) - inserts, len(again)))
    # INSERT statements come in batches on SQLite, which takes 999 values at once.
    assert [queued for queued, *_ in counts] == [1, 30, 500]
    assert len({tuple(cost) for _, *cost in counts}) == 1
