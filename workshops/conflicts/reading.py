"""What was read of a calendar: the periods to keep, and what became of each event."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from hub.core.dates.when import When
from hub.core.errors import ActionError
from hub.core.validators import one_line

#: Events in a file, and periods that may come out of it.
MAX_EVENTS = 10_000
MAX_PERIODS = 10_000
_is_web_address = URLValidator(schemes=["http", "https"])


class UnreadableCalendar(ActionError):  # noqa: N818 -- reads as the sentence it stands for
    """Nothing of the file can be used. The message is a sentence in French."""


@dataclass(frozen=True)
class Period:
    """What one event, or one of its repetitions, takes: days and hours in Europe/Paris, both days included."""

    title: str
    first_day: date
    last_day: date
    place: str = ""
    url: str = ""
    external_id: str = ""
    starts: time | None = None
    ends: time | None = None


@dataclass
class Reading:
    """Periods to keep, and the report: [title, what was done or why it was left out, kept], one per event."""

    periods: list[Period] = field(default_factory=list)
    report: list[tuple[str, str, bool]] = field(default_factory=list)
    _taken: set[tuple[str, date]] = field(default_factory=set)

    def keep(self, title: str, periods: list[Period], remarks: Sequence[str] = ()) -> None:
        """Keep what is new of `periods`; the same identifier on the same day is the same event.

        `remarks` say in a few words what was not read of it.
        """
        by_key = {(period.external_id, period.first_day): period for period in periods}
        fresh = [period for key, period in by_key.items() if key not in self._taken]
        if not fresh:
            self.leave_out(title, "en double dans le fichier")
            return
        self._taken.update(by_key)
        self.periods += fresh
        if len(self.periods) > MAX_PERIODS:
            raise UnreadableCalendar(f"Ce calendrier donne plus de {MAX_PERIODS} dates. Importez-le en plusieurs fois.")
        days = days_of(fresh[0]) if len(fresh) == 1 else f"{len(fresh)} dates, la première {days_of(fresh[0])}"
        self.report.append((title, f"importé : {days}{_in_brackets(remarks)}", True))

    def leave_out(self, title: str, reason: str, remarks: Sequence[str] = ()) -> None:
        self.report.append((title, f"laissé de côté : {reason}{_in_brackets(remarks)}", False))


def _in_brackets(remarks: Sequence[str]) -> str:
    return f" ({' ; '.join(remarks)})" if remarks else ""


def days_of(period: Period) -> str:
    first, last = (When.parse(day.isoformat()).french() for day in (period.first_day, period.last_day))
    return f"le {first}" if first == last else f"du {first} au {last}"


def shown(title: str) -> str:
    title = one_line(title)
    return (title if len(title) <= 200 else f"{title[:199]}…") or "Sans titre"


def identifier_of(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 255 else hashlib.sha256(text.encode()).hexdigest()


def address_of(text: str) -> str:
    """`text` when it is a web address that the model can hold, else nothing."""
    text = one_line(text)
    try:
        _is_web_address(text)
    except ValidationError:
        return ""
    return text if len(text) <= 500 else ""


def is_partly_read(done: str) -> bool:
    """True for a line of report that says what was not read."""
    return done.endswith(")")


def summary(report: list[list[Any]]) -> tuple[int, int, int]:
    """How many events of a report were kept, how many of those in part only, and how many were left out."""
    kept = [done for _, done, is_kept in report if is_kept]
    return len(kept), sum(map(is_partly_read, kept)), len(report) - len(kept)
