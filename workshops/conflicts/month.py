"""One month as organisers see it: workshops, outside events, holidays, reserve periods, day by day and in words."""

import enum
from calendar import Calendar, monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from hub.core.dates.moments import in_hours
from hub.core.dates.when import MONTHS, WEEKDAYS, Precision, When
from workshops.conflicts import holiday_calendars as calendars
from workshops.conflicts.enums import ConstraintKind
from workshops.conflicts.holiday_calendars import Period
from workshops.conflicts.models import CalendarConstraint
from workshops.conflicts.series import dates_in_words, day_words, folded, from_to, hours
from workshops.workshop.event import OutsideEvent
from workshops.workshop.workshop import WorkshopPage

#: What lasts longer (days) is said once above the days, and not in each of them.
SHORT = 7
#: Entered or imported periods that are read.
READ = 500


class Mark(enum.StrEnum):
    """The kinds of the month, in words; the template has a sign for each."""

    WORKSHOP = "Atelier"
    EVENT = "Événement extérieur"
    PUBLIC = "Jour férié"
    SCHOOL = "Vacances scolaires"
    RESERVE = "Réserve électorale"
    OTHER = "Autre contrainte"


@dataclass(frozen=True)
class Entry:
    """One thing of the month. `dates` says when in words, for what lasts; `detail` what stands beside its title."""

    mark: Mark
    title: str
    first: date
    last: date
    dates: str = ""
    detail: str = ""
    url: str = ""
    when: When = field(default_factory=When)

    @property
    def is_ours(self) -> bool:
        return self.mark == Mark.WORKSHOP

    @property
    def lasts(self) -> bool:
        return (self.last - self.first).days >= SHORT

    def touches(self, first: date, last: date) -> bool:
        """False between two months of which it will take one."""
        parts = [(part.first_day(), part.last_day()) for part in self.when.parts] if self.when.one_of else []
        return any(start <= last and end >= first for start, end in parts or [(self.first, self.last)])


@dataclass
class Day:
    """A day of the month, or of the weeks that it begins and ends in. `zones`: whose school holidays it is in."""

    day: date
    inside: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)
    zones: str = ""

    @property
    def words(self) -> str:
        """«mardi 2 mars»."""
        return f"{WEEKDAYS[self.day.weekday()]} {self._with_month}"

    @property
    def short_words(self) -> str:
        """«2», under the name of its weekday; «1er avril» in the weeks of another month."""
        return self._with_month.split()[0] if self.inside else self._with_month

    @property
    def _with_month(self) -> str:
        return When.parse(self.day.isoformat()).french(year=False)


@dataclass
class Month:
    """Weeks from Monday to Sunday, what lasts or has no day yet, and what the data do not cover."""

    first: date
    weeks: list[list[Day]]
    lasting: list[Entry]
    gaps: list[str]

    @property
    def name(self) -> str:
        return _name(self.first)

    @property
    def before(self) -> tuple[str, str]:
        """The month before, for an address and in words."""
        return _link(self.first - timedelta(days=1))

    @property
    def after(self) -> tuple[str, str]:
        return _link(self.first + timedelta(days=31))

    @property
    def busy_days(self) -> list[Day]:
        return [day for week in self.weeks for day in week if day.inside and (day.entries or day.is_today)]


