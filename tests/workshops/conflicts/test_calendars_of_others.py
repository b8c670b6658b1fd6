"""Shapes of calendars that programs really write. Each right value was worked out by hand, from the standard."""

from pathlib import Path

import pytest

from tests.factories.calendars import calendar, days, lines, read

FILES = Path(__file__).parent / "calendars"


def firsts(data: bytes) -> list[str]:
    return [first for first, _ in days(read(data))]


def event(*written: str) -> bytes:
    return calendar("\n".join(["UID:a", "SUMMARY:S", *written]))


def zone(name: str, *parts: str) -> str:
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *parts, "END:VTIMEZONE", ""])


def part(kind: str, start: str, before: str, after: str, *others: str) -> str:
    written = [f"DTSTART:{start}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", *others]
    return "\r\n".join([f"BEGIN:{kind}", *written, f"END:{kind}"])


def with_zone(definition: str, *written: str) -> bytes:
    return event(*written).replace(b"BEGIN:VEVENT", definition.encode() + b"BEGIN:VEVENT", 1)


@pytest.mark.parametrize(
    ("name", "expected", "said"),
    [
        ("all-day-with-zone", [("2027-03-18", "2027-03-18")], "importé : le 18 mars 2027"),
        (
            "until-in-local-time",
            [(f"2027-03-0{day}", f"2027-03-0{day}") for day in (1, 2, 3, 4, 5)],
            "importé : 5 dates, la première le 1er mars 2027",
        ),
        ("own-zone", [("2027-07-22", "2027-07-22")], "importé : le 22 juillet 2027"),
        ("broken-place", [("2027-03-01", "2027-03-01")], "importé : le 1er mars 2027"),
        (
            "empty-exception",
            [("2027-03-01", "2027-03-01"), ("2027-03-02", "2027-03-02")],
            "importé : 2 dates, la première le 1er mars 2027",
        ),
        (
            "broken-sequence",
            [("2027-03-01", "2027-03-01"), ("2027-03-02", "2027-03-02")],
            "importé : 2 dates, la première le 1er mars 2027 (numéro de version illisible)",
        ),
        ("version-1", [("2027-03-01", "2027-03-01")], "importé : le 1er mars 2027"),
        ("event-alone", [("2027-03-18", "2027-03-18")], "importé : le 18 mars 2027"),
    ],
)
def test_small_files_keep_their_days(name, expected, said):
    reading = read((FILES / f"{name}.ics").read_bytes())
    assert (days(reading), lines(reading)) == (expected, [said])


def test_words_of_small_files_are_whole():
    found = {name: read((FILES / f"{name}.ics").read_bytes()).periods[0] for name in ("version-1", "broken-place")}
    assert found["version-1"].title == "Réunion à Rouen"
    assert found["broken-place"].place == "12 rue des Essais"


