"""Developing repeated events (RFC 5545, 3.8.5) with recurring-ical-events, within bounds that hold for any rule.

The library follows a rule as far as it goes: `INTERVAL=0` runs for ever, `FREQ=SECONDLY` gives a hundred million dates.
So rules are checked and cut at the horizon before it sees them. A rule that never matches still runs to the year 9999:
whoever develops many events adds up the steps that each takes.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event
from icalendar.prop import vDDDTypes, vRecur
from recurring_ical_events import of

FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
#: Parts of a rule that repeat within a day, or that are not of the standard.
UNWANTED = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND", "BYEASTER"})
#: A rule that starts earlier would be followed through decades for nothing.
OLDEST = 1970
#: Dates, exceptions and changed repetitions of one event. It has one rule (RFC 5545, 3.8.5.3: more are discouraged).
MAX_PARTS = 1000
#: Days of one step of a rule, by frequency.
STEP_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}


class Refused(Exception):  # noqa: N818 -- reads as the reason it stands for
    """An event can't be used. The message says why, in a few words in French."""


def moment(value: object) -> date | None:
    """The date or datetime that a property holds; None for anything else (a broken property raises when read)."""
    held = value.dt if isinstance(value, vDDDTypes) else None
    return held if isinstance(held, date) else None


def occurrences(events: Sequence[Event], *, first: date, last: date, limit: int) -> list[Event]:
    """What the events of one UID give between two days, cancelled repetitions left out; at most about `limit`.

    Raises Refused when the rule can't be followed.
    """
    try:
        return _developed(_bounded(events, last), first, last, limit)
    except Refused:
        raise
    except Exception as error:  # strangers wrote it: whatever the library raises is a line of the report
        raise Refused("la règle de répétition est illisible") from error


def steps_to(events: Sequence[Event], day: date) -> int:
    """How many days, weeks, months or years the rules of `events` are followed through, from their start to `day`.

    What it costs to develop them, counted rather than timed; 0 where there is no rule to follow.
    """
    return sum(_steps_of(event, day) for event in events)


def _steps_of(event: Event, day: date) -> int:
    rule, start = event.get("RRULE"), moment(event.get("DTSTART"))
    if not isinstance(rule, vRecur) or start is None:
        return 0
    length = STEP_DAYS.get(str(next(iter(rule.get("FREQ", [])), "")), 1)
    interval = max(1, next(iter(rule.get("INTERVAL", [])), 1))
    days = day.toordinal() - start.toordinal()
    return max(0, days // (length * interval))


def _developed(events: Sequence[Event], first: date, last: date, limit: int) -> list[Event]:
    calendar = Calendar()
    for event in events:
        calendar.add_component(event)
    query = of(calendar)
    found: list[Event] = []
    for start, end in _years(first, last):
        found += [event for event in query.between(start, end) if not _is_cancelled(event)]
        if len(found) > limit:
            break
    return _distinct(found)


def _years(first: date, last: date) -> list[tuple[date, date]]:
    """Spans of a year, so that a daily event stops at its limit early."""
    starts = [first]
    while starts[-1] < last:
        starts.append(min(starts[-1] + timedelta(days=366), last))
    return list(pairwise(starts))


def _distinct(events: list[Event]) -> list[Event]:
    """Spans share their ends, and an event may lie across."""
    return list({str(moment(event.get("DTSTART"))): event for event in events}.values())


def _is_cancelled(event: Event) -> bool:
    return str(event.get("STATUS", "")).strip().upper() == "CANCELLED"


def _bounded(events: Sequence[Event], last: date) -> list[Event]:
    """The event that holds the rule, ending at `last` at the latest, and the repetitions that were changed."""
    changed = [event for event in events if event.get("RECURRENCE-ID") is not None]
    masters = [event for event in events if event.get("RECURRENCE-ID") is None]
    if len(changed) > MAX_PARTS:
        raise Refused("la répétition est trop compliquée")
    if not masters:
        return changed
    # Several versions of one event: the highest SEQUENCE, and the last written of those (RFC 5546, 2.1.5).
    master = max(enumerate(masters), key=lambda item: (int(item[1].get("SEQUENCE", 0)), item[0]))[1]
    if _is_cancelled(master):
        raise Refused("annulé")
    _bound(master, last)
    return [master, *changed]


def _bound(event: Event, last: date) -> None:
    """Check the rules of `event` and make each end at `last` at the latest, in place."""
    start = moment(event.get("DTSTART"))
    if start is None:
        raise Refused("sans date" if event.get("DTSTART") is None else "la date est illisible")
    rule = event.get("RRULE")
    if rule and start.year < OLDEST:
        raise Refused(f"la répétition commence avant {OLDEST}")
    if isinstance(rule, list) or any(event.to_ical().count(part) > MAX_PARTS for part in (b",", b"DATE")):
        raise Refused("la répétition est trop compliquée")
    if rule is not None:
        event["RRULE"] = _bounded_rule(rule, start, last)


def _bounded_rule(rule: object, start: date, last: date) -> vRecur:
    if not isinstance(rule, vRecur) or set(rule.get("FREQ", [])) - FREQUENCIES or not rule.get("FREQ"):
        raise Refused("elle se répète d’une façon que l’import ne connaît pas")
    if UNWANTED & set(rule) or any(interval < 1 for interval in rule.get("INTERVAL", [])):
        raise Refused("elle se répète d’une façon que l’import ne connaît pas")
    until = _until(rule, start, last)
    bounded = vRecur({name: value for name, value in rule.items() if name not in ("COUNT", "UNTIL")})
    bounded["UNTIL"] = [_counted(bounded, until, start, rule["COUNT"][0]) if rule.get("COUNT") else until]
    return bounded


def _until(rule: vRecur, start: date, last: date) -> date:
    """The earlier of the rule's own end and the horizon, as DTSTART is written (RFC 5545, 3.3.10)."""
    horizon: date = last
    if isinstance(start, datetime):
        horizon = datetime.combine(last, time(), tzinfo=UTC if start.tzinfo else None)
    own = rule["UNTIL"][0] if rule.get("UNTIL") else None
    if not isinstance(own, date):
        return horizon
    own_day = own.date() if isinstance(own, datetime) else own
    return horizon if own_day >= last else own


def _counted(rule: vRecur, until: date, start: date, count: int) -> date:
    """Where a rule with COUNT ends: its last repetition before `until`. A count alone could run to the year 9999."""
    text = vRecur({**rule, "UNTIL": [until]}).to_ical().decode()
    try:
        dates = list(islice(rrulestr(text, dtstart=start), max(0, count)))
    except (ValueError, TypeError) as error:
        raise Refused("la règle de répétition est illisible") from error
    if not dates:
        raise Refused("la règle de répétition ne donne aucune date")
    end = dates[-1]
    if not isinstance(start, datetime):
        return end.date()
    return end.astimezone(UTC) if end.tzinfo else end
