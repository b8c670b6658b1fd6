"""iCalendar bytes, read back by vobject, a parser that did not write them."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from hub.core.dates.when import When
from workshops.agenda.calendar import CalendarEvent, Feed, calendar_bytes, clean, clean_line

FEED = Feed("Ateliers", "Dates connues.", "https://hub.example/ateliers/", "https://hub.example/a.ics")
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
EVENT = CalendarEvent(
    uid="7d1f2c1e-0000-4000-8000-000000000001",
    sequence=3,
    when=When.parse("2027-03-18T14:00/2027-03-18T16:00"),
    title="Rendre des comptes",
    description="Avec la Ville de Paris.",
    location="Visioconférence",
    url="https://hub.example/ateliers/rendre-des-comptes/",
    categories=("Reddition des comptes",),
    created=NOW,
    published=NOW,
    status="CONFIRMED",
)


def read(*events: CalendarEvent) -> vobject.base.Component:
    return vobject.readOne(calendar_bytes(FEED, events, NOW).decode())


def test_calendar_reads_back_what_was_given():
    event = read(EVENT).vevent
    assert event.uid.value == EVENT.uid
    assert event.summary.value == "Rendre des comptes"
    assert event.description.value == (
        "Avec la Ville de Paris.\n\nFiche de l’atelier : https://hub.example/ateliers/rendre-des-comptes/"
    )
    assert event.location.value == "Visioconférence"
    assert event.sequence.value == "3"
    assert event.status.value == "CONFIRMED"
    assert event.transp.value == "OPAQUE"
    assert event.dtstart.value == datetime(2027, 3, 18, 14, tzinfo=ZoneInfo("Europe/Paris"))
    assert event.dtend.value == datetime(2027, 3, 18, 16, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2027-03-18", date(2027, 3, 18), date(2027, 3, 19)),
        ("2027-03-18/2027-03-19", date(2027, 3, 18), date(2027, 3, 20)),
        ("2027-06", date(2027, 6, 1), date(2027, 7, 1)),
        ("2027-09|2027-10", date(2027, 9, 1), date(2027, 11, 1)),
    ],
)
def test_calendar_days_end_the_day_after_and_do_not_block(when, start, end):
    event = read(replace(EVENT, when=When.parse(when), status="TENTATIVE")).vevent
    assert (event.dtstart.value, event.dtend.value) == (start, end)
    assert event.transp.value == "TRANSPARENT"


def test_calendar_names_no_organiser_whom_programs_would_answer():
    assert b"ORGANIZER" not in calendar_bytes(FEED, [EVENT], NOW)


def test_calendar_without_event_still_has_its_zone():
    calendar = read()
    assert [component.name for component in calendar.components()] == ["VTIMEZONE"]
    assert calendar.vtimezone.tzid.value == "Europe/Paris"


@pytest.mark.parametrize("year", [1997, 2027, 2040])
def test_zone_changes_its_hour_when_paris_does(year):
    """Read by dateutil, which did not write it; the hour that does not exist, or exists twice, is nobody's."""
    [block] = re.findall(r"BEGIN:VTIMEZONE.*END:VTIMEZONE", calendar_bytes(FEED, [], NOW).decode(), re.DOTALL)
    read_back, paris = tzical(io.StringIO(block)).get("Europe/Paris"), ZoneInfo("Europe/Paris")
    changes = [max(day for day in range(25, 32) if date(year, month, day).weekday() == 6) for month in (3, 10)]
    moments = [
        datetime(year, month, day, hour, minute)  # noqa: DTZ001 -- local times
        for month, day in zip((3, 10), changes, strict=True)
        for hour, minute in ((1, 59), (3, 0))
    ]
    told = [moment.replace(tzinfo=read_back).utcoffset() for moment in moments]
    assert told == [moment.replace(tzinfo=paris).utcoffset() for moment in moments]
    assert told == [timedelta(hours=hours) for hours in (1, 2, 2, 1)]


def test_calendar_head_has_no_uid_and_no_method():
    head = calendar_bytes(FEED, [], NOW).split(b"BEGIN:VTIMEZONE")[0]
    names = [line.split(b":")[0].split(b";")[0] for line in head.replace(b"\r\n ", b"").split(b"\r\n")]
    assert (head.count(b"VERSION:2.0"), names.count(b"PRODID")) == (1, 1)
    assert b"UID" not in names
    assert b"METHOD" not in names


def test_calendar_lines_are_short_and_end_with_crlf():
    body = calendar_bytes(FEED, [replace(EVENT, title="é" * 300)], NOW)
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert body.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(map(len, body.split(b"\r\n"))) <= 75
    body.decode("utf-8")


def test_calendar_leaves_out_an_event_that_cannot_be_written():
    poisoned = replace(EVENT, uid="autre", when=When())
    assert [event.uid.value for event in read(poisoned, EVENT).vevent_list] == [EVENT.uid]


def test_calendar_omits_categories_when_there_are_none():
    assert b"CATEGORIES" not in calendar_bytes(FEED, [replace(EVENT, categories=())], NOW)


def test_calendar_keeps_the_order_of_dates_whatever_the_order_given():
    later = replace(EVENT, uid="b", when=When.parse("2027-06-01"))
    assert calendar_bytes(FEED, [later, EVENT], NOW) == calendar_bytes(FEED, [EVENT, later], NOW)


@given(st.text())
def test_calendar_carries_any_title_on_one_line(title):
    event = read(replace(EVENT, title=f"Titre {title}")).vevent
    assert event.summary.value == clean_line(f"Titre {title}")


@given(st.text())
def test_calendar_descriptions_survive_another_parser(text):
    event = read(replace(EVENT, description=f"Début{text}")).vevent
    assert event.description.value == clean(f"Début{text}").strip() + f"\n\nFiche de l’atelier : {EVENT.url}"


@pytest.mark.parametrize("poison", ["a\r\nATTENDEE:mailto:x@y.z", "a\x00b", "a\ud800b", "a\u2028b", 'a;b,c:"d"\\e'])
def test_calendar_texts_cannot_inject_lines(poison):
    event = read(replace(EVENT, title=poison, location=poison, description=poison, categories=(poison,))).vevent
    assert "attendee" not in event.contents
    assert len(list(read(replace(EVENT, title=poison)).vevent_list)) == 1
