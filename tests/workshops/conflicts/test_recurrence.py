"""Repeated events: what is developed, how far, and what is not followed."""

from datetime import date
from typing import Any

import pytest
from icalendar import Event

from tests.factories.calendars import calendar, days, lines, read, refusal
from workshops.conflicts import importing
from workshops.conflicts.recurrence import steps_to


def test_repeated_event_is_developed_for_three_years():
    reading = read(
        calendar("UID:a\nSUMMARY:Congrès\nDTSTART;VALUE=DATE:20200601\nDTEND;VALUE=DATE:20200603\nRRULE:FREQ=YEARLY")
    )
    assert days(reading) == [(f"{year}-06-01", f"{year}-06-02") for year in (2027, 2028, 2029)]
    assert reading.report == [("Congrès", "importé : 3 dates, la première du 1er juin 2027 au 2 juin 2027", True)]


def test_exceptions_moved_and_cancelled_repetitions():
    master = "UID:a\nSUMMARY:S\nDTSTART;TZID=Europe/Paris:20270105T180000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=4"
    first, second = (f"RECURRENCE-ID;TZID=Europe/Paris:202701{day}T180000" for day in (12, 19))
    moved = f"UID:a\nSUMMARY:Déplacé\n{first}\nDTSTART;TZID=Europe/Paris:20270114T180000"
    cancelled = f"UID:a\n{second}\nDTSTART;TZID=Europe/Paris:20270119T180000\nSTATUS:CANCELLED"
    reading = read(calendar(f"{master}\nEXDATE;TZID=Europe/Paris:20270105T180000", moved, cancelled))
    assert [(period.title, period.first_day) for period in reading.periods] == [
        ("Déplacé", date(2027, 1, 14)),
        ("S", date(2027, 1, 26)),
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;COUNT=2", ["2027-01-05", "2027-02-05"]),
        ("FREQ=MONTHLY;UNTIL=20270301", ["2027-01-05", "2027-02-05"]),
        ("FREQ=MONTHLY;UNTIL=20270301T000000Z", ["2027-01-05", "2027-02-05"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=2", ["2027-01-05", "2027-02-01", "2027-03-01"]),
        ("FREQ=YEARLY;COUNT=1000000000", ["2027-01-05", "2028-01-05", "2029-01-05"]),
    ],
)
def test_rules(rule, expected):
    for start in (
        "DTSTART;VALUE=DATE:20270105",
        "DTSTART:20270105T100000",
        "DTSTART;TZID=Europe/Paris:20270105T100000",
    ):
        reading = read(calendar(f"UID:a\nSUMMARY:S\n{start}\nRRULE:{rule}"))
        assert [period.first_day.isoformat() for period in reading.periods] == expected


def test_repetition_by_dates():
    reading = read(calendar("UID:a\nSUMMARY:S\nDTSTART;VALUE=DATE:20270105\nRDATE;VALUE=DATE:20270201,20270301"))
    assert [start for start, _ in days(reading)] == ["2027-01-05", "2027-02-01", "2027-03-01"]


def test_two_repetitions_on_one_day_are_one_period():
    reading = read(calendar("UID:a\nSUMMARY:S\nDTSTART:20270105T100000Z\nRDATE:20270105T150000Z,20270106T100000Z"))
    assert [start for start, _ in days(reading)] == ["2027-01-05", "2027-01-06"]


def test_daily_event_is_cut_and_says_so():
    reading = read(calendar("UID:a\nSUMMARY:S\nDTSTART;VALUE=DATE:20270101\nRRULE:FREQ=DAILY"))
    assert (len(reading.periods), days(reading)[-1][0]) == (200, "2027-07-19")
    assert lines(reading) == [
        "importé : 200 dates, la première le 1er janvier 2027 ; les suivantes sont laissées de côté"
    ]


UNKNOWN = "laissé de côté : elle se répète d’une façon que l’import ne connaît pas"


@pytest.mark.parametrize(
    ("event", "line"),
    [
        ("DTSTART:20270101T000000\nRRULE:FREQ=SECONDLY", UNKNOWN),
        ("DTSTART:20270101T000000\nRRULE:FREQ=DAILY;INTERVAL=0", UNKNOWN),
        ("DTSTART:20270101T000000\nRRULE:FREQ=DAILY;BYHOUR=1,2,3", UNKNOWN),
        ("DTSTART:20270101T000000\nRRULE:FREQ=JAMAIS", UNKNOWN),
        ("DTSTART:20270101T000000\nRRULE:UNTIL=20280101", UNKNOWN),
        ("DTSTART:19500101T000000\nRRULE:FREQ=DAILY", "laissé de côté : la répétition commence avant 1970"),
        ("RRULE:FREQ=DAILY", "laissé de côté : sans date"),
        ("DTSTART:x\nRRULE:FREQ=DAILY", "laissé de côté : la date est illisible"),
        (
            "DTSTART:20270101\nRRULE:FREQ=DAILY;UNTIL=20200101",
            "laissé de côté : aucune date dans les trois ans à venir",
        ),
        ("DTSTART:20270101\nSTATUS:CANCELLED\nRRULE:FREQ=DAILY", "laissé de côté : annulé"),
        (
            "DTSTART:20270101\nRDATE:" + ",".join(["20270102"] * 1100),
            "laissé de côté : la répétition est trop compliquée",
        ),
        ("DTSTART:20270101" + "\nRRULE:FREQ=DAILY" * 2, "laissé de côté : la répétition est trop compliquée"),
    ],
)
def test_repetitions_that_can_not_be_followed(event, line):
    assert lines(read(calendar(f"UID:a\nSUMMARY:S\n{event}"))) == [line]


TOO_LONG = "Les événements répétés de ce calendrier sont trop longs à développer."


def test_rules_that_never_match_do_not_add_up(monkeypatch):
    """Each is followed to the year 9999, some 8 000 steps of a year: the steps are counted."""
    followed, develop = [], importing.occurrences

    def counting(events: list[Event], **bounds: Any) -> list[Event]:
        followed.append(events)
        return develop(events, **bounds)

    monkeypatch.setattr(importing, "occurrences", counting)
    monkeypatch.setattr(importing, "MAX_STEPS", 30_000)
    rules = [f"UID:{n}\nDTSTART:19700101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" for n in range(100)]
    assert (refusal(calendar(*rules)), len(followed)) == (TOO_LONG, 4)


def test_rules_that_ended_long_ago_are_counted_from_their_start(monkeypatch):
    rules = [f"UID:{n}\nDTSTART:19700101\nRRULE:FREQ=DAILY;BYMONTH=1;BYMONTHDAY=1" for n in range(3)]
    monkeypatch.setattr(importing, "MAX_STEPS", 70_000)
    assert [line.partition(" :")[0] for line in lines(read(calendar(*rules)))] == ["importé"] * 3
    monkeypatch.setattr(importing, "MAX_STEPS", 60_000)
    assert refusal(calendar(*rules)) == TOO_LONG


@pytest.mark.parametrize(
    ("rule", "steps"),
    [
        ("DAILY", 365),
        ("DAILY;INTERVAL=2", 182),
        ("WEEKLY", 52),
        ("MONTHLY", 12),
        ("YEARLY", 1),
        ("DAILY;INTERVAL=0", 365),
    ],
)
def test_steps_are_those_of_the_rule(rule, steps):
    event = Event.from_ical(f"BEGIN:VEVENT\r\nDTSTART:20270101\r\nRRULE:FREQ={rule}\r\nEND:VEVENT\r\n")
    assert steps_to([event], date(2028, 1, 1)) == steps


def test_endless_work_is_refused(monkeypatch):
    monkeypatch.setattr(importing, "MAX_STEPS", -1)
    assert refusal(calendar("UID:a\nDTSTART:20270101\nRRULE:FREQ=YEARLY")) == TOO_LONG
