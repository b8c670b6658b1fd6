"""The conflict radar: what falls at the same time as a workshop. It warns and says how it knows; it never blocks.

Whatever the data do not cover is said («non vérifié»), never passed over. The number of queries does not depend on
what is found.
"""

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from hub.community.models import Authority
from hub.core.dates.when import WEEKDAYS, Precision, When
from workshops.conflicts import holiday_calendars as calendars
from workshops.conflicts.holiday_calendars import Period
from workshops.conflicts.models import CalendarConstraint
from workshops.workshop.event import OutsideEvent
from workshops.workshop.workshop import WorkshopPage

#: A date wider than this (days) says too little: everything would stand in its way.
WIDEST = 92
#: Another meeting whose own date is wider than this (days) is not worth a warning.
WIDEST_OTHER = 62
#: Within a month, school holidays that take less than this part of it are left out.
LARGE_PART = 0.1
#: Entered or imported periods that are listed; the others are counted.
LISTED = 12
SITE = "Agenda du site"


class Kind(enum.StrEnum):
    """What a caution is about, as organisers read it."""

    WEEKEND = "Week-end"
    PUBLIC = "Jour férié"
    SCHOOL = "Vacances scolaires"
    WORKSHOP = "Autre atelier"
    EVENT = "Événement extérieur"


@dataclass(frozen=True)
class Caution:
    """One thing to know. `reason` is a sentence; `data` says which version or date of its `source` was read."""

    title: str
    kind: str
    first_day: date
    last_day: date
    reason: str
    source: str
    data: str = ""


@dataclass(frozen=True)
class Unverified:
    """What could not be checked, and why."""

    subject: str
    reason: str


@dataclass
class Radar:
    """What was found for one date, in the order of days; `unlisted` periods were found beyond those listed."""

    when: When
    cautions: list[Caution] = field(default_factory=list)
    unverified: list[Unverified] = field(default_factory=list)
    unlisted: int = 0
    checked: list[str] = field(default_factory=list)

    @property
    def is_checked(self) -> bool:
        return bool(self.checked)


@dataclass(frozen=True)
class Window:
    """Days on which the workshop may take place, both ends included; `firm` when it takes place on all of them."""

    first: date
    last: date
    firm: bool

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.length)]


def look(workshop: WorkshopPage) -> Radar:
    """What falls at the same time as `workshop`, in the state given (a draft too)."""
    radar = Radar(workshop.when)
    windows = _windows(workshop.when)
    if not windows:
        if workshop.when:
            radar.unverified.append(Unverified("Tout", "la date est trop large ; indiquez au moins le mois"))
        return radar
    partners = _partners(workshop)
    for window in windows:
        radar.cautions += _weekend(window)
        radar.cautions += _public_holidays(window, partners)
        radar.cautions += _school_holidays(window, partners)
    radar.cautions += _other_workshops(workshop, windows)
    radar.cautions += _outside_events(workshop, windows)
    periods, radar.unlisted = _constraints(windows)
    radar.cautions += periods
    radar.cautions.sort(key=lambda caution: (caution.first_day, caution.last_day, caution.kind, caution.title))
    radar.unverified += [*_gaps_in_time(windows), *_gaps_in_space(partners)]
    radar.checked = [
        f"{calendars.PUBLIC_SOURCE} ({calendars.PUBLIC_DATA})",
        f"{calendars.SCHOOL_SOURCE} jusqu’au {_day(calendars.school_known_until())} ({calendars.SCHOOL_DATA})",
        f"{SITE} : ateliers, événements, périodes saisies et importées (état du {_day(timezone.localdate())})",
    ]
    return radar


def _windows(when: When) -> list[Window]:
    if when.one_of:
        return [Window(part.first_day(), part.last_day(), False) for part in when.parts]
    if when.earliest is None or when.latest is None:
        return []
    window = Window(when.earliest, when.latest, when.is_firm)
    return [window] if window.length <= WIDEST else []


def _partners(workshop: WorkshopPage) -> list[Authority]:
    """Those who have not withdrawn, in one query even for a draft."""
    keys = [partner.authority_id for partner in workshop.shown_partners]
    return list(Authority.objects.filter(pk__in=keys))


# ---------------------------------------------------------------- words
def _day(day: date) -> str:
    return When.parse(day.isoformat()).french()


def _long_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {_day(day)}"


def _from_to(first: date, last: date) -> str:
    if first == last:
        return f"le {_day(first)}"
    start = When.parse(first.isoformat()).french(year=first.year != last.year)
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"du {start.split()[0] if same_month else start} au {_day(last)}"


def _share(period: Period, window: Window) -> str:
    """« : 16 jours sur 28», when part of the days is taken."""
    taken = period.days_within(window.first, window.last)
    if window.length == 1 or (window.firm and taken == window.length):
        return ""
    return f" : {taken} jour{'s' if taken > 1 else ''} sur {window.length}"