def _name(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _link(day: date) -> tuple[str, str]:
    return f"{day:%Y-%m}", _name(day)


def month_of(first: date, today: date) -> Month:
    """The month that begins on `first`."""
    weeks = [
        [Day(day, day.month == first.month, day == today) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = {day.day: day for week in weeks for day in week}
    start, end = weeks[0][0].day, weeks[-1][-1].day
    last = date(first.year, first.month, monthrange(first.year, first.month)[1])
    entries = [*_public(start, end), *_workshops(start, end), *_events(start, end), *_constraints(start, end)]
    zones = _school(start, end)
    for entry in entries:
        for day in [] if entry.lasts else _days(entry, start, end):
            days[day].entries.append(entry)
    for name, period in zones:
        for day in _days(period, start, end):
            days[day].zones = f"{days[day].zones}, {name}".removeprefix(", ")
    lasting = [*_school_entries(zones), *(entry for entry in entries if entry.lasts)]
    return Month(first, weeks, [entry for entry in lasting if entry.touches(first, last)], list(_gaps(last)))


def _days(what: Entry | Period, start: date, end: date) -> list[date]:
    first = max(what.first, start)
    return [first + timedelta(days=number) for number in range((min(what.last, end) - first).days + 1)]


def _public(start: date, end: date) -> Iterator[Entry]:
    for day in calendars.national_holidays("FR", start, end) or []:
        yield Entry(Mark.PUBLIC, day.name, day.first, day.last)


def _school(start: date, end: date) -> list[tuple[str, Period]]:
    return [(zone, period) for zone in calendars.ZONES for period in calendars.school_periods(zone, start, end)]


def _school_entries(zones: list[tuple[str, Period]]) -> Iterator[Entry]:
    """One line for the zones that share the same days."""
    sharing: dict[Period, list[str]] = defaultdict(list)
    for zone, period in zones:
        sharing[period].append(zone)
    for period, names in sharing.items():
        which = f"zone {names[0]}" if len(names) == 1 else f"zones {', '.join(names[:-1])} et {names[-1]}"
        dates = from_to(period.first, period.last)
        yield Entry(Mark.SCHOOL, period.name, period.first, period.last, dates, which)


def _meeting(mark: Mark, title: str, when: When, detail: str, url: str) -> Entry | None:
    """Nothing when the date says too little for a month: a year, or nothing."""
    if when.earliest is None or when.latest is None or when.precision >= Precision.SPAN:
        return None
    begin = [in_hours(when.starts_at)] if when.starts_at else []
    unsure = [] if when.is_firm else ["jour à préciser"]
    words = ", ".join(filter(None, [*begin, detail, *unsure]))
    return Entry(mark, title, when.earliest, when.latest, when.french(), words, url, when)


def _workshops(start: date, end: date) -> Iterator[Entry]:
    """Published or not, cancelled ones too: each says where it stands."""
    found = WorkshopPage.objects.filter(earliest__lte=end, latest__gte=start).in_order()
    for page in found:
        assumed = "année supposée" if page.year_assumed else ""
        standing = ", ".join(filter(None, [page.standing, assumed, "" if page.live else "pas encore publié"]))
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if entry := _meeting(Mark.WORKSHOP, page.title, page.when, standing, url):
            yield entry


def _events(start: date, end: date) -> Iterator[Entry]:
    for event in OutsideEvent.objects.exclude(when=When()):
        if event.when.overlaps(start, end) and (entry := _meeting(Mark.EVENT, str(event), event.when, "", "")):
            yield entry


def _constraints(start: date, end: date) -> Iterator[Entry]:
    """Entered and imported periods; those of one series that last are one line."""
    found = CalendarConstraint.objects.filter(first_day__lte=end, last_day__gte=start)
    found = found.order_by("-kind", "first_day", "pk")
    for group in folded(found[:READ]):
        lasting = [one for one in group if (one.last_day - one.first_day).days >= SHORT]
        if lasting:
            first, last = lasting[0], lasting[-1]
            yield Entry(_mark(first), first.title, first.first_day, last.last_day, dates_in_words(lasting), first.place)
        for one in group:
            if one not in lasting:
                detail = ", ".join(filter(None, [hours(one).removeprefix(", "), one.place]))
                yield Entry(_mark(one), one.title, one.first_day, one.last_day, "", detail)


def _mark(constraint: CalendarConstraint) -> Mark:
    kinds = {ConstraintKind.EVENT.value: Mark.EVENT, ConstraintKind.RESERVE.value: Mark.RESERVE}
    return kinds.get(constraint.kind, Mark.OTHER)


def _gaps(last: date) -> Iterator[str]:
    if last > calendars.school_known_until():
        yield f"Vacances scolaires : les calendriers connus s’arrêtent au {day_words(calendars.school_known_until())}."
    if last > calendars.PUBLIC_KNOWN_UNTIL:
        yield f"Jours fériés : les données s’arrêtent au {day_words(calendars.PUBLIC_KNOWN_UNTIL)}."
