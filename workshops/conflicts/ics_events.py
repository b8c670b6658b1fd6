"""One event of a calendar file: what a period needs of it, and in words what could not be read.

Only its start is needed. Any other property that is broken costs itself, and a remark.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from icalendar.prop import vDuration

from hub.core.dates.when import PARIS
from hub.core.validators import one_line
from workshops.conflicts.ics_lines import Line, property_of
from workshops.conflicts.reading import Period, address_of, shown
from workshops.conflicts.zones import Zones

DAY = timedelta(days=1)
#: Rules of one event that are followed (RFC 5545, 3.8.5.3: more than one is discouraged).
MAX_RULES = 3
#: As the standard writes it, and as programs that write ISO 8601 do.
_MOMENT = re.compile(
    r"(\d{4})(?:(\d\d)(\d\d)|-(\d\d)-(\d\d))(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)?)?", re.I
)
#: Marks of an event that takes whole days although it is written with hours.
_ALL_DAY = frozenset({"X-MICROSOFT-CDO-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY"})
_READ = _ALL_DAY | frozenset(
    [
        "DTSTART",
        "DTEND",
        "DURATION",
        "SUMMARY",
        "LOCATION",
        "URL",
        "UID",
        "STATUS",
        "SEQUENCE",
        "RRULE",
        "EXRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
    ]
)


class Refused(Exception):  # noqa: N818 -- reads as the reason it stands for
    """An event or a part of it can't be used. The message says why, in a few words in French."""


@dataclass
class Event:
    """What is known of one event. `start` is local time in `zone`; without zone, days are taken as written."""

    start: datetime
    zone: tzinfo | None = None
    length: timedelta = timedelta(0)
    all_day: bool = False
    title: str = ""
    place: str = ""
    url: str = ""
    uid: str = ""
    cancelled: bool = False
    sequence: int = 0
    rules: list[str] = field(default_factory=list)
    exception_rules: list[str] = field(default_factory=list)
    #: More dates, each with its own length when it has one; and dates that are left out.
    dates: list[tuple[date, timedelta | None]] = field(default_factory=list)
    exceptions: list[date] = field(default_factory=list)
    #: The repetition that this event replaces, and whether it also replaces the following ones.
    replaces: date | None = None
    onwards: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def is_repeated(self) -> bool:
        return bool(self.rules or self.dates or self.replaces)

    def local(self, moment: date) -> datetime:
        """`moment` as a local time of this event; a day is its midnight."""
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time())
        return (moment.astimezone(self.zone or PARIS) if moment.tzinfo else moment).replace(tzinfo=None)

    def remark(self, words: str) -> None:
        if words not in self.remarks:
            self.remarks.append(words)

    def period(self, start: datetime, length: timedelta, identifier: str) -> Period:
        """The days in Paris of what begins at `start`: an end at midnight is exclusive (RFC 5545, 3.6.1)."""
        try:
            begin, end = self._in_paris(start), self._in_paris(start + length)
            last = max(begin.date(), (end - timedelta(microseconds=1)).date())
        except (OverflowError, ValueError) as error:
            raise Refused("la date est hors des années possibles") from error
        period = Period(self.title, begin.date(), last, self.place, self.url, identifier)
        from_midnight_to_midnight = begin.time() == end.time() == time() and length
        if self.all_day or from_midnight_to_midnight:
            return period
        return replace(period, starts=begin.time(), ends=end.time() if length else None)

    def _in_paris(self, local: datetime) -> datetime:
        if self.all_day or self.zone is None:
            return local
        return local.replace(tzinfo=self.zone).astimezone(PARIS).replace(tzinfo=None)


