"""Periods entered or imported, in words: those of one series are one line, «tous les mardis». No query."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hub.core.dates.moments import in_hours
from hub.core.dates.when import PARIS, WEEKDAYS, When
from workshops.conflicts.models import CalendarConstraint

#: Days from one repetition to the next → how they are told; `{}` is the day of the week.
RHYTHMS = {1: "tous les jours", 7: "tous les {}s", 14: "un {} sur deux"}


def day_words(day: date) -> str:
    return When.parse(day.isoformat()).french()


def from_to(first: date, last: date) -> str:
    """«le 18 mars 2027», «du 17 au 19 mars 2027»."""
    if first == last:
        return f"le {day_words(first)}"
    start = When.parse(first.isoformat()).french(year=first.year != last.year)
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"du {start.split()[0] if same_month else start} au {day_words(last)}"


def folded(constraints: Iterable[CalendarConstraint]) -> list[list[CalendarConstraint]]:
    """The repetitions of one imported event together, each group at the place of its first."""
    groups: dict[tuple, list[CalendarConstraint]] = {}
    for constraint in constraints:
        of_series = constraint.imported_id and constraint.external_id
        key = (constraint.imported_id, constraint.external_id) if of_series else (constraint.pk,)
        groups.setdefault(key, []).append(constraint)
    return list(groups.values())


def dates_in_words(group: Sequence[CalendarConstraint]) -> str:
    """When the periods of a group take place, with their hours."""
    first = min(group, key=lambda constraint: constraint.first_day)
    last = max(group, key=lambda constraint: constraint.first_day)
    if len(group) == 1:
        return f"{from_to(first.first_day, first.last_day)}{hours(first)}"
    same_hours = len({(constraint.starts, constraint.ends) for constraint in group}) == 1
    span = from_to(first.first_day, last.last_day)
    return f"{_rhythm(group)} {span}{hours(first) if same_hours else ''}"


def _rhythm(group: Sequence[CalendarConstraint]) -> str:
    days = sorted(constraint.first_day for constraint in group)
    steps = {(later - day).days for day, later in pairwise(days)}
    rhythm = RHYTHMS.get(steps.pop()) if len(steps) == 1 and len(days) > 2 else None
    return rhythm.format(WEEKDAYS[days[0].weekday()]) if rhythm else f"{len(days)} fois"


def hours(constraint: CalendarConstraint) -> str:
    """«, de 14 h à 16 h»; nothing when it takes whole days."""
    start, end = constraint.starts, constraint.ends
    if start is None:
        return ""
    if end is None:
        return f", à {in_hours(start)}"
    finish = "minuit" if end == time() else in_hours(end)
    if constraint.first_day == constraint.last_day:
        return f", de {in_hours(start)} à {finish}"
    return f", de {in_hours(start)} le premier jour à {finish} le dernier"


def instants(constraint: CalendarConstraint) -> tuple[datetime | None, datetime | None]:
    """Begin and end of a period whose hours are known."""
    if constraint.starts is None or constraint.ends is None:
        return None, None
    end = datetime.combine(constraint.last_day, constraint.ends, PARIS)
    midnight_after = constraint.ends == time()
    begin = datetime.combine(constraint.first_day, constraint.starts, PARIS)
    return begin, end + timedelta(days=1) if midnight_after else end
