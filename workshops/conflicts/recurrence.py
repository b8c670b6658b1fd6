"""Developing repeated events (RFC 5545, 3.8.5) within bounds that hold for any rule.

Rules are followed by dateutil in the local time of the event, as the standard has it, from a little before the days
that are wanted to the last of them. A rule that never matches still runs to the year 9999: whoever develops many events
adds up the steps that each takes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from math import prod

from dateutil.rrule import rrule, rrulestr

from workshops.conflicts.ics_events import DAY, Event, Refused, written_moment
from workshops.conflicts.reading import Period

#: What dateutil spends on one day of a rule, beside that of a yearly one (measured).
STEPS = {"DAILY": 20, "WEEKLY": 5, "MONTHLY": 2, "YEARLY": 1}
_PARTS = frozenset(
    [
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "WKST",
        "BYMONTH",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYDAY",
        "BYSETPOS",
        "BYHOUR",
        "BYMINUTE",
        "BYSECOND",
    ]
)
#: Parts that say what the standard does anyway (RFC 7529).
_USUAL = {("RSCALE", "GREGORIAN"), ("SKIP", "OMIT")}
#: Times of one day that a rule may give.
MAX_TIMES = 24
#: A rule that counts more repetitions than there are days has no end.
MAX_COUNT = date.max.toordinal()
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: A repetition that began longer ago than this and still goes on is not looked for.
LONGEST = timedelta(days=3 * 366)
UNREADABLE = "la règle de répétition est illisible"
UNKNOWN = "elle se répète d’une façon que l’import ne connaît pas"


@dataclass(frozen=True)
class Span:
    """The days that are wanted, and how many periods at most."""

    first: date
    last: date
    limit: int


def periods(master: Event, changed: Sequence[Event], span: Span, identifier: str) -> list[Period]:
    """What a repeated event gives between two days, its cancelled repetitions left out, in order.

    What can't be followed is a remark of `master`.
    """
    slots = {start: (master, start, length) for start, length in _starts(master, span)}
    onwards = [event for event in changed if event.onwards]
    for event in sorted(onwards, key=lambda event: _replaced(master, event)):
        _shift(slots, event, _replaced(master, event))
    of_day = {start.date(): start for start in slots}
    for event in sorted(changed, key=lambda event: event.sequence):
        original = _replaced(master, event)
        if not event.onwards:
            slots.pop(original if original in slots else of_day.get(original.date(), original), None)
    kept = [event.period(start, length, identifier) for event, start, length in slots.values()]
    kept += [
        event.period(event.start, event.length, identifier)
        for event in _latest(master, changed)
        if not (event.cancelled or event.onwards)
    ]
    inside = (period for period in kept if period.last_day >= span.first and period.first_day <= span.last)
    return sorted(inside, key=lambda period: period.first_day)


def _latest(master: Event, changed: Sequence[Event]) -> list[Event]:
    """The last version of each changed repetition (RFC 5546, 2.1.5)."""
    ordered = sorted(changed, key=lambda event: event.sequence)
    return list({_replaced(master, event): event for event in ordered}.values())


def _replaced(master: Event, changed: Event) -> datetime:
    return master.local(changed.replaces or changed.start)


def _shift(slots: dict[datetime, tuple[Event, datetime, timedelta]], event: Event, since: datetime) -> None:
    """What a change of «this one and the following» makes of the repetitions."""
    moved = event.start - since
    for original in [start for start in slots if start >= since]:
        if event.cancelled:
            del slots[original]
        else:
            slots[original] = (event, original + moved, event.length)


# ---------------------------------------------------------------- dates of the series itself
def _starts(event: Event, span: Span) -> list[tuple[datetime, timedelta]]:
    """Local starts and lengths around the days of `span`, one a day, at most `limit`."""
    since = datetime.combine(span.first, time()) - min(event.length, LONGEST) - 2 * DAY
    until = datetime.combine(span.last, time.max)
    own_lengths = {_instant(event, moment): length for moment, length in event.dates}
    taken = _days_left_out(event)
    left_out = set(map(event.local, event.exceptions))
    left_out.update(start for rule in _followed(event, "EXRULE", since, until) for start in rule)
    found: list[tuple[datetime, timedelta]] = []
    count = 0
    own = [event.start] if not event.rules or any(_begins(text, event) for text in event.rules) else []
    for start in merge(own, sorted(own_lengths), *_followed(event, "RRULE", since, until)):
        if start.date() in taken or start in left_out or not since <= start <= until:
            continue
        if count == span.limit:
            break
        count += start.date() >= span.first
        taken.add(start.date())
        found.append((start, own_lengths.get(start) or event.length))
    return found


def _instant(event: Event, moment: date) -> datetime:
    """A date that was added, at the hour of the event when it is only a day."""
    local = event.local(moment)
    return local if isinstance(moment, datetime) else datetime.combine(local, event.start.time())


def _days_left_out(event: Event) -> set[date]:
    """Exceptions that are days: written so, or at midnight as Exchange does."""
    moments = [(moment, event.local(moment)) for moment in event.exceptions]
    return {
        local.date()
        for moment, local in moments
        if event.all_day or not isinstance(moment, datetime) or local.time() == time()
    }


def _followed(event: Event, name: str, since: datetime, until: datetime) -> Iterator[Iterator[datetime]]:
    """The rules that can be followed; the others are remarks."""
    for text in event.rules if name == "RRULE" else event.exception_rules:
        try:
            yield _rule(text, event, since, until)
        except Refused as refusal:
            lost = "seules les dates écrites sont gardées" if name == "RRULE" else "des dates retirées ne sont pas lues"
            event.remark(f"{refusal} : {lost}")


# ---------------------------------------------------------------- rules
def parts_of(text: str) -> dict[str, str]:
    """The parts of a rule. Raises Refused for what is not of the standard, or repeats within a day without end."""
    pairs = [part.partition("=")[::2] for part in text.upper().replace(" ", "").split(";")]
    parts = {name: value for name, value in pairs if value and (name, value) not in _USUAL}
    if parts.get("FREQ") not in STEPS or set(parts) - _PARTS:
        raise Refused(UNKNOWN)
    if _times(parts) > MAX_TIMES:
        raise Refused(UNKNOWN)
    if any(not parts.get(name, "1").isdecimal() or int(parts.get(name, "1")) < 1 for name in ("INTERVAL", "COUNT")):
        raise Refused(UNREADABLE)
    most = 5 if "BYMONTH" in parts or parts["FREQ"] == "MONTHLY" else 53
    if any(int(turn) > most for turn in re.findall(r"\d+", parts.get("BYDAY", ""))):
        raise Refused(UNREADABLE)  # dateutil fails on them while it follows the rule
    return parts


def _times(parts: dict[str, str]) -> int:
    """How many times of one day a rule gives."""
    return prod(parts.get(name, "").count(",") + 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))


def _rule(text: str, event: Event, since: datetime, until: datetime) -> Iterator[datetime]:
    """The rule from its last turn before `since`, or from its start when repetitions are counted, to `until`."""
    parts = _complete(parts_of(text), event.start)
    until = min(until, _end(parts.pop("UNTIL", ""), event) or until)
    start = event.start if "COUNT" in parts else _near(parts, event.start, since)
    count = parts.pop("COUNT", None)
    try:
        rule = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise Refused(UNREADABLE) from error
    assert isinstance(rule, rrule)  # noqa: S101 -- one rule, without dates: never a set
    dates = iter(rule.replace(until=until))
    return islice(dates, min(int(count), MAX_COUNT)) if count else dates


def _complete(parts: dict[str, str], start: datetime) -> dict[str, str]:
    """What a rule leaves to its start, said: it may then be followed from another day (RFC 5545, 3.3.10)."""
    days = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}
    if parts["FREQ"] == "DAILY" or days & set(parts):
        return parts
    if parts["FREQ"] == "WEEKLY" or "BYWEEKNO" in parts:
        return {**parts, "BYDAY": WEEKDAYS[start.weekday()]}
    month = {"BYMONTH": str(start.month)} if parts["FREQ"] == "YEARLY" else {}
    return {**month, **parts, "BYMONTHDAY": str(start.day)}


def _near(parts: dict[str, str], start: datetime, since: datetime) -> datetime:
    """Where a rule may start to give the same dates from `since` on: a whole number of turns after its start."""
    step = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] in ("DAILY", "WEEKLY"):
        length = step * (7 if parts["FREQ"] == "WEEKLY" else 1)
        turns = max(0, (since - start).days // length - 1)
        return start + timedelta(days=turns * length)
    in_months = step * (1 if parts["FREQ"] == "MONTHLY" else 12)
    elapsed = (since.year - start.year) * 12 + since.month - start.month
    turns = max(0, elapsed // in_months - 1)
    if not turns:
        return start
    month = start.year * 12 + start.month - 1 + turns * in_months
    first = 1 if parts["FREQ"] == "YEARLY" else month % 12 + 1
    return start.replace(year=month // 12, month=first, day=1)


def _end(text: str, event: Event) -> datetime | None:
    """The last instant of a rule in local time. A day alone is included; so is it for events of whole days."""
    if not text:
        return None
    try:
        moment = written_moment(text)
    except (ValueError, OverflowError) as error:
        raise Refused(UNREADABLE) from error
    end = event.local(moment)
    whole = event.all_day or not isinstance(moment, datetime)
    return datetime.combine(end, time.max) if whole else end


def _begins(text: str, event: Event) -> bool:
    """False for a series that was stopped before it began: its start is no date of it."""
    try:
        end = _end(parts_of(text).get("UNTIL", ""), event)
    except Refused:
        return True
    return end is None or end >= event.start


def steps_to(event: Event, first: date, last: date) -> int:
    """How many days the rules of `event` are looked at, each as dear as `STEPS` says; 0 where there is none."""
    return sum(_steps(text, event, first, last) for text in [*event.rules, *event.exception_rules])


def _steps(text: str, event: Event, first: date, last: date) -> int:
    try:
        parts = parts_of(text)
    except Refused:
        return 0
    since = datetime.combine(first, time())
    start = event.start if "COUNT" in parts else _near(parts, event.start, since)
    turns = max(0, (last - start.date()).days // int(parts.get("INTERVAL", "1")))
    return turns * STEPS[parts["FREQ"]] * _times(parts)