# ---------------------------------------------------------------- days and hours
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # Outlook and Exchange: a whole day as two midnights of another zone, marked so.
        (
            "DTSTART;TZID=America/New_York:20270318T000000\nDTEND;TZID=America/New_York:20270319T000000\n"
            "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            ("2027-03-18", "2027-03-18"),
        ),
        (
            "DTSTART:20270317T230000Z\nDTEND:20270318T230000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            ("2027-03-18", "2027-03-18"),
        ),
        ("DTSTART:20270317T230000Z\nDTEND:20270318T230000Z", ("2027-03-18", "2027-03-18")),
        ("DTSTART;VALUE=DATE:20270318T000000", ("2027-03-18", "2027-03-18")),
        ("DTSTART;VALUE=DATE-TIME:20270318T090000", ("2027-03-18", "2027-03-18")),
        ("DTSTART;VALUE=DATE:20270318\nDTEND;VALUE=DATE:20270318", ("2027-03-18", "2027-03-18")),
        ("DTSTART;VALUE=DATE:20270318\nDTEND:20270319T120000", ("2027-03-18", "2027-03-19")),
        ("DTSTART;VALUE=DATE:20270318\nDTEND:20270318T230000Z", ("2027-03-18", "2027-03-18")),
        ("DTSTART;VALUE=DATE:20270318\nDTEND:", ("2027-03-18", "2027-03-18")),
        ("DTSTART:20270318T140000\nDTEND:20270318T140000", ("2027-03-18", "2027-03-18")),
        ("DTSTART:20270318T140000\nDTEND:20270318T240000", ("2027-03-18", "2027-03-18")),
        ("DTSTART:20270318T140000\nDTEND:20270319T000000", ("2027-03-18", "2027-03-18")),
        ("DTSTART:20270318T240000", ("2027-03-19", "2027-03-19")),
        ("DTSTART:20270318T235960", ("2027-03-18", "2027-03-18")),
        ("DTSTART:20270318T1400", ("2027-03-18", "2027-03-18")),
        ("DTSTART:2027-03-18T23:30:00Z", ("2027-03-19", "2027-03-19")),
        ("DTSTART:2027-03-18", ("2027-03-18", "2027-03-18")),
        ("DTSTART:20270318T233000-0500", ("2027-03-19", "2027-03-19")),
        ("DTSTART:20270318T233000.000Z", ("2027-03-19", "2027-03-19")),
        ("DTSTART;TZID=Europe/Paris:20270318T233000Z", ("2027-03-19", "2027-03-19")),
        ("DTSTART;TZID=Europe/Paris:20270318T220000\nDURATION:PT2H", ("2027-03-18", "2027-03-18")),
        ("DTSTART;TZID=Europe/Paris:20270318T220000\nDURATION:PT2H1M", ("2027-03-18", "2027-03-19")),
        ("DTSTART;VALUE=DATE:20270318\nDURATION:P1W", ("2027-03-18", "2027-03-24")),
        ("DTSTART;VALUE=DATE:20270318\nDURATION:PT1H", ("2027-03-18", "2027-03-18")),
        ("DTSTART:20270318T120000\nDURATION:+P1DT12H", ("2027-03-18", "2027-03-19")),
        ("DTSTART:20270318T120000\nDTEND:20270320T000000\nDURATION:PT1H", ("2027-03-18", "2027-03-19")),
        # Hours that do not exist, or exist twice, on the days when the clocks change.
        ("DTSTART;TZID=Europe/Paris:20270328T023000\nDURATION:PT1H", ("2027-03-28", "2027-03-28")),
        ("DTSTART;TZID=Europe/Paris:20271031T023000\nDURATION:PT1H", ("2027-10-31", "2027-10-31")),
        ("DTSTART;TZID=America/New_York:20270313T183000", ("2027-03-14", "2027-03-14")),
        ("DTSTART;TZID=America/New_York:20270320T183000", ("2027-03-20", "2027-03-20")),
        ("DTSTART;TZID=America/New_York:20270320T193000", ("2027-03-21", "2027-03-21")),
    ],
)
def test_days_of_one_event(written, expected):
    reading = read(event(*written.split("\n")))
    assert (days(reading), [line.partition(" (")[2] for line in lines(reading)]) == ([expected], [""])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/freeassociation.sourceforge.net/Asia/Tokyo", "2027-03-17"),
        ("/mozilla.org/20070129_1/America/Argentina/Buenos_Aires", "2027-03-18"),
        ('"Asia/Tokyo"', "2027-03-17"),
        ("asia/tokyo", "2027-03-17"),
        ("Tokyo Standard Time", "2027-03-17"),
        ('"(UTC+09:00) Osaka, Sapporo, Tokyo"', "2027-03-17"),
        ("(UTC+09:00) Osaka", "2027-03-17"),
        ("(GMT-05.00) Eastern Time", "2027-03-18"),
        ("UTC", "2027-03-18"),
        ("Mars/Phobos", "2027-03-18"),
        ("../../etc/passwd", "2027-03-18"),
    ],
)
def test_zones_are_known_by_their_many_names(name, expected):
    """At four in the morning of 18 March: still the 17th in Paris for Tokyo, nowhere else."""
    assert firsts(event(f"DTSTART;TZID={name}:20270318T040000")) == [expected]


