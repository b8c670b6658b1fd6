"""Reading a calendar that somebody gives, .ics (RFC 5545) or CSV: periods, and a line of report per event. Pure.

Whatever the bytes, the result is a `Reading` or an `UnreadableCalendar` with a sentence in French. Events are read one
by one, with only the properties that a period needs, so that a broken one costs its own line and nothing else.
"""

import codecs
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from icalendar import Event
from icalendar.prop import vDDDTypes, vDuration

from hub.core.dates.when import PARIS
from hub.core.validators import one_line
from workshops.conflicts.csv_rows import read_csv
from workshops.conflicts.reading import (
    MAX_EVENTS,
    Period,
    Reading,
    UnreadableCalendar,
    address_of,
    days_of,
    identifier_of,
    shown,
)
from workshops.conflicts.recurrence import Refused, moment, occurrences, steps_to

#: Bytes of a file, and steps of its rules that are followed.
MAX_BYTES = 2 * 1024 * 1024
MAX_STEPS = 10_000_000
#: Repeated events are developed this far ahead, and give at most this many periods each.
HORIZON = timedelta(days=3 * 366)
MAX_REPEATS = 200

#: What is read of an event. Everything else is left out before parsing.
_PROPERTIES = frozenset(
    b"DTSTART DTEND DURATION SUMMARY LOCATION URL UID STATUS SEQUENCE RRULE RDATE EXDATE RECURRENCE-ID".split()
)
_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_NEWLINE = re.compile(rb"\r\n|\n|\r")
_NAME = re.compile(rb"[A-Za-z0-9-]+")


def read_calendar(data: bytes, *, today: date) -> Reading:
    """Read .ics or CSV, told apart by content. Raises UnreadableCalendar."""
    if len(data) > MAX_BYTES:
        raise UnreadableCalendar("Ce fichier dépasse 2 Mo.")
    text = _decode(data)
    if not text.strip():
        raise UnreadableCalendar("Ce fichier est vide.")
    if re.match(r"\s*BEGIN:VCALENDAR", text, re.I):
        return _read_ics(text.encode("utf-8"), today=today)
    if re.match(r"\s*<", text):
        raise UnreadableCalendar("C’est une page web, pas un calendrier. Cherchez une adresse qui finit par « .ics ».")
    return read_csv(text, today=today)


def _decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what old French programs write. Lines folded inside a letter are joined first."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _FOLD.sub(b"", data.decode("utf-16", "replace").encode("utf-8", "replace")).decode("utf-8")
    whole = data.removeprefix(codecs.BOM_UTF8)
    if re.match(rb"\s*BEGIN:VCALENDAR", whole, re.I):
        whole = _FOLD.sub(b"", whole)
    try:
        return whole.decode("utf-8")
    except UnicodeDecodeError:
        return whole.decode("cp1252", "replace")