def _names(authorities: Iterable[Authority]) -> str:
    return ", ".join(dict.fromkeys(authority.short_name for authority in authorities))


# ---------------------------------------------------------------- days that are the same for everyone
def _weekend(window: Window) -> Iterator[Caution]:
    days = [day for day in window.days if day.weekday() >= 5]
    if not window.firm or not days:
        return
    if len(days) == 1:
        reason = f"Le {_long_day(days[0])} tombe un week-end."
    else:
        reason = f"{len(days)} jours sur {window.length} tombent un week-end, à partir du {_long_day(days[0])}."
    yield Caution("Week-end", Kind.WEEKEND, days[0], days[-1], reason, "Calendrier")


def _public_holidays(window: Window, partners: list[Authority]) -> Iterator[Caution]:
    national = calendars.national_holidays("FR", window.first, window.last) or []
    yield from _public_cautions(window, national, "")
    places: dict[str, list[Authority]] = defaultdict(list)
    found: dict[str, list[Period]] = {}
    for partner in partners:
        if partner.country == "FR":
            place, days = calendars.local_holidays(partner.department_code, window.first, window.last)
            words = f" en {place}" if place in {"Moselle", "Alsace"} else f" ({place})"
        else:
            days = calendars.national_holidays(partner.country, window.first, window.last) or []
            words = f" dans le pays de la collectivité (code {partner.country})"
        places[words].append(partner)
        found[words] = days
    for words, days in found.items():
        yield from _public_cautions(window, days, f"{words}, pour {_names(places[words])}")


def _public_cautions(window: Window, days: list[Period], where: str) -> Iterator[Caution]:
    """A line per day when days are known; one line for a whole month."""
    source = (calendars.PUBLIC_SOURCE, calendars.PUBLIC_DATA)
    if window.firm:
        for day in days:
            reason = f"Le {_long_day(day.first)} est férié{where} : {day.name}."
            yield Caution(day.name, Kind.PUBLIC, day.first, day.last, reason, *source)
    elif days:
        listed = ", ".join(f"{_long_day(day.first)} ({day.name})" for day in days)
        count = f"{len(days)} jours fériés" if len(days) > 1 else "Un jour férié"
        yield Caution("Jours fériés", Kind.PUBLIC, days[0].first, days[-1].last, f"{count}{where} : {listed}.", *source)


# ---------------------------------------------------------------- school holidays of the partners
def _by_zone(partners: list[Authority]) -> dict[str, list[Authority]]:
    zones: dict[str, list[Authority]] = defaultdict(list)
    for partner in partners:
        zone = calendars.school_zone(partner.department_code) if partner.country == "FR" else ""
        if zone:
            zones[zone].append(partner)
    return dict(sorted(zones.items()))


def _school_holidays(window: Window, partners: list[Authority]) -> Iterator[Caution]:
    """One line for the zones that share the same days."""
    zones = _by_zone(partners)
    sharing: dict[Period, list[str]] = defaultdict(list)
    for zone in zones:
        for period in calendars.school_periods(zone, window.first, window.last):
            sharing[period].append(zone)
    for period, names in sharing.items():
        if not window.firm and period.days_within(window.first, window.last) < LARGE_PART * window.length:
            continue
        which = f"de la zone {names[0]}" if len(names) == 1 else f"des zones {', '.join(names[:-1])} et {names[-1]}"
        who = _names(partner for name in names for partner in zones[name])
        days = _from_to(period.first, period.last)
        reason = f"{period.name} {which} ({who}), {days}{_share(period, window)}."
        source = f"{calendars.SCHOOL_SOURCE} {calendars.school_year(period.first)}"
        yield Caution(period.name, Kind.SCHOOL, period.first, period.last, reason, source, calendars.SCHOOL_DATA)


# ---------------------------------------------------------------- what the site knows
def _meets(when: When, windows: list[Window]) -> bool:
    """True when another meeting, whose date says enough, may fall on the same days."""
    if when.earliest is None or when.latest is None or (when.latest - when.earliest).days >= WIDEST_OTHER:
        return False
    months = [When((part,)) for part in when.parts] if when.precision == Precision.ONE_OF_MONTHS else [when]
    return any(month.overlaps(window.first, window.last) for month in months for window in windows)


def _touching(windows: list[Window], first: str, last: str) -> Q:
    condition = Q()
    for window in windows:
        condition |= Q(**{f"{first}__lte": window.last, f"{last}__gte": window.first})
    return condition


def _meeting(title: str, kind: Kind, when: When, remark: str) -> Caution:
    unsure = "" if when.is_firm else ", jour à préciser"
    reason = f"« {title} » : {when.french()}{unsure}{remark}."
    return Caution(title, kind, when.earliest, when.latest, reason, SITE, _state())  # type: ignore[arg-type]  # _meets