def event_of(lines: list[str], zones: Zones) -> Event:
    """The event that the lines of a VEVENT write. Raises Refused when its start is missing or not readable."""
    written: dict[str, list[Line]] = {}
    for line in lines:
        found = property_of(line) if _name_of(line) in _READ else None
        if found:
            written.setdefault(found.name, []).append(found)
    event = _started(written, zones)
    for name, take in _OTHERS.items():
        for found in written.get(name, []):
            try:
                take(event, found, zones)
            except (ValueError, OverflowError):
                event.remark(_UNREADABLE[name])
            except Refused as refusal:
                event.remark(str(refusal))
    return event


def _name_of(line: str) -> str:
    return re.split("[:;]", line[:40], maxsplit=1)[0].strip().upper()


def title_of(lines: list[str]) -> str:
    """The title of an event that is left out."""
    found = (property_of(line) for line in lines if _name_of(line) == "SUMMARY")
    return shown(next((line.text for line in found if line), ""))


def _started(written: dict[str, list[Line]], zones: Zones) -> Event:
    """An event with its title and its start; that of a cancelled repetition may be missing."""
    texts = {name: found[0].text.strip() for name, found in written.items()}
    lines = written.get("DTSTART") or written.get("RECURRENCE-ID")
    if not lines or not lines[0].value.strip():
        raise Refused("sans date")
    try:
        moment = _moment(lines[0], zones)
        all_day = not isinstance(moment, datetime) or any(texts.get(name, "").upper() == "TRUE" for name in _ALL_DAY)
        event = _starting(moment, zones, all_day)
    except (ValueError, OverflowError) as error:
        raise Refused("la date est illisible") from error
    event.title, event.uid = shown(texts.get("SUMMARY", "")), texts.get("UID", "")
    zone = lines[0].params.get("TZID", "")
    if zone and isinstance(moment, datetime) and moment.tzinfo is None:
        event.remark(f"fuseau « {one_line(zone)[:60]} » inconnu : jour pris comme il est écrit")
    if len(lines) > 1:
        event.remark("plusieurs dates de début : la première est gardée")
    return event


def _starting(moment: date, zones: Zones, all_day: bool) -> Event:
    """An all-day event has the days of its own zone; written in UTC, those of the file's zone or of Paris."""
    zone = moment.tzinfo if isinstance(moment, datetime) else zones.default
    if all_day and zone in (None, UTC):
        zone = zones.default or PARIS
    event = Event(datetime.combine(moment, time()), zone, all_day=all_day)
    start = event.local(moment)
    event.start = datetime.combine(start, time()) if all_day else start
    return event


# ---------------------------------------------------------------- values
def _moment(line: Line, zones: Zones, text: str | None = None) -> date:
    """The day or the instant that a property holds. Without zone, it is in that of the file, if it names one."""
    moment = written_moment(line.value if text is None else text)
    if line.params.get("VALUE", "").upper() == "DATE" and isinstance(moment, datetime):
        return moment.date()
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        return moment
    name = line.params.get("TZID", "")
    return moment.replace(tzinfo=zones.find(name) if name else zones.default)


def written_moment(text: str) -> date:
    """The day or the instant that `text` writes, without zone unless it says one. Raises ValueError."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError
    year, month, day, *rest = (group for group in found.groups() if group is not None)
    written = date(int(year), int(month), int(day))
    if not rest:
        return written
    hour, minute, *rest = rest
    second = int(rest.pop(0)) if rest and rest[0].isdigit() else 0
    if not (int(hour) <= 24 and int(minute) <= 59 and second <= 60):
        raise ValueError
    # 24:00 is the midnight that follows; a leap second is that of its minute.
    moment = datetime.combine(written, time()) + timedelta(
        hours=int(hour), minutes=int(minute), seconds=min(second, 59)
    )
    return moment.replace(tzinfo=_distance(rest[0])) if rest else moment


def _distance(text: str) -> tzinfo:
    if text.upper() == "Z":
        return UTC
    length = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-length if text[0] == "-" else length)


def _each(line: Line, take: Callable[[str], None]) -> None:
    """Take every value that can be read. Raises ValueError at the end when one can't."""
    broken = False
    for text in re.split("[,;]", line.value):
        try:
            if text.strip():
                take(text.strip())
        except (ValueError, OverflowError):
            broken = True
    if broken:
        raise ValueError


