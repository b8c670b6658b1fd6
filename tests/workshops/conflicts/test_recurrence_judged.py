"""Our days of a series are those of recurring-ical-events, a library that nobody here wrote."""

from datetime import date, timedelta

import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.factories.calendars import TODAY, calendar, days, read
from workshops.conflicts.importing import HORIZON, MAX_REPEATS

STARTS = st.dates(date(1950, 1, 1), date(2029, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
DAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True)
ORDINALS = st.sampled_from(["1MO", "-1FR", "5MO", "2TU", "-2SU", "1MO,3MO"])
PARTS = st.one_of(
    st.just("FREQ=DAILY"),
    st.just("FREQ=WEEKLY"),
    st.just("FREQ=MONTHLY"),
    st.just("FREQ=YEARLY"),
    DAYS.map(lambda names: f"FREQ=WEEKLY;BYDAY={','.join(names)}"),
    DAYS.map(lambda names: f"FREQ=WEEKLY;WKST=SU;BYDAY={','.join(names)}"),
    ORDINALS.map("FREQ=MONTHLY;BYDAY={}".format),
    ORDINALS.map("FREQ=YEARLY;BYMONTH=3,11;BYDAY={}".format),
    st.integers(-31, 31).filter(bool).map("FREQ=MONTHLY;BYMONTHDAY={}".format),
    st.integers(-366, 366).filter(bool).map("FREQ=YEARLY;BYYEARDAY={}".format),
    st.integers(1, 12).map("FREQ=YEARLY;BYMONTH={}".format),
    st.integers(-3, 3).filter(bool).map("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={}".format),
    st.integers(-3, 3).filter(bool).map("FREQ=YEARLY;BYDAY=TU;BYSETPOS={}".format),
)
ENDS = st.one_of(
    st.just(""),
    st.integers(1, 400).map(";COUNT={}".format),
    st.dates(date(2027, 1, 1), date(2031, 1, 1)).map(lambda day: f";UNTIL={day:%Y%m%d}"),
)


def judged(data: bytes) -> list[date]:
    end = TODAY + HORIZON + timedelta(days=1)
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(TODAY, end)
    return sorted({event["DTSTART"].dt for event in found})


@settings(max_examples=300, deadline=None)
@given(STARTS, PARTS, st.integers(1, 4), ENDS)
def test_series_has_the_days_that_a_library_finds(start, parts, interval, end):
    rule = f"RRULE:{parts};INTERVAL={interval}{end}"
    data = calendar(f"UID:a\nDTSTAMP:20261101T000000Z\nDTSTART;VALUE=DATE:{start}\n{rule}")
    expected = [(day.isoformat(), day.isoformat()) for day in judged(data)]
    assert days(read(data)) == expected[:MAX_REPEATS]
