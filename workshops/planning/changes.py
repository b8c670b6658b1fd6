"""What changed in public of a workshop, and whether people must be told. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.core.dates.when import Precision, When
from workshops.planning.enums import Change
from workshops.workshop.enums import OPEN_CERTAINTIES, Certainty, Mode


@dataclass(frozen=True)
class Public:
    """What anybody could read of a workshop at some moment."""

    when: When
    certainty: str
    reason: str = ""
    year_assumed: bool = False
    mode: str = ""
    place: str = ""

    @classmethod
    def of(cls, workshop: Any) -> "Public":
        reason, assumed = workshop.closing_reason, workshop.year_assumed
        return cls(workshop.when, workshop.certainty, reason, assumed, workshop.mode, workshop.place)

    @property
    def where(self) -> str:
        """Where people meet, in words; empty when it is not known."""
        return self.place or (str(Mode(self.mode).label) if self.mode else "")

    @property
    def doubt(self) -> str:
        """The word that stood beside its date, or nothing."""
        is_certain = self.certainty in (Certainty.CONFIRMED, Certainty.HELD)
        if is_certain or (self.certainty == Certainty.PROPOSED and not self.when.is_firm):
            return ""
        return Certainty(self.certainty).label.lower()

    @property
    def has_days(self) -> bool:
        """Whether it announced days, of a year that somebody chose, on which it might take place."""
        return self.when.is_firm and not self.year_assumed and self.certainty in OPEN_CERTAINTIES - {Certainty.IDEA}

    def is_refined_by(self, after: When) -> bool:
        """Whether `after` only says more of the same days: an hour, or one day of two."""
        if self.when.precision != Precision.DAYS or not after.is_firm:
            return False
        return _first(self.when) <= _first(after) and _last(after) <= _last(self.when)

    def is_over(self, today: date) -> bool:
        return self.when.latest is not None and self.when.latest < today


def _first(when: When) -> date:
    return when.earliest or date.min


def _last(when: When) -> date:
    return when.latest or date.max


def change_between(before: Public, after: Public, today: date) -> Change | None:
    """What people must be told; None for what changes nothing for them, or concerns the past."""
    if after.is_over(today) and (before.is_over(today) or before.when == after.when):
        return None
    if before.certainty != after.certainty and after.certainty == Certainty.CANCELLED:
        return Change.CANCELLED
    if before.certainty != after.certainty and after.certainty == Certainty.POSTPONED:
        return Change.POSTPONED
    if after.certainty not in OPEN_CERTAINTIES:
        return Change.REVISED if before.has_days and after.certainty == Certainty.VOID else None
    if before.has_days and before.when != after.when:
        return Change.FIXED if before.is_refined_by(after.when) else Change.MOVED
    confirmed = after.certainty == Certainty.CONFIRMED != before.certainty
    if after.has_days and (confirmed or not before.has_days):
        return Change.FIXED
    return Change.REVISED if before.has_days and _differ_in_calendars(before, after) else None


def _differ_in_calendars(before: Public, after: Public) -> bool:
    """How sure it is, or where. What was public before is not known in full for what waited before an upgrade."""
    moved = bool(before.mode) and (before.mode, before.place) != (after.mode, after.place)
    return moved or before.certainty != after.certainty
