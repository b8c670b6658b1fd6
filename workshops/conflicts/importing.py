"""Reading a calendar that somebody gives, .ics (RFC 5545) or CSV: periods, and a line of report per event. Pure.

Whatever the bytes, the result is a `Reading` or an `UnreadableCalendar` with a sentence in French. A broken event costs
its own line and nothing else; of a broken property, see `ics_events`.
"""

import re
from collections import defaultdict
from datetime import date, timedelta

from workshops.conflicts.csv_rows import read_csv
from workshops.conflicts.ics_events import Event, Refused, event_of, title_of
from workshops.conflicts.ics_lines import decoded, events, is_calendar, whole_lines
from workshops.conflicts.reading import MAX_EVENTS, Reading, UnreadableCalendar, days_of, identifier_of
from workshops.conflicts.recurrence import UNREADABLE, Span, periods, steps_to
from workshops.conflicts.zones import Zones

#: Bytes of a file, and steps of its rules that are followed (`recurrence.STEPS`).
MAX_BYTES = 2 * 1024 * 1024
MAX_STEPS = 100_000_000
#: Repeated events are developed this far ahead, and give at most this many periods each.
HORIZON = timedelta(days=3 * 366)
MAX_REPEATS = 200


def read_calendar(data: bytes, *, today: date) -> Reading:
    """Read .ics or CSV, told apart by content. Raises UnreadableCalendar."""
    if len(data) > MAX_BYTES:
        raise UnreadableCalendar("Ce fichier dépasse 2 Mo.")
    text = decoded(data)
    if not text.strip():
        raise UnreadableCalendar("Ce fichier est vide.")
    if re.match(r"\s*<", text):
        raise UnreadableCalendar("C’est une page web, pas un calendrier. Cherchez une adresse qui finit par « .ics ».")
    if is_calendar(text):
        return _read_ics(whole_lines(data), today=today)
    return read_csv(text, today=today)


def _read_ics(lines: list[str], *, today: date) -> Reading:
    reading = Reading()
    zones = Zones(lines, (today + HORIZON).year + 1)
    repeated: dict[str, list[Event]] = defaultdict(list)
    for number, written in enumerate(events(lines), 1):
        if number > MAX_EVENTS:
            raise UnreadableCalendar(f"Ce calendrier a plus de {MAX_EVENTS} événements. Importez-le en plusieurs fois.")
        if written is None:
            reading.leave_out("Sans titre", "cet événement est mal écrit ou coupé")
            continue
        try:
            event = event_of(written, zones)
        except Refused as refusal:
            reading.leave_out(title_of(written), str(refusal))
            continue
        identifier = identifier_of(event.uid) or f"sans identifiant {number}"
        if event.is_repeated:
            repeated[identifier].append(event)
        else:
            _read_single(reading, event, identifier, today=today)
    _read_all_repeated(reading, repeated, today=today)
    return reading


def _read_single(reading: Reading, event: Event, identifier: str, *, today: date) -> None:
    if event.cancelled:
        reading.leave_out(event.title, "annulé")
        return
    try:
        period = event.period(event.start, event.length, identifier)
    except Refused as refusal:
        reading.leave_out(event.title, str(refusal))
        return
    if period.last_day < today:
        reading.leave_out(event.title, f"déjà passé, {days_of(period)}", event.remarks)
    else:
        reading.keep(event.title, [period], event.remarks)


def _read_all_repeated(reading: Reading, repeated: dict[str, list[Event]], *, today: date) -> None:
    """The work is counted, so that the same file is refused or not whatever the machine."""
    steps, last = 0, today + HORIZON
    for identifier, versions in repeated.items():
        steps += sum(steps_to(event, today, last) for event in versions)
        if steps > MAX_STEPS:
            raise UnreadableCalendar("Les événements répétés de ce calendrier sont trop longs à développer.")
        if not _read_repeated(reading, versions, identifier, Span(today, last, MAX_REPEATS + 1)):
            # a rule that never matches was followed to the end of time
            steps += sum(steps_to(event, today, date.max) for event in versions)


def _read_repeated(reading: Reading, versions: list[Event], identifier: str, span: Span) -> bool:
    """All the events of one identifier: the rule, and the repetitions that were changed. False: it gives no date."""
    masters = [event for event in versions if event.replaces is None]
    changed = [event for event in versions if event.replaces is not None]
    # Several versions of one event: the highest SEQUENCE, and the last written of those (RFC 5546, 2.1.5).
    master = max(enumerate(masters), key=lambda item: (item[1].sequence, item[0]))[1] if masters else None
    if master and master.cancelled:
        reading.leave_out(master.title, "annulé")
        return True
    for older in masters:
        if older is not master:
            reading.leave_out(older.title, "une autre version du même événement est dans le fichier", older.remarks)
    if master is None:
        for event in changed:
            _read_single(reading, event, identifier, today=span.first)
        return True
    return _read_series(reading, master, changed, identifier, span)


def _read_series(reading: Reading, master: Event, changed: list[Event], identifier: str, span: Span) -> bool:
    try:
        found = periods(master, changed, span, identifier)
    except Refused as refusal:
        reading.leave_out(master.title, str(refusal), master.remarks)
        return True
    except Exception:  # noqa: BLE001 -- strangers wrote the rule: whatever dateutil raises is a line of the report
        reading.leave_out(master.title, UNREADABLE, master.remarks)
        return True
    remarks = list(dict.fromkeys(remark for event in [master, *changed] for remark in event.remarks))
    if len(found) > MAX_REPEATS:
        found, remarks = found[:MAX_REPEATS], ["les suivantes sont laissées de côté", *remarks]
    if found:
        reading.keep(master.title, found, remarks)
    else:
        reading.leave_out(master.title, "aucune date dans les trois ans à venir", remarks)
    return bool(found)
