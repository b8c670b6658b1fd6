"""The conflict radar: what falls at the same time as a workshop. It warns and says how it knows; it never blocks.

Whatever the data do not cover is said («non vérifié»), never passed over. The number of queries does not depend on
what is found.
"""

import enum
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from hub.community.models import Authority
from hub.core.dates.when import MONTHS, WEEKDAYS, Precision, When
from hub.french.sorting import sort_key
from workshops.conflicts import holiday_calendars as calendars
from workshops.conflicts.holiday_calendars import Period
from workshops.conflicts.models import CalendarConstraint
from workshops.conflicts.series import dates_in_words, day_words, folded, from_to, instants
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
#: How many of them are read to be folded.
READ = 500
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
    def is_month(self) -> bool:
        return self.first.day == 1 and self.length == monthrange(self.first.year, self.first.month)[1]

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.length)]


@dataclass(frozen=True)
class Asked:
    """What the radar needs of a workshop, saved or not."""

    when: When
    authorities: Sequence[int] = ()
    pk: int | None = None
    fallback_for_id: int | None = None
    host_event_id: int | None = None


def look(workshop: WorkshopPage) -> Radar:
    """What falls at the same time as `workshop`, in the state given (a draft too)."""
    partners = [partner.authority_id for partner in workshop.shown_partners]
    return look_at(
        Asked(workshop.when, partners, workshop.pk, workshop.fallback_for_id, workshop.host_event_id)
    )  # fmt: skip


def look_at(asked: Asked) -> Radar:
    """What falls at the same time as a date that is asked about."""
    radar = Radar(asked.when)
    windows = _windows(asked.when)
    if not windows:
        if asked.when:
            radar.unverified.append(Unverified("Tout", "la date est trop large ; indiquez au moins le mois"))
        return radar
    partners = list(Authority.objects.filter(pk__in=asked.authorities))
    for window in windows:
        radar.cautions += _weekend(window)
        radar.cautions += _public_holidays(window, partners)
        radar.cautions += _school_holidays(window, partners)
    radar.cautions += _other_workshops(asked, windows)
    radar.cautions += _outside_events(asked, windows)
    periods, radar.unlisted = _constraints(asked, windows)
    radar.cautions += periods
    radar.cautions.sort(
        key=lambda caution: (caution.first_day, caution.last_day, caution.kind, sort_key(caution.title))
    )
    radar.unverified += [*_gaps_in_time(windows), *_gaps_in_space(partners)]
    radar.checked = [
        f"{calendars.PUBLIC_SOURCE} ({calendars.PUBLIC_DATA})",
        f"{calendars.SCHOOL_SOURCE} jusqu’au {day_words(calendars.school_known_until())} ({calendars.SCHOOL_DATA})",
        f"{SITE} : ateliers, événements, périodes saisies et importées (état du {day_words(timezone.localdate())})",
    ]
    return radar


def _windows(when: When) -> list[Window]:
    if when.one_of:
        return [Window(part.first_day(), part.last_day(), False) for part in when.parts]
    if when.earliest is None or when.latest is None:
        return []
    window = Window(when.earliest, when.latest, when.is_firm)
    return [window] if window.length <= WIDEST else []


# ---------------------------------------------------------------- words
def _long_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day_words(day)}"


def _share(days: Iterable[Period], window: Window) -> str:
    """« : 16 des 28 jours de février», when part of the days is taken."""
    taken = sum(period.days_within(window.first, window.last) for period in days)
    if window.length == 1 or (window.firm and taken == window.length):
        return ""
    if not window.is_month:
        return f" : {taken} jour{'s' if taken > 1 else ''} sur {window.length}"
    month = MONTHS[window.first.month - 1]
    return f" : {taken} des {window.length} jours {'d’' if month[0] in 'ao' else 'de '}{month}"


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
        days = from_to(period.first, period.last)
        reason = f"{period.name} {which} ({who}), {days}{_share([period], window)}."
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


def _meeting(asked: Asked, title: str, kind: Kind, when: When, remark: str = "") -> Caution:
    unsure = "" if when.is_firm else ", jour à préciser"
    apart = _apart(asked.when, when.starts_at, when.ends_at)
    reason = f"« {title} » : {when.french()}{unsure}{remark}{apart}."
    return Caution(title, kind, when.earliest, when.latest, reason, SITE, _state())  # type: ignore[arg-type]  # _meets


