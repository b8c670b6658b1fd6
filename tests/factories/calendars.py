"""Calendars that others wrote, and what is read of them, for tests."""

from datetime import date

import pytest

from workshops.conflicts.importing import read_calendar
from workshops.conflicts.reading import Reading, UnreadableCalendar

TODAY = date(2026, 11, 22)


def calendar(*events: str, newline: str = "\r\n") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//FR"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().split("\n"), "END:VEVENT"]
    return newline.join([*lines, "END:VCALENDAR", ""]).encode()


def read(data: bytes) -> Reading:
    return read_calendar(data, today=TODAY)


def days(reading: Reading) -> list[tuple[str, str]]:
    return [(period.first_day.isoformat(), period.last_day.isoformat()) for period in reading.periods]


def lines(reading: Reading) -> list[str]:
    return [done for _, done, _ in reading.report]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableCalendar) as caught:
        read(data)
    return str(caught.value)
