"""Repeated events: what is developed, how far, and what is not followed."""

from datetime import date
from typing import Any

import pytest

from tests.factories.calendars import calendar, days, lines, read, refusal
from workshops.conflicts import importing
from workshops.conflicts.ics_events import event_of
from workshops.conflicts.reading import Period
from workshops.conflicts.recurrence import steps_to
from workshops.conflicts.zones import Zones


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
        "importé : 200 dates, la première le 1er janvier 2027 (les suivantes sont laissées de côté)"
    ]


UNKNOWN = "elle se répète d’une façon que l’import ne connaît pas : seules les dates écrites sont gardées"
UNREADABLE = "la règle de répétition est illisible : seules les dates écrites sont gardées"


@pytest.mark.parametrize(
    ("rule", "remark"),
    [
        ("FREQ=SECONDLY", UNKNOWN),
        ("FREQ=HOURLY;INTERVAL=24", UNKNOWN),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5", UNKNOWN),
        ("FREQ=JAMAIS", UNKNOWN),
        ("UNTIL=20280101", UNKNOWN),
        ("FREQ=YEARLY;BYEASTER=1", UNKNOWN),
        ("FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD", UNKNOWN),
        ("W1 MO #0", UNKNOWN),
        ("FREQ=DAILY;INTERVAL=0", UNREADABLE),
        ("FREQ=DAILY;INTERVAL=-1", UNREADABLE),
        ("FREQ=DAILY;COUNT=0", UNREADABLE),
        ("FREQ=DAILY;UNTIL=bientôt", UNREADABLE),
        ("FREQ=WEEKLY;BYDAY=XX", UNREADABLE),
        ("FREQ=MONTHLY;BYMONTHDAY=zut", UNREADABLE),
        ("FREQ=YEARLY;BYDAY=99MO", UNREADABLE),
        ("FREQ=MONTHLY;BYDAY=-6MO", UNREADABLE),
    ],
)
def test_rule_that_can_not_be_followed_costs_itself(rule, remark):
    reading = read(calendar(f"UID:a\nSUMMARY:S\nDTSTART:20270101T100000\nRRULE:{rule}"))
    assert days(reading) == [("2027-01-01", "2027-01-01")]
    assert lines(reading) == [f"importé : le 1er janvier 2027 ({remark})"]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        ("RRULE:FREQ=DAILY", "laissé de côté : sans date"),
        ("DTSTART:x\nRRULE:FREQ=DAILY", "laissé de côté : la date est illisible"),
        ("DTSTART:20270101\nSTATUS:CANCELLED\nRRULE:FREQ=DAILY", "laissé de côté : annulé"),
        (
            "DTSTART:20270101\nRRULE:FREQ=DAILY;UNTIL=20200101",
            "laissé de côté : aucune date dans les trois ans à venir",
        ),
        (
            "DTSTART:20200101\nRRULE:FREQ=SECONDLY",
            f"laissé de côté : aucune date dans les trois ans à venir ({UNKNOWN})",
        ),
    ],
)
def test_repetitions_without_any_date_say_why(event, line):
    assert lines(read(calendar(f"UID:a\nSUMMARY:S\n{event}"))) == [line]


TOO_LONG = "Les événements répétés de ce calendrier sont trop longs à développer."


def test_rules_that_never_match_do_not_add_up(monkeypatch):
    """Each is followed to the year 9999, some three million days: they are counted."""
    followed, develop = [], importing.periods

    def counting(*args: Any) -> list[Period]:
        followed.append(args)
        return develop(*args)

    monkeypatch.setattr(importing, "periods", counting)
    monkeypatch.setattr(importing, "MAX_STEPS", 10_000_000)
    rules = [f"UID:{n}\nDTSTART:20200101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" for n in range(100)]
    assert (refusal(calendar(*rules)), len(followed)) == (TOO_LONG, 4)


def test_rule_is_followed_from_its_start_only_when_it_counts():
    start, first, last = "DTSTART:17700101T000000", date(2027, 1, 1), date(2028, 1, 1)
    steps = [
        steps_to(event_of([start, f"RRULE:FREQ={rule}"], Zones([], 2030)), first, last)
        for rule in ("DAILY;COUNT=200000", "DAILY", "DAILY;INTERVAL=2", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "X")
    ]
    assert steps == [94232 * 20, 366 * 20, 184 * 20, 376 * 5, 396 * 2, 730, 0, 0]


def test_more_rules_than_anybody_writes_are_said():
    rules = "\n".join(f"RRULE:FREQ=YEARLY;INTERVAL={n}" for n in range(4, 9))
    said = "elle a trop de règles de répétition : les premières sont suivies"
    assert lines(read(calendar(f"UID:a\nDTSTART:20270101\n{rules}"))) == [f"importé : le 1er janvier 2027 ({said})"]


def test_dates_beyond_the_years_that_exist_cost_themselves():
    written = "RDATE:99991231T235959Z,20270105\nEXDATE:99991231T235959Z,20270101"
    said = "des dates ajoutées sont illisibles ; des dates retirées sont illisibles"
    assert lines(read(calendar(f"UID:a\nDTSTART;VALUE=DATE:20270101\n{written}"))) == [
        f"importé : le 5 janvier 2027 ({said})"
    ]


def test_times_of_a_day_are_counted():
    start, rule = "DTSTART:20270101T000000", "RRULE:FREQ=YEARLY;BYHOUR=1,2,3;BYMINUTE=4,5"
    assert steps_to(event_of([start, rule], Zones([], 2030)), date(2027, 1, 1), date(2028, 1, 1)) == 365 * 6


def test_endless_work_is_refused(monkeypatch):
    monkeypatch.setattr(importing, "MAX_STEPS", -1)
    assert refusal(calendar("UID:a\nDTSTART:20270101\nRRULE:FREQ=YEARLY")) == TOO_LONG
