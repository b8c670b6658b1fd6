"""Which backups stay: those of the last 7 days, then one for each of 4 weeks, then one for each of 12 months."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

DAYS, WEEKS, MONTHS = 7, 4, 12
NAME = re.compile(r"agoratheque-(\d{4}-\d{2}-\d{2})\.tar(\.age)?")


def backup_name(day: date, *, is_encrypted: bool) -> str:
    return f"agoratheque-{day.isoformat()}.tar{'.age' if is_encrypted else ''}"


def _day(name: str) -> date | None:
    match = NAME.fullmatch(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def wanted(days: list[date]) -> set[date]:
    """The days whose backup stays. Counted in backups, not in time: when they stop, none is lost by waiting."""
    ordered = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in ordered:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return {*ordered[:DAYS], *list(weeks.values())[:WEEKS], *list(months.values())[:MONTHS]}


def too_many(names: Iterable[str]) -> list[str]:
    """Those of `names` that need not stay. What is no backup is nobody's business."""
    found = {name: day for name in names if (day := _day(name)) is not None}
    stay = wanted(list(found.values()))
    return [name for name, day in found.items() if day not in stay]


def remove_old(folder: Path) -> int:
    """Delete the backups that need not stay; gives their number."""
    gone = too_many(path.name for path in folder.glob("agoratheque-*"))
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return len(gone)