def _apart(when: When, starts: datetime | None, ends: datetime | None) -> str:
    """What to add when both have hours, which do not meet."""
    ours = (when.starts_at, when.ends_at)
    if starts is None or ends is None or ours[0] is None or ours[1] is None:
        return ""
    return "" if starts < ours[1] and ends > ours[0] else ", à d’autres heures que l’atelier"


def _state() -> str:
    return f"état du {day_words(timezone.localdate())}"


def _other_workshops(asked: Asked, windows: list[Window]) -> Iterator[Caution]:
    """Published or not, and the new date in the draft of a published one. A fallback is meant to share its date."""
    in_draft = Q(live=True, has_unpublished_changes=True)
    others = WorkshopPage.objects.still_open().filter(_touching(windows, "earliest", "latest") | in_draft)
    family = {asked.pk, asked.fallback_for_id}
    for other in others.select_related("latest_revision").in_order():
        if other.pk in family or (asked.pk and other.fallback_for_id == asked.pk):
            continue
        certainty = other.standing
        if _meets(other.when, windows):
            remark = f" ({certainty}{'' if other.live else ', pas encore publié'})"
            yield _meeting(asked, other.title, Kind.WORKSHOP, other.when, remark)
        drafted = _drafted_when(other)
        if drafted != other.when and _meets(drafted, windows):
            yield _meeting(asked, other.title, Kind.WORKSHOP, drafted, f" ({certainty}, date du brouillon)")


def _drafted_when(page: WorkshopPage) -> When:
    """The date in the latest draft; the stored one when there is no draft or when it can't be read."""
    revision = page.latest_revision
    if revision is None or not page.has_unpublished_changes:
        return page.when
    try:
        return When.parse(revision.content.get("when", ""))
    except (TypeError, ValueError):
        return page.when


def _outside_events(asked: Asked, windows: list[Window]) -> Iterator[Caution]:
    """All but the event that the workshop is part of."""
    for event in OutsideEvent.objects.exclude(pk=asked.host_event_id or 0).exclude(when=When()):
        if _meets(event.when, windows):
            yield _meeting(asked, str(event), Kind.EVENT, event.when)


def _constraints(asked: Asked, windows: list[Window]) -> tuple[list[Caution], int]:
    """Periods that organisers entered or imported, and how many more there are than are listed."""
    found = CalendarConstraint.objects.filter(_touching(windows, "first_day", "last_day"))
    # Reserve periods first ("reserve" is the last of the kinds): they weigh more than events.
    read = (
        found.select_related("imported")
        .defer("imported__report")
        .order_by("-kind", "first_day", "title__french", "pk")[:READ]
    )
    listed = folded(read)[:LISTED]
    return [_constraint_caution(asked, group, windows) for group in listed], found.count() - sum(map(len, listed))


def _constraint_caution(asked: Asked, group: list[CalendarConstraint], windows: list[Window]) -> Caution:
    """One line for an event and its repetitions."""
    first = group[0]
    days = [Period(one.title, one.first_day, one.last_day) for one in group]
    window = max(windows, key=lambda window: sum(period.days_within(window.first, window.last) for period in days))
    place = f", {first.place}" if first.place else ""
    imported = first.imported
    words = f"{dates_in_words(group)}{place}{_share(days, window)}{_apart(asked.when, *instants(first))}"
    return Caution(
        title=first.title,
        kind=first.get_kind_display(),
        first_day=min(period.first for period in days),
        last_day=max(period.last for period in days),
        reason=f"« {first.title} », {words}.",
        source=first.origin or (f"Import « {imported.name} »" if imported else "Saisi par l’organisation"),
        data=f"importé le {day_words(timezone.localtime(imported.imported_at).date())}" if imported else "",
    )


# ---------------------------------------------------------------- what the data do not cover
def _gaps_in_time(windows: list[Window]) -> Iterator[Unverified]:
    last = max(window.last for window in windows)
    school_end = calendars.school_known_until()
    if last > school_end:
        yield Unverified(Kind.SCHOOL, f"les calendriers connus s’arrêtent au {day_words(school_end)}")
    if last > calendars.PUBLIC_KNOWN_UNTIL:
        yield Unverified("Jours fériés", f"les données s’arrêtent au {day_words(calendars.PUBLIC_KNOWN_UNTIL)}")


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