def _take_end(event: Event, line: Line, zones: Zones) -> None:
    if line.value.strip():
        length = event.local(_moment(line, zones)) - event.start
        _set_length(event, -(-length // DAY) * DAY if event.all_day else length)


def _take_duration(event: Event, line: Line, zones: Zones) -> None:
    if line.value.strip() and not event.length:
        _set_length(event, vDuration.from_ical(line.value.strip()))


def _set_length(event: Event, length: timedelta) -> None:
    if length < timedelta(0):
        raise Refused("la fin est avant le début : seul le premier jour est gardé")
    try:
        event.start + length
    except OverflowError as error:
        raise Refused("la fin est hors des années possibles : seul le premier jour est gardé") from error
    event.length = length


def _take_sequence(event: Event, line: Line, zones: Zones) -> None:
    event.sequence = int(line.value or 0)


def _take_rule(event: Event, line: Line, zones: Zones) -> None:
    rules = event.rules if line.name == "RRULE" else event.exception_rules
    text = line.value.strip()
    if not text or text in rules:
        return
    if len(rules) == MAX_RULES:
        raise Refused("elle a trop de règles de répétition : les premières sont suivies")
    rules.append(text)


def _take_dates(event: Event, line: Line, zones: Zones) -> None:
    def take(text: str) -> None:
        start, _, end = text.partition("/")
        moment = _moment(line, zones, start)
        event.local(moment)  # raises beyond the years that exist
        event.dates.append((moment, _length_of(event, moment, end, line, zones) if end else None))

    _each(line, take)


def _length_of(event: Event, start: date, end: str, line: Line, zones: Zones) -> timedelta:
    if "P" in end.upper():
        return max(timedelta(0), vDuration.from_ical(end))
    return max(timedelta(0), event.local(_moment(line, zones, end)) - event.local(start))


def _take_exceptions(event: Event, line: Line, zones: Zones) -> None:
    def take(text: str) -> None:
        moment = _moment(line, zones, text)
        event.local(moment)
        event.exceptions.append(moment)

    _each(line, take)


def _take_replaced(event: Event, line: Line, zones: Zones) -> None:
    moment = _moment(line, zones)
    event.local(moment)
    event.replaces = moment
    reach = line.params.get("RANGE", "").upper()
    event.onwards = reach == "THISANDFUTURE"
    if reach and not event.onwards:
        raise Refused("changement des répétitions précédentes : seule celle-ci est changée")


def _take_text(event: Event, line: Line, zones: Zones) -> None:
    if line.name == "LOCATION":
        event.place = event.place or one_line(line.text)[:160]
    elif line.name == "URL":
        event.url = event.url or address_of(line.text)
    else:
        event.cancelled = line.text.strip().upper() == "CANCELLED"


_OTHERS: dict[str, Callable[[Event, Line, Zones], None]] = {
    "DTEND": _take_end,
    "DURATION": _take_duration,
    "SEQUENCE": _take_sequence,
    "RRULE": _take_rule,
    "EXRULE": _take_rule,
    "RDATE": _take_dates,
    "EXDATE": _take_exceptions,
    "RECURRENCE-ID": _take_replaced,
    "LOCATION": _take_text,
    "URL": _take_text,
    "STATUS": _take_text,
}
_UNREADABLE = {
    "DTEND": "fin illisible : seul le premier jour est gardé",
    "DURATION": "durée illisible : seul le premier jour est gardé",
    "SEQUENCE": "numéro de version illisible",
    "RDATE": "des dates ajoutées sont illisibles",
    "EXDATE": "des dates retirées sont illisibles",
    "RECURRENCE-ID": "date remplacée illisible : gardé comme un événement à part",
}
