"""Whatever somebody gives as a calendar, there is a report or a sentence in French, never an exception."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.core.validators import one_line
from tests.factories.calendars import calendar, read
from workshops.conflicts.reading import UnreadableCalendar


def check_any(data: bytes) -> None:
    try:
        reading = read(data)
    except UnreadableCalendar:
        return
    assert {len(line) for line in reading.report} <= {3}
    for period in reading.periods:
        assert period.first_day <= period.last_day
        assert 0 < len(period.title) <= 200
        assert len(period.external_id) <= 255
        assert (period.title, period.place) == (one_line(period.title), one_line(period.place))
    keys = [(period.external_id, period.first_day) for period in reading.periods]
    assert len(keys) == len(set(keys))


@settings(max_examples=300)
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00\xd8")
@example(b"BEGIN:VCALENDAR")
def test_any_bytes_give_a_report_or_a_sentence(data):
    check_any(data)
    check_any(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + data + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


NAMES = ["DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "UID", "STATUS", "RECURRENCE-ID",
         "SEQUENCE", "X-MICROSOFT-CDO-ALLDAYEVENT"]  # fmt: skip
PARAMS = ["", ";VALUE=DATE", ";TZID=Europe/Paris", ";TZID=Mars", ";RANGE=THISANDFUTURE", ";VALUE=PERIOD", ";TZID="]
VALUES = [
    "20270317", "20270317T020000Z", "20270328T023000", "00010101", "99991231T235959Z", "P1D", "-PT3H", "P", "a",
    "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU;COUNT=3", "FREQ=YEARLY;BYWEEKNO=53;UNTIL=20290101T000000Z",
    "FREQ=MONTHLY;BYSETPOS=-1", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;INTERVAL=99999999999",
    "20270101/P3D,20270201T000000Z/20270202T000000Z", "CANCELLED", "FREQ=DAILY;COUNT=99999999999999999999999",
    "FREQ=YEARLY;UNTIL=00010101T000000Z", "20270318T240000", "99991231T240000", "20270318T140000+9999",
    "FREQ=MONTHLY;INTERVAL=999999999999;BYMONTHDAY=31", "FREQ=YEARLY;BYDAY=99MO", "P99999999D", "FREQ=WEEKLY;WKST=XX",
]  # fmt: skip
PROPERTY = st.builds(
    "{}{}:{}".format, st.sampled_from(NAMES), st.sampled_from(PARAMS), st.sampled_from(VALUES) | st.text(max_size=20)
)


@settings(max_examples=400)
@given(st.lists(st.lists(PROPERTY, max_size=6), max_size=3))
def test_any_properties_give_a_report_or_a_sentence(events):
    check_any(calendar(*["\n".join(["SUMMARY:X", *event]) for event in events]))


ZONE_LINES = st.builds(
    "{}:{}".format,
    st.sampled_from(["TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", "BEGIN", "END"]),
    st.sampled_from([
        "Chez nous", "19700329T020000", "16010101T000000", "00010101T000000", "+0100", "-2359", "+99", "STANDARD",
        "DAYLIGHT", "VTIMEZONE", "VEVENT", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=YEARLY;UNTIL=19000101T000000Z",
        "FREQ=YEARLY;BYDAY=5SU;BYMONTH=2", "FREQ=YEARLY;BYMONTH=13", "",
    ]) | st.text(max_size=8),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(ZONE_LINES, max_size=12), st.sampled_from(["20270318T040000", "00010101T000000", "99991231T235959"]))
def test_any_zone_gives_a_report_or_a_sentence(lines, start):
    zone = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:Chez nous", "BEGIN:STANDARD", *lines, "END:STANDARD", "END:VTIMEZONE"])
    event = f"BEGIN:VEVENT\r\nDTSTART;TZID=Chez nous:{start}\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT"
    check_any(f"BEGIN:VCALENDAR\r\n{zone}\r\n{event}\r\nEND:VCALENDAR\r\n".encode("utf-8", "surrogatepass"))


@settings(max_examples=200)
@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from(VALUES), max_size=5), max_size=5))
def test_any_table_gives_a_report_or_a_sentence(rows):
    check_any(
        "\n".join(["titre;du;au;lieu;adresse", *[";".join(row) for row in rows]]).encode("utf-8", "surrogatepass")
    )