# ---------------------------------------------------------------- zones that files define
EARLY = "DTSTART;TZID=Chez nous:20270718T040000"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([part("STANDARD", "19700101T000000", "+0900", "+0900")], "2027-07-17"),
        ([part("STANDARD", "16010101T000000", "+0900", "+0900")], "2027-07-17"),
        ([part("DAYLIGHT", "19700101T000000", "+0900", "+0900")], "2027-07-17"),
        ([part("STANDARD", "19700101T000000", "+09:00", "+0900", "TZNAME:X", "X-A:b")], "2027-07-17"),
        ([part("STANDARD", "19700101T000000", "+0000", "+0000")], "2027-07-18"),
        (
            [
                part("STANDARD", "16011028T030000", "+0300", "+0000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
                part("DAYLIGHT", "16010325T020000", "+0000", "+0300", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
            ],
            "2027-07-18",
        ),
        (
            [
                part("STANDARD", "16011028T030000", "+0900", "+0000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
                part("DAYLIGHT", "16010325T020000", "+0000", "+0900", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
            ],
            "2027-07-17",
        ),
        (
            [
                part("STANDARD", "19701101T020000", "+0900", "+0000", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
                part("DAYLIGHT", "19700308T020000", "+0000", "+0900", "RDATE:20270314T020000,20280312T020000"),
            ],
            "2027-07-17",
        ),
        (
            [
                part("STANDARD", "20260101T000000", "+0000", "+0000"),
                part("DAYLIGHT", "19700101T000000", "+0000", "+0900", "RRULE:FREQ=YEARLY;UNTIL=20200101T000000Z"),
            ],
            "2027-07-18",
        ),
    ],
)
def test_zone_of_the_file_is_believed(parts, expected):
    reading = read(with_zone(zone("Chez nous", *parts), EARLY))
    assert [first for first, _ in days(reading)] == [expected]
    assert "inconnu" not in lines(reading)[0]


def test_zone_of_the_file_prevails_over_a_known_name_and_may_follow_its_events():
    tokyo = zone("Europe/Paris", part("STANDARD", "19700101T000000", "+0900", "+0900"))
    written = event("DTSTART;TZID=Europe/Paris:20270318T040000")
    after = written.replace(b"END:VCALENDAR", tokyo.encode() + b"END:VCALENDAR")
    assert (firsts(written), firsts(after)) == (["2027-03-18"], ["2027-03-17"])


@pytest.mark.parametrize(
    "broken",
    [
        [],
        [part("STANDARD", "hier", "+0900", "+0900")],
        [part("STANDARD", "19700101T000000", "+99", "+0900")],
        [part("STANDARD", "19700101T000000", "+9900", "+0900")],
    ],
)
def test_broken_zone_leaves_the_days_as_written(broken):
    reading = read(with_zone(zone("Chez nous", *broken), EARLY))
    assert lines(reading) == [
        "importé : le 18 juillet 2027 (fuseau « Chez nous » inconnu : jour pris comme il est écrit)"
    ]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYEASTER=0"])
def test_rule_of_a_zone_that_would_never_end_is_not_followed(rule):
    parts = [part("STANDARD", "19700101T000000", "+0900", "+0900", f"RRULE:{rule}")]
    assert firsts(with_zone(zone("Chez nous", *parts), EARLY)) == ["2027-07-17"]


def test_zone_of_one_file_is_forgotten_in_the_next():
    own = zone("Chez nous", part("STANDARD", "19700101T000000", "+0900", "+0900"))
    assert [firsts(with_zone(own, EARLY)), firsts(event(EARLY))] == [["2027-07-17"], ["2027-07-18"]]


def test_times_without_zone_are_in_the_one_that_the_file_names():
    named = event("DTSTART:20270317T233000").replace(b"VERSION:2.0", b"X-WR-TIMEZONE:America/New_York")
    day = event("DTSTART;VALUE=DATE:20270317").replace(b"VERSION:2.0", b"X-WR-TIMEZONE:America/New_York")
    assert [firsts(named), firsts(day)] == [["2027-03-18"], ["2027-03-17"]]


# ---------------------------------------------------------------- series
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY", ["02-29"]),
        ("DTSTART;VALUE=DATE:20270131\nRRULE:FREQ=MONTHLY;COUNT=3", ["01-31", "03-31", "05-31"]),
        ("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=MONTHLY;BYDAY=5MO;COUNT=2", ["03-01", "03-29", "05-31"]),
        ("DTSTART;VALUE=DATE:20270329\nRRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=2", ["03-29", "04-26"]),
        (
            "DTSTART;VALUE=DATE:20270331\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
            ["03-31", "04-30", "05-31"],
        ),
        ("DTSTART:20270301T100000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20270302T100000", ["03-01", "03-03"]),
        ("DTSTART:20270301T100000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20270302", ["03-01", "03-03"]),
        ("DTSTART:20270301T100000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20270302T000000", ["03-01", "03-03"]),
        ("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20270302T000000", ["03-01", "03-03"]),
        ("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20270301T230000Z", ["03-01", "03-03"]),
        (
            "DTSTART;TZID=Europe/Paris:20270301T100000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20270302T090000Z",
            ["03-01", "03-03"],
        ),
        (
            "DTSTART:20270301T100000\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:20270302T100000,zut\nEXDATE:20270303T100000",
            ["03-01", "03-04"],
        ),
        ("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=DAILY;COUNT=2", ["03-01", "03-02"]),
        (
            "DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=WEEKLY;COUNT=2\nRRULE:FREQ=MONTHLY;COUNT=2",
            ["03-01", "03-08", "04-01"],
        ),
        ("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2", ["03-02", "03-04"]),
        ("DTSTART:20270301T100000\nRDATE;VALUE=PERIOD:20270305T100000/PT2H", ["03-01", "03-05"]),
        ("DTSTART:20270301T100000\nRDATE;VALUE=PERIOD:20270305T100000/20270305T120000", ["03-01", "03-05"]),
        ("DTSTART:20270301T100000\nRDATE;VALUE=DATE:20270305", ["03-01", "03-05"]),
        ("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=WEEKLY;BYDAY=MO, WE;COUNT=3;", ["03-01", "03-03", "03-08"]),
        ("DTSTART;VALUE=DATE:20270301\nRRULE:freq=weekly;byday=;count=2", ["03-01", "03-08"]),
        ("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;UNTIL=20270303", ["03-01", "03-02", "03-03"]),
        ("DTSTART:20270301T100000\nRRULE:FREQ=DAILY;UNTIL=20270303", ["03-01", "03-02", "03-03"]),
        (
            "DTSTART;TZID=America/New_York:20270301T100000\nRRULE:FREQ=DAILY;UNTIL=20270303T145959Z",
            ["03-01", "03-02"],
        ),
        (
            "DTSTART;TZID=America/New_York:20270301T100000\nRRULE:FREQ=DAILY;UNTIL=20270303T150000Z",
            ["03-01", "03-02", "03-03"],
        ),
        # Midnight of Paris in UTC, as Exchange writes the last day of an event of whole days.
        ("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;UNTIL=20270302T230000Z", ["03-01", "03-02", "03-03"]),
        ("DTSTART;VALUE=DATE:19010301\nRRULE:FREQ=YEARLY;UNTIL=20280101", ["03-01"]),
        ("DTSTART;VALUE=DATE:19500301\nRRULE:FREQ=YEARLY;COUNT=78", ["03-01"]),
        ("DTSTART:19691231T230000Z\nRRULE:FREQ=YEARLY;INTERVAL=58", ["01-01"]),
        ("DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=WEEKLY;INTERVAL=52;COUNT=2", ["03-01"]),
        ("DTSTART;VALUE=DATE:20250106\nRRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261210", ["11-23", "12-07"]),
        ("DTSTART;VALUE=DATE:20210104\nRRULE:FREQ=YEARLY;BYWEEKNO=1;UNTIL=20280101", ["01-04"]),
        ("DTSTART;VALUE=DATE:20210410\nRRULE:FREQ=YEARLY;BYYEARDAY=100;UNTIL=20280101", ["04-10"]),
        ("DTSTART:20270301T010000\nRRULE:FREQ=DAILY;COUNT=4;BYHOUR=1,2", ["03-01", "03-02"]),
    ],
)  # fmt: skip
def test_days_of_a_series(written, expected):
    assert [first[5:] for first in firsts(event(*written.split("\n")))] == expected


def test_leap_day_comes_back_in_leap_years():
    assert firsts(event("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY")) == ["2028-02-29"]


def test_series_keeps_its_hour_when_the_clocks_change():
    """23:30 in London is half past midnight of the next day in Paris, in summer as in winter."""
    written = event("DTSTART;TZID=Europe/London:20270320T233000", "RRULE:FREQ=WEEKLY;COUNT=3")
    assert firsts(written) == ["2027-03-21", "2027-03-28", "2027-04-04"]


def changed(*overrides: str) -> bytes:
    master = "UID:a\nSUMMARY:S\nDTSTART;TZID=Europe/Paris:20270301T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4"
    return calendar(master, *(f"UID:a\nSUMMARY:Changé\n{override}" for override in overrides))


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("RECURRENCE-ID;TZID=Europe/Paris:20270302T100000\nDTSTART;TZID=Europe/Paris:20270310T100000", "1 3 4 10"),
        ("RECURRENCE-ID:20270302T090000Z\nDTSTART:20270310T090000Z", "1 3 4 10"),
        ("RECURRENCE-ID;VALUE=DATE:20270302\nDTSTART:20270310T090000Z", "1 3 4 10"),
        ("RECURRENCE-ID;TZID=Europe/Paris:20270302T000000\nDTSTART:20270310T090000Z", "1 3 4 10"),
        ("RECURRENCE-ID:20270302T090000Z\nSTATUS:CANCELLED", "1 3 4"),
        ("RECURRENCE-ID:20270309T090000Z\nDTSTART:20270310T090000Z", "1 2 3 4 10"),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20270303T090000Z\nDTSTART:20270305T090000Z", "1 2 5 6"),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20270303T090000Z\nDTSTART:20270303T090000Z\nSTATUS:CANCELLED", "1 2"),
        ("RECURRENCE-ID;RANGE=THISANDPRIOR:20270303T090000Z\nDTSTART:20270305T090000Z", "1 2 4 5"),
    ],
)
def test_repetitions_that_were_changed(override, expected):
    assert firsts(changed(override)) == [f"2027-03-{int(day):02d}" for day in expected.split()]


