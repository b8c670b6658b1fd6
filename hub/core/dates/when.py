"""«When»: one value for a date known only in part.

A workshop starts as «juin» and ends as a video call on a given hour; a fact holds «depuis 2023». Both are one
immutable value, written as a short text close to EDTF (ISO 8601-2:2019):

| text                                | meaning                          | shown in French                    |
|-------------------------------------|----------------------------------|------------------------------------|
| ``2027-03-18T14:00/2027-03-18T16:00`` | an hour, Europe/Paris local time | jeudi 18 mars 2027, de 14 h à 16 h |
| ``2027-03-18`` ``2027-03-18/2027-03-19`` | one day, several days         | 18 mars 2027, 18–19 mars 2027      |
| ``2027-06``                         | a month                          | Juin 2027                          |
| ``2027-06/2027-09``                 | from a month to another          | de juin à septembre 2027           |
| ``2027-09|2027-10``                 | one of several months            | Septembre ou octobre 2027          |
| ``2027`` ``2022/2023``              | a year, several years            | 2027, 2022–2023                    |
| ``2022-10-22/2025-01``              | a span whose ends differ         | du 22 octobre 2022 à janvier 2025  |
| empty                               | to be defined                    | Date à définir                     |

Nothing here ever shows more precision than was given.
"""

import calendar
import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import total_ordering
from zoneinfo import ZoneInfo

from hub.core.dates.moments import in_hours

PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?")


class Precision(enum.IntEnum):
    """How much is known, from most to least: firm dates sort before vaguer ones that start the same day."""

    HOUR = 0
    DAYS = 1
    MONTH = 2
    ONE_OF_MONTHS = 3
    SPAN = 4
    YEAR = 5
    UNDEFINED = 6


@dataclass(frozen=True)
class Part:
    """One end of a When: a year, a month, a day or a local instant, as precise as it was written."""

    year: int
    month: int = 0
    day: int = 0
    hour: int = -1
    minute: int = 0

    @classmethod
    def parse(cls, text: str) -> "Part":
        """The part written as ``2027``, ``2027-06``, ``2027-06-01`` or ``2027-06-01T14:00``; ValueError otherwise."""
        match = _PART.fullmatch(text)
        if match is None:
            raise ValueError(f"Date illisible : « {text} ».")
        year, month, day, hour, minute = (int(group) if group else None for group in match.groups())
        part = cls(year or 0, month or 0, day or 0, -1 if hour is None else hour, minute or 0)
        if match[2] == "00" or match[3] == "00":
            raise ValueError(f"Cette date n’existe pas : « {text} ».")
        try:
            part.first_day()
            part.last_day()
            if part.hour >= 0:
                part.local()
        except ValueError as error:
            raise ValueError(f"Cette date n’existe pas : « {text} ».") from error
        return part

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        if self.hour >= 0:
            text += f"T{self.hour:02d}:{self.minute:02d}"
        return text

    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def local(self) -> datetime:
        """The instant in Europe/Paris; only for a part with an hour."""
        return datetime(self.year, self.month, self.day, self.hour, self.minute, tzinfo=PARIS)