def _state() -> str:
    return f"état du {_day(timezone.localdate())}"


def _other_workshops(workshop: WorkshopPage, windows: list[Window]) -> Iterator[Caution]:
    """Published or not, and the new date in the draft of a published one. A fallback is meant to share its date."""
    in_draft = Q(live=True, has_unpublished_changes=True)
    others = WorkshopPage.objects.still_open().filter(_touching(windows, "earliest", "latest") | in_draft)
    family = {workshop.pk, workshop.fallback_for_id}
    for other in others.select_related("latest_revision").in_order():
        if other.pk in family or (workshop.pk and other.fallback_for_id == workshop.pk):
            continue
        certainty = other.get_certainty_display().lower()
        if _meets(other.when, windows):
            remark = f" ({certainty}{'' if other.live else ', pas encore publié'})"
            yield _meeting(other.title, Kind.WORKSHOP, other.when, remark)
        drafted = _drafted_when(other)
        if drafted != other.when and _meets(drafted, windows):
            yield _meeting(other.title, Kind.WORKSHOP, drafted, f" ({certainty}, date du brouillon)")


def _drafted_when(page: WorkshopPage) -> When:
    """The date in the latest draft; the stored one when there is no draft or when it can't be read."""
    revision = page.latest_revision
    if revision is None or not page.has_unpublished_changes:
        return page.when
    try:
        return When.parse(revision.content.get("when", ""))
    except (TypeError, ValueError):
        return page.when


def _outside_events(workshop: WorkshopPage, windows: list[Window]) -> Iterator[Caution]:
    """All but the event that the workshop is part of."""
    for event in OutsideEvent.objects.exclude(pk=workshop.host_event_id).exclude(when=When()):
        if _meets(event.when, windows):
            yield _meeting(str(event), Kind.EVENT, event.when, "")


def _constraints(windows: list[Window]) -> tuple[list[Caution], int]:
    """Periods that organisers entered or imported, and how many more there are than are listed."""
    found = CalendarConstraint.objects.filter(_touching(windows, "first_day", "last_day"))
    # Reserve periods first ("reserve" is the last of the kinds): they weigh more than events.
    listed = found.select_related("imported").order_by("-kind", "first_day", "title")[:LISTED]
    cautions = [_constraint_caution(constraint, windows) for constraint in listed]
    return cautions, found.count() - len(cautions)


def _constraint_caution(constraint: CalendarConstraint, windows: list[Window]) -> Caution:
    period = Period(constraint.title, constraint.first_day, constraint.last_day)
    window = max(windows, key=lambda window: period.days_within(window.first, window.last))
    place = f", {constraint.place}" if constraint.place else ""
    imported = constraint.imported
    return Caution(
        title=constraint.title,
        kind=constraint.get_kind_display(),
        first_day=period.first,
        last_day=period.last,
        reason=f"« {constraint.title} », {_from_to(period.first, period.last)}{place}{_share(period, window)}.",
        source=constraint.origin or (f"Import « {imported.name} »" if imported else "Saisi par l’organisation"),
        data=f"importé le {_day(timezone.localtime(imported.imported_at).date())}" if imported else "",
    )


# ---------------------------------------------------------------- what the data do not cover
def _gaps_in_time(windows: list[Window]) -> Iterator[Unverified]:
    last = max(window.last for window in windows)
    school_end = calendars.school_known_until()
    if last > school_end:
        yield Unverified(Kind.SCHOOL, f"les calendriers connus s’arrêtent au {_day(school_end)}")
    if last > calendars.PUBLIC_KNOWN_UNTIL:
        yield Unverified("Jours fériés", f"les données s’arrêtent au {_day(calendars.PUBLIC_KNOWN_UNTIL)}")


def _gaps_in_space(partners: list[Authority]) -> Iterator[Unverified]:
    if not partners:
        yield Unverified(Kind.SCHOOL, "aucune collectivité partenaire n’indique de zone")
    french = [partner for partner in partners if partner.country == "FR"]
    abroad = [partner for partner in partners if partner.country != "FR"]
    nowhere = [partner for partner in french if not partner.department_code]
    own = [partner for partner in french if partner.department_code and not _by_zone([partner])]
    today = timezone.localdate()
    unknown = [partner for partner in abroad if calendars.national_holidays(partner.country, today, today) is None]
    if nowhere:
        yield Unverified(
            "Vacances scolaires et jours fériés locaux", f"le département n’est pas renseigné pour {_names(nowhere)}"
        )
    if own:
        yield Unverified(Kind.SCHOOL, f"{_names(own)} : l’académie n’a pas de zone A, B ou C (Corse, outre-mer)")
    if abroad:
        yield Unverified("Vacances scolaires et jours fériés régionaux", f"{_names(abroad)} : hors de France")
    if unknown:
        yield Unverified("Jours fériés", f"le pays est inconnu des données pour {_names(unknown)}")