def test_change_of_the_earlier_repetitions_is_said():
    said = lines(read(changed("RECURRENCE-ID;RANGE=THISANDPRIOR:20270303T090000Z\nDTSTART:20270305T090000Z")))
    assert [line.partition(" (")[2] for line in said] == [
        "changement des répétitions précédentes : seule celle-ci est changée)"
    ]


def test_last_version_of_a_changed_repetition_counts():
    name = "RECURRENCE-ID:20270302T090000Z"
    versions = [f"{name}\nSEQUENCE:2\nDTSTART:20270310T090000Z", f"{name}\nSEQUENCE:1\nDTSTART:20270311T090000Z"]
    assert firsts(changed(*versions)) == ["2027-03-01", "2027-03-03", "2027-03-04", "2027-03-10"]


def test_changed_repetition_without_its_series_is_kept():
    assert firsts(event("RECURRENCE-ID:20270302T090000Z", "DTSTART:20270310T090000Z")) == ["2027-03-10"]


def test_other_versions_of_a_series_are_said():
    versions = [f"UID:a\nSUMMARY:{n}\nSEQUENCE:{n}\nDTSTART:2027030{n}\nRRULE:FREQ=DAILY;COUNT=1" for n in (2, 1)]
    reading = read(calendar(*versions))
    assert reading.report == [
        ("1", "laissé de côté : une autre version du même événement est dans le fichier", False),
        ("2", "importé : le 2 mars 2027", True),
    ]