@total_ordering
@dataclass(frozen=True)
class When:
    """A date as it is known. Build it with `When.parse`; compare, sort and show it, never complete it."""

    parts: tuple[Part, ...] = ()
    one_of: bool = False

    @classmethod
    def parse(cls, text: str) -> "When":
        """Read the stored text (see the table above). Raises ValueError with a sentence in French."""
        text = (text or "").strip()
        if not text:
            return cls()
        one_of = "|" in text
        when = cls(tuple(Part.parse(piece) for piece in text.split("|" if one_of else "/")), one_of)
        when._check()
        return when

    def _check(self) -> None:
        if self.one_of:
            if any(part.day or not part.month for part in self.parts):
                raise ValueError("« L’un de plusieurs mois » n’accepte que des mois.")
            if list(self.parts) != sorted(set(self.parts), key=str):
                raise ValueError("Indiquez les mois dans l’ordre, chacun une seule fois.")
            return
        if len(self.parts) > 2:
            raise ValueError("Indiquez au plus un début et une fin.")
        hours = [part.hour >= 0 for part in self.parts]
        if any(hours) and (not all(hours) or len(hours) != 2):
            raise ValueError("Un horaire a une heure de début et une heure de fin.")
        if all(hours):
            self._check_hours()
        elif self.parts[-1].last_day() < self.parts[0].first_day():
            raise ValueError("La fin est avant le début.")

    def _check_hours(self) -> None:
        """Refuse hours that do not exist or exist twice at clock changes, and an end before its start."""
        for part in self.parts:
            local = part.local()
            if local.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) != local.replace(tzinfo=None):
                raise ValueError("Cette heure n’existe pas : on passe ce jour-là à l’heure d’été.")
            if local.utcoffset() != local.replace(fold=1).utcoffset():
                raise ValueError("Cette heure existe deux fois : on passe ce jour-là à l’heure d’hiver.")
        if self.parts[1].local() <= self.parts[0].local():
            raise ValueError("La fin est avant le début.")

    # -- what is known
    @property
    def precision(self) -> Precision:
        if not self.parts:
            return Precision.UNDEFINED
        if self.one_of:
            return Precision.ONE_OF_MONTHS
        if self.parts[0].hour >= 0:
            return Precision.HOUR
        if all(part.day for part in self.parts):
            return Precision.DAYS
        if len(self.parts) == 1:
            return Precision.MONTH if self.parts[0].month else Precision.YEAR
        return Precision.SPAN

    @property
    def is_firm(self) -> bool:
        """True when at least the day is known."""
        return self.precision <= Precision.DAYS

    @property
    def earliest(self) -> date | None:
        return self.parts[0].first_day() if self.parts else None

    @property
    def latest(self) -> date | None:
        return self.parts[-1].last_day() if self.parts else None

    @property
    def starts_at(self) -> datetime | None:
        """Start instant, Europe/Paris, when the hour is known."""
        return self.parts[0].local() if self.precision == Precision.HOUR else None

    @property
    def ends_at(self) -> datetime | None:
        return self.parts[1].local() if self.precision == Precision.HOUR else None

    @property
    def end_exclusive(self) -> date | None:
        """The day after the last one, as iCalendar's DTEND wants it (RFC 5545, 3.6.1)."""
        return self.latest + timedelta(days=1) if self.latest else None

    @property
    def first_instant(self) -> datetime | None:
        """When it begins, or its first day does; None while its day is not known."""
        return self.starts_at or (_midnight(self.earliest) if self.is_firm and self.earliest else None)

    @property
    def last_instant(self) -> datetime | None:
        """When it ends, or its last day does; None while its day is not known."""
        return self.ends_at or (_midnight(self.end_exclusive) if self.is_firm and self.end_exclusive else None)

    def overlaps(self, start: date, end: date) -> bool:
        """True when some day of this When may lie between `start` and `end`, both included."""
        return bool(self.parts) and self.earliest <= end and self.latest >= start  # type: ignore[operator]  # parts

    def months(self) -> list[tuple[int, int]]:
        """The (year, month) pairs this When may fall in; empty when only a year or nothing is known."""
        if self.precision in (Precision.UNDEFINED, Precision.YEAR):
            return []
        if self.one_of:
            return [(part.year, part.month) for part in self.parts]
        first, last = self.parts[0].first_day(), self.parts[-1].last_day()
        span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [(index // 12, index % 12 + 1) for index in span]

    @property
    def sort_key(self) -> tuple[date, Precision, date, str]:
        far = date.max
        return (self.earliest or far, self.precision, self.latest or far, str(self))

    def __lt__(self, other: "When") -> bool:
        return self.sort_key < other.sort_key

    def __str__(self) -> str:
        return ("|" if self.one_of else "/").join(map(str, self.parts))

    def __bool__(self) -> bool:
        return bool(self.parts)

    # -- in French
    def french(self, *, year: bool = True) -> str:
        """The date as a reader sees it, with exactly the precision given; `year=False` leaves years out."""
        if not self.parts:
            return "Date à définir"
        if self.precision == Precision.HOUR:
            return self._french_hours(year)
        if self.one_of:
            return _months_in_words([part.month for part in self.parts], self.parts[-1].year if year else None)
        if len(self.parts) == 1:
            text = _part_in_words(self.parts[0], year)
            return text[:1].upper() + text[1:] if self.precision == Precision.MONTH else text
        return _span_in_words(self.parts[0], self.parts[1], year)

    def _french_hours(self, year: bool) -> str:
        start, end = self.parts
        day = f"{WEEKDAYS[start.first_day().weekday()]} {_part_in_words(start, year)}"
        if start.first_day() == end.first_day():
            return f"{day}, de {_hour(start)} à {_hour(end)} (heure de Paris)"
        last = f"{WEEKDAYS[end.first_day().weekday()]} {_part_in_words(end, year)}"
        return f"du {day}, {_hour(start)}, au {last}, {_hour(end)} (heure de Paris)"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _hour(part: Part) -> str:
    return in_hours(time(part.hour, part.minute))


def _day(number: int) -> str:
    return "1er" if number == 1 else str(number)


def _part_in_words(part: Part, year: bool = True) -> str:
    words = []
    if part.day:
        words.append(_day(part.day))
    if part.month:
        words.append(MONTHS[part.month - 1])
    if year or not part.month:
        words.append(str(part.year))
    return " ".join(words)


def _months_in_words(months: Iterable[int], year: int | None) -> str:
    names = [MONTHS[month - 1] for month in months]
    text = ", ".join(names[:-1]) + " ou " + names[-1] if len(names) > 1 else names[0]
    text = text[:1].upper() + text[1:]
    return f"{text} {year}" if year else text


def _span_in_words(first: Part, last: Part, year: bool) -> str:
    if not first.month and not last.month:
        return f"{first.year}–{last.year}"
    same_month = first.day and last.day and (first.year, first.month) == (last.year, last.month)
    if same_month:
        return f"{_day(first.day)}–{_part_in_words(last, year)}"
    start = _part_in_words(first, year and first.year != last.year)
    end = _part_in_words(last, year)
    return f"{'du' if first.day else 'de'} {start} {'au' if last.day else 'à'} {end}"