def _read_ics(data: bytes, *, today: date) -> Reading:
    reading = Reading()
    repeated: dict[str, list[Event]] = defaultdict(list)
    for number, lines in enumerate(_events(data), 1):
        if number > MAX_EVENTS:
            raise UnreadableCalendar(f"Ce calendrier a plus de {MAX_EVENTS} événements. Importez-le en plusieurs fois.")
        event = _parse(lines)
        if event is None:
            reading.leave_out("Sans titre", "cet événement est mal écrit ou coupé")
            continue
        identifier = identifier_of(_text(event, "UID")) or f"sans identifiant {number}"
        if any(event.get(name) for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
            repeated[identifier].append(event)
        else:
            _read_single(reading, event, identifier, today=today)
    _read_all_repeated(reading, repeated, today=today)
    return reading


def _read_all_repeated(reading: Reading, repeated: dict[str, list[Event]], *, today: date) -> None:
    """The work is counted, so that the same file is refused or not whatever the machine."""
    steps = 0
    for identifier, events in repeated.items():
        steps += steps_to(events, today + HORIZON)
        if steps > MAX_STEPS:
            raise UnreadableCalendar("Les événements répétés de ce calendrier sont trop longs à développer.")
        if not _read_repeated(reading, events, identifier, today=today):
            steps += steps_to(events, date.max)  # a rule that never matches was followed to the end of time


def _events(data: bytes) -> Iterator[list[bytes] | None]:
    """The useful lines of each VEVENT, without what it contains (VALARM); None for one that is cut."""
    lines: list[bytes] | None = None
    depth = 0
    for line in _NEWLINE.split(data):
        name = line.strip().upper()
        if name == b"BEGIN:VEVENT":
            if lines is not None:
                yield None
            lines, depth = [], 0
        elif lines is None:
            continue
        elif name == b"END:VEVENT":
            yield lines
            lines = None
        elif name.startswith((b"BEGIN:", b"END:")):
            depth += 1 if name.startswith(b"BEGIN:") else -1
        elif depth == 0 and (found := _NAME.match(line)) and found[0].upper() in _PROPERTIES:
            lines.append(line)
    if lines is not None:
        yield None


def _parse(lines: list[bytes] | None) -> Event | None:
    """The event that `lines` write; None when nothing can be made of them."""
    if lines is None:
        return None
    text = b"\r\n".join([b"BEGIN:VEVENT", *lines, b"END:VEVENT", b""])
    try:
        event = Event.from_ical(text)
    except Exception:  # noqa: BLE001 -- strangers wrote it: whatever the parser raises is a line of the report
        return None
    return event if isinstance(event, Event) else None


def _text(event: Event, name: str) -> str:
    """A property as text; the first value when it is wrongly repeated."""
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


def _read_single(reading: Reading, event: Event, identifier: str, *, today: date) -> None:
    title = shown(_text(event, "SUMMARY"))
    if _text(event, "STATUS").strip().upper() == "CANCELLED":
        reading.leave_out(title, "annulé")
        return
    try:
        period = _period(event, identifier)
    except Refused as refusal:
        reading.leave_out(title, str(refusal))
        return
    if period.last_day < today:
        reading.leave_out(title, f"déjà passé, {days_of(period)}")
    else:
        reading.keep(title, [period], _zone_remark(event))


def _read_repeated(reading: Reading, events: list[Event], identifier: str, *, today: date) -> bool:
    """All the events of one identifier: the rule, and the repetitions that were changed. False: it gives no date."""
    title = shown(_text(events[0], "SUMMARY"))
    remark = next(filter(None, map(_zone_remark, events)), "")
    try:
        found = occurrences(events, first=today, last=today + HORIZON, limit=MAX_REPEATS + 1)
        periods = [_period(event, identifier) for event in found]
    except Refused as refusal:
        reading.leave_out(title, str(refusal))
        return True
    periods = sorted((period for period in periods if period.last_day >= today), key=lambda each: each.first_day)
    if len(periods) > MAX_REPEATS:
        periods, remark = periods[:MAX_REPEATS], f"{remark} ; les suivantes sont laissées de côté"
    if periods:
        reading.keep(title, periods, remark)
    else:
        reading.leave_out(title, "aucune date dans les trois ans à venir")
    return bool(periods)


def _zone_remark(event: Event) -> str:
    """Says that the day was taken as written, when the time zone is unknown (no tzinfo although TZID is given)."""
    start = event.get("DTSTART")
    found = moment(start)
    zone = one_line(str(start.params.get("TZID", ""))) if found else ""
    if zone and isinstance(found, datetime) and found.tzinfo is None:
        return f" (fuseau « {zone[:60]} » inconnu : jour pris comme il est écrit)"
    return ""


def _period(event: Event, identifier: str) -> Period:
    """Days that an event takes. DTEND is exclusive; without end, a date is that day (RFC 5545, 3.6.1)."""
    start = _moment(event, "DTSTART")
    if start is None:
        raise Refused("sans date")
    try:
        first = _paris_day(start)
        last = _last_day(start, _end(event, start))
    except (OverflowError, TypeError, ValueError) as error:
        raise Refused("la date est hors des années possibles") from error
    if last < first:
        raise Refused("la fin est avant le début")
    return Period(
        title=shown(_text(event, "SUMMARY")),
        first_day=first,
        last_day=last,
        place=one_line(_text(event, "LOCATION"))[:160],
        url=address_of(_text(event, "URL")),
        external_id=identifier,
    )


def _moment(event: Event, name: str) -> date | None:
    """A date or datetime; None when absent. Raises Refused when it can't be read."""
    value = event.get(name)
    if value is None:
        return None
    found = moment(value)
    if found is None:
        raise Refused("la date est illisible")
    return found


def _end(event: Event, start: date) -> date:
    """End as written; equal to the start when none is given."""
    end = _moment(event, "DTEND")
    if end is not None:
        return end
    length = event.get("DURATION")
    held = length.dt if isinstance(length, vDDDTypes | vDuration) else None
    return start + held if isinstance(held, timedelta) else start


def _last_day(start: date, end: date) -> date:
    """The last day that is really taken: an end at midnight, or a date as end, is exclusive."""
    if end == start or not isinstance(end, datetime):
        last = _paris_day(end)
        return last if end == start else last - timedelta(days=1) if last > _paris_day(start) else last
    if _is_before(end, start):
        return _paris_day(end) - timedelta(days=1)
    return _paris_day(end - timedelta(microseconds=1))


def _is_before(end: datetime, start: date) -> bool:
    """False when they can't be compared: one has a time zone and the other none."""
    if not isinstance(start, datetime) or (end.tzinfo is None) != (start.tzinfo is None):
        return False
    return end < start


def _paris_day(instant: date) -> date:
    if not isinstance(instant, datetime):
        return instant
    return (instant.astimezone(PARIS) if instant.tzinfo else instant).date()