# ---------------------------------------------------------------- how files are written
WORDS = "Réunion à Rouen"


@pytest.mark.parametrize(
    "data",
    [
        calendar(f"SUMMARY:{WORDS}\nDTSTART:20270318").replace("éu".encode(), "é\r\n\tu".encode()),
        calendar(f"SUMMARY:{WORDS}\nDTSTART:20270318", newline="\r"),
        calendar(f"SUMMARY:{WORDS}\nDTSTART:20270318").decode().encode("utf-16-le"),
        calendar(f"SUMMARY:{WORDS}\nDTSTART:20270318").decode().encode("utf-16-be"),
        b"\xef\xbb\xbf\r\n" + calendar(f"SUMMARY:{WORDS}\nDTSTART:20270318"),
        b"Content-Type: text/calendar\r\n\r\n" + calendar(f"SUMMARY:{WORDS}\nDTSTART:20270318"),
        calendar(f"SUMMARY;LANGUAGE=fr;ALTREP=\"http://x/?a:b\":{WORDS}\nDTSTART:20270318"),
        calendar("SUMMARY;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:R=E9union =E0 Rouen\nDTSTART:20270318"),
        calendar("SUMMARY;QUOTED-PRINTABLE;CHARSET=zut:R=C3=A9union =\n =C3=A0 Rouen\nDTSTART:20270318"),
        calendar(f"SUMMARY:{WORDS}\nDTSTART:20270318", "SUMMARY:Vieux\nDTSTART:20200318"),
        calendar(f"begin:valarm\ndtstart:20200101\nend:valarm\nsummary:{WORDS}\ndtstart:20270318"),
        calendar(f"SUMMARY:{WORDS}\nDTSTART:20270318")[: -len("END:VCALENDAR\r\n")],
    ],
)  # fmt: skip
def test_files_written_in_many_ways(data):
    assert [(period.title, str(period.first_day)) for period in read(data).periods] == [(WORDS, "2027-03-18")]


def test_thousands_of_birthdays_are_read():
    """1 321 events that come back every year since the seventies."""
    days_of_birth = [f"{1971 + n % 50}{1 + n % 12:02d}{1 + n % 28:02d}" for n in range(1321)]
    written = [f"UID:{n}\nDTSTART;VALUE=DATE:{day}\nRRULE:FREQ=YEARLY" for n, day in enumerate(days_of_birth)]
    reading = read(calendar(*written))
    assert (len(reading.report), {kept for _, _, kept in reading.report}) == (1321, {True})
    # From 22 November 2026 to 24 November 2029: three birthdays each, four for those of 22 to 24 November.
    late = sum(1 + n % 12 == 11 and 22 <= 1 + n % 28 <= 24 for n in range(1321))
    assert len(reading.periods) == 3 * 1321 + late
