"""Time zones of a calendar file. Those that it defines are believed (RFC 5545, 3.6.5); the others are known by name."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from workshops.conflicts.ics_lines import blocks, property_of

#: Changes of the hour are followed from this year, a leap year: no event to come needs older ones.
FIRST_YEAR = 1972
#: Parts of zones that are read in one file.
MAX_PARTS = 1000
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?")
_ONSET = re.compile(r"(\d{8}T\d{6})Z?")
_IN_NAME = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2})(?:[:.]?(\d\d))?", re.I)
#: Rules of a zone that certainly match within a few years: others could be followed to the end of time.
_RULE_PARTS = {
    "FREQ": r"YEARLY",
    "INTERVAL": r"1",
    "WKST": r"[A-Z]{2}",
    "BYMONTH": r"0?[1-9]|1[0-2]",
    "BYDAY": r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)",
    "BYMONTHDAY": r"(?:0?[1-9]|1\d|2[0-8])(?:,(?:0?[1-9]|1\d|2[0-8]))*",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
}


class OwnZone(tzinfo):
    """A zone as its file tells it: the instants when its distance to UTC changes."""

    def __init__(self, changes: list[tuple[datetime, timedelta, timedelta]]) -> None:
        """`changes`: local time of each, distance to UTC before and after, in any order."""
        ordered = sorted(changes)
        self._local = [onset for onset, _, _ in ordered]
        self._utc = [onset - before for onset, before, _ in ordered]
        self._offsets = [ordered[0][1], *(after for _, _, after in ordered)]

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        if moment is None:
            return None
        return self._offsets[bisect_right(self._local, moment.replace(tzinfo=None))]

    def fromutc(self, moment: datetime) -> datetime:
        return moment + self._offsets[bisect_right(self._utc, moment.replace(tzinfo=None))]

    def dst(self, moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return None


class Zones:
    """The zones of one file, by the names that it gives them, and the one of its times that name none."""

    def __init__(self, lines: list[str], last_year: int) -> None:
        self._own: dict[str, tzinfo] = {}
        parts = 0
        for block in blocks(lines, "VTIMEZONE"):
            parts += sum(line.strip().upper() in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT") for line in block)
            name, zone = _defined(block, last_year) if parts <= MAX_PARTS else ("", None)
            if zone is not None:
                self._own.setdefault(name, zone)
        head = (property_of(line) for line in lines if line[:13].upper() == "X-WR-TIMEZONE")
        self.default = next((self.find(line.text) for line in head if line), None)

    def find(self, name: str) -> tzinfo | None:
        name = name.strip()
        return self._own.get(name) or named(name)


def _defined(block: list[str], last_year: int) -> tuple[str, tzinfo | None]:
    """Name and zone of a VTIMEZONE; no zone when nothing of it can be read."""
    names = [line.text.strip() for line in map(property_of, block) if line and line.name == "TZID"]
    changes = [
        change
        for kind in ("STANDARD", "DAYLIGHT")
        for part in blocks(block, kind)
        for change in _changes(part, last_year)
    ]  # fmt: skip
    return (names[0], OwnZone(changes)) if names and changes else ("", None)


def _changes(part: list[str], last_year: int) -> Iterable[tuple[datetime, timedelta, timedelta]]:
    """When one of its parts begins: once, at some dates, or by a rule; nothing when it is not readable."""
    written = {"DTSTART": "", "TZOFFSETFROM": "", "TZOFFSETTO": "", "RRULE": ""}
    dates = []
    for line in filter(None, map(property_of, part)):
        if line.name in written:
            written[line.name] = line.value.strip()
        elif line.name == "RDATE":
            dates += line.value.split(",")
    before, after = _offset(written["TZOFFSETFROM"]), _offset(written["TZOFFSETTO"])
    onsets = list(filter(None, map(_onset, [written["DTSTART"], *dates])))
    if before is None or after is None or not onsets:
        return []
    return [(onset, before, after) for onset in [*onsets, *_by_rule(written["RRULE"], onsets[0], last_year)]]


def _offset(text: str) -> timedelta | None:
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) > 23:
        return None
    length = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -length if found[1] == "-" else length


def _onset(text: str) -> datetime | None:
    found = _ONSET.match(text.strip())
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%S") if found else None  # noqa: DTZ007 -- local time
    except ValueError:
        return None


def _by_rule(rule: str, start: datetime, last_year: int) -> list[datetime]:
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    readable = all(name in _RULE_PARTS and re.fullmatch(_RULE_PARTS[name], value) for name, value in parts.items())
    exclusive = "BYMONTHDAY" in parts and any(sign.isdigit() for sign in parts.get("BYDAY", ""))
    if not parts or not readable or exclusive:
        return []
    if start.year < FIRST_YEAR:
        start = start.replace(year=FIRST_YEAR)
    try:
        onsets = iter(rrulestr(rule.upper(), dtstart=start, ignoretz=True))
    except ValueError:
        return []
    return list(takewhile(lambda onset: onset.year <= last_year, onsets))


@lru_cache(maxsize=256)
def named(name: str) -> tzinfo | None:
    """A zone of the IANA database, in any case, behind the address of who wrote it or as Windows names it."""
    parts = name.strip("/").split("/")
    for start in range(len(parts)):
        tail = "/".join(parts[start:])
        known = _known().get(WINDOWS_TO_OLSON.get(tail, tail).casefold())
        if known:
            return ZoneInfo(known)
    found = _IN_NAME.search(name)
    if found is None or int(found[2]) > 14:
        return None
    length = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-length if found[1] == "-" else length)


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
