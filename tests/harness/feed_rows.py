"""What a feed must show of a workshop, row by row of the specification. Knows nothing of `workshops.agenda`.

Dates are read again from their text: what the feeds compute proves nothing about the feeds.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
OFF = {"cancelled": "[Annulé] ", "postponed": "[Reporté] ", "void": "[Sans objet] "}
UNSURE = {"proposed": "[Proposé] ", "tentative": "[Sous réserve] "}
OPEN_DATE = "[Date à préciser] "
#: STATUS, TRANSP and what Outlook shows.
BUSY = ("CONFIRMED", "OPAQUE", "BUSY")
PENCILLED = ("TENTATIVE", "OPAQUE", "TENTATIVE")
SURE_DAY = ("CONFIRMED", "TRANSPARENT", "FREE")
UNSURE_DAY = ("TENTATIVE", "TRANSPARENT", "FREE")
GONE = ("CANCELLED", "TRANSPARENT", "FREE")


class Row(NamedTuple):
    """One event: `start` and `end` are dates (the end excluded) or instants."""

    start: date | datetime
    end: date | datetime
    status: str
    transparency: str
    busy: str
    prefix: str


class Dates(NamedTuple):
    kind: str
    start: date | datetime
    end: date | datetime
    last: date


def expected(page, *, forecast: bool, today: date) -> Row | None:
    """The row of `page` in a feed of known days, or in the forecast."""
    now, before = dates(str(page.when)), dates(str(page.announced))
    fits = now if now and (now.kind != "months" or forecast) else None
    certainty = page.certainty
    if certainty == "idea":
        return None
    if certainty in OFF:
        told = (fits or before) if certainty == "cancelled" else (before or fits)
        return _gone(told, OFF[certainty], today)
    if fits is None:
        return _gone(before, OPEN_DATE, today)
    return _announced(page, fits, today)


def _gone(told: Dates | None, prefix: str, today: date) -> Row | None:
    """30 days, at the days last announced; never a silent disappearance."""
    if told is None or today > told.last + timedelta(days=30):
        return None
    return Row(told.start, told.end, *GONE, prefix)


def _announced(page, told: Dates, today: date) -> Row | None:
    if told.kind == "months" and told.last < today:
        return None
    if (page.fallback_for_id or page.fallback_lost) and page.certainty != "held":
        return Row(told.start, told.end, *UNSURE_DAY, "[Repli] ")
    if told.kind == "months":
        return Row(told.start, told.end, *UNSURE_DAY, OPEN_DATE)
    sure = page.certainty in ("confirmed", "held")
    if told.kind == "hours":
        return Row(told.start, told.end, *(BUSY if sure else PENCILLED), UNSURE.get(page.certainty, ""))
    return Row(told.start, told.end, *(SURE_DAY if sure else UNSURE_DAY), UNSURE.get(page.certainty, ""))


def dates(text: str) -> Dates | None:
    """What calendars show of a date; None for a year, or nothing."""
    parts = re.split(r"[/|]", text)
    if "T" in text:
        start, end = (datetime.fromisoformat(part).replace(tzinfo=PARIS) for part in parts)
        return Dates("hours", start, end, end.date())
    if re.fullmatch(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?", text):
        last = date.fromisoformat(parts[-1])
        return Dates("days", date.fromisoformat(parts[0]), last + timedelta(days=1), last)
    if re.fullmatch(r"\d{4}-\d\d([/|]\d{4}-\d\d)*", text):
        months = [(int(part[:4]), int(part[5:])) for part in parts]
        ends = [date(year + month // 12, month % 12 + 1, 1) for year, month in months]
        touching = "|" not in text or all(date(*then, 1) == end for end, then in zip(ends, months[1:], strict=False))
        return Dates("months", date(*months[0], 1), ends[-1] if touching else ends[0], ends[-1] - timedelta(days=1))
    return None
