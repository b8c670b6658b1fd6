"""Public and school holidays, from two packages that others keep up to date. No rule of ours, no query.

- public holidays: `holidays` (Code du travail L3133-1, local texts, laws of other countries), up to
  `PUBLIC_KNOWN_UNTIL`;
- school holidays of zones A, B and C: `vacances-scolaires-france` (open data of the Éducation nationale), up to the
  end of the last calendar that was decided.

Which department belongs to which zone: académies of Code de l'éducation, art. R. 222-2, and the zones of the arrêté
du 22 octobre 2025 (school year 2026-2027), unchanged since 2016. Corsica and the overseas académies decide their own
calendars, which no package holds: they have no zone here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version

import holidays
from vacances_scolaires_france import SchoolHolidayDates

PUBLIC_SOURCE = "Jours fériés légaux"
PUBLIC_DATA = f"paquet holidays {version('holidays')}"
SCHOOL_SOURCE = "Éducation nationale, calendrier scolaire"
SCHOOL_DATA = f"paquet vacances-scolaires-france {version('vacances-scolaires-france')}"
#: Public holidays are rules: the package computes them as they stand today, this far.
PUBLIC_KNOWN_UNTIL = date(holidays.FR.end_year, 12, 31)

#: Departments and territories with public holidays of their own: code of the package, name in French.
LOCAL_HOLIDAYS = {
    "57": ("57", "Moselle"),
    "67": ("6AE", "Alsace"),
    "68": ("6AE", "Alsace"),
    "6AE": ("6AE", "Alsace"),
    "971": ("971", "Guadeloupe"),
    "972": ("972", "Martinique"),
    "973": ("973", "Guyane"),
    "974": ("974", "La Réunion"),
    "975": ("PM", "Saint-Pierre-et-Miquelon"),
    "976": ("976", "Mayotte"),
    "977": ("BL", "Saint-Barthélemy"),
    "978": ("MF", "Saint-Martin"),
    "986": ("WF", "Wallis-et-Futuna"),
    "987": ("PF", "Polynésie française"),
    "988": ("NC", "Nouvelle-Calédonie"),
}
#: Zone → departments, académie by académie.
ZONES = {
    "A": "25 39 70 90  24 33 40 47 64  03 15 43 63  21 58 71 89  07 26 38 73 74  19 23 87  01 42 69  16 17 79 86",
    "B": "04 05 13 84  02 60 80  14 50 61  59 62  54 55 57 88  44 49 53 72 85  06 83  18 28 36 37 41 45  08 10 51 52"
    "  22 29 35 56  27 76  67 68 6AE",
    "C": "77 93 94  11 30 34 48 66  75  09 12 31 32 46 65 81 82  78 91 92 95",
}
_ZONE_OF = {department: zone for zone, departments in ZONES.items() for department in departments.split()}


@dataclass(frozen=True)
class Period:
    """Named days, both ends included."""

    name: str
    first: date
    last: date

    def days_within(self, first: date, last: date) -> int:
        """How many of its days lie between two days, both included."""
        return max(0, (min(self.last, last) - max(self.first, first)).days + 1)


def normal_department(code: str) -> str:
    """«2a» → «2A», «69M» (métropole de Lyon) → «69»."""
    code = code.strip().upper()
    return "69" if code in {"69D", "69M"} else code


def french_apostrophes(name: str) -> str:
    return name.replace("'", "’")


# ---------------------------------------------------------------- public holidays
def national_holidays(country: str, first: date, last: date) -> list[Period] | None:
    """Public holidays of a whole country (ISO 3166-1 code), in order; None for a country the package lacks."""
    return _public(country.upper(), None, first, last)


def local_holidays(department: str, first: date, last: date) -> tuple[str, list[Period]]:
    """Name of the territory and the public holidays that a French department has beyond the national ones."""
    subdivision, place = LOCAL_HOLIDAYS.get(normal_department(department), (None, ""))
    if subdivision is None:
        return "", []
    everywhere = {(day.name, day.first) for day in _public("FR", None, first, last) or []}
    own = _public("FR", subdivision, first, last) or []
    return place, [day for day in own if (day.name, day.first) not in everywhere]


def _public(country: str, subdivision: str | None, first: date, last: date) -> list[Period] | None:
    years = range(first.year, min(last.year, PUBLIC_KNOWN_UNTIL.year) + 1)
    if country not in holidays.list_supported_countries(include_aliases=False):
        return None
    named = [Period(name, day, day) for year in years for day, name in _public_year(country, subdivision, year)]
    return [period for period in named if first <= period.first <= last]


@lru_cache(maxsize=256)
def _public_year(country: str, subdivision: str | None, year: int) -> list[tuple[date, str]]:
    known = getattr(holidays, country)
    language = "fr" if "fr" in known.supported_languages else known.default_language
    found = holidays.country_holidays(country, subdiv=subdivision, years=year, language=language)
    return [(day, french_apostrophes(name)) for day, name in sorted(found.items())]


# ---------------------------------------------------------------- school holidays
def school_zone(department: str) -> str:
    """«A», «B» or «C»; empty where the académie has a calendar of its own, or for an unknown code."""
    return _ZONE_OF.get(normal_department(department), "")


def school_periods(zone: str, first: date, last: date) -> list[Period]:
    """The holidays of a zone that touch the days between `first` and `last`, whole, in order."""
    return [period for period in _school(zone) if period.first <= last and period.last >= first]


def school_known_until() -> date:
    """Last day of the last school year whose calendar the package holds: the end of its last summer."""
    return max(period.last for zone in ZONES for period in _school(zone))


def school_year(day: date) -> str:
    """«2026-2027»: school years turn on 1 September."""
    start = day.year if day.month >= 9 else day.year - 1
    return f"{start}-{start + 1}"


@lru_cache(maxsize=1)
def _school_days() -> dict[date, dict]:
    return SchoolHolidayDates().data


@lru_cache(maxsize=8)
def _school(zone: str) -> list[Period]:
    periods: list[Period] = []
    for day, row in sorted(_school_days().items()):
        if not row[f"vacances_zone_{zone.lower()}"]:
            continue
        name = french_apostrophes(row["nom_vacances"])
        previous = periods[-1] if periods else None
        if previous and previous.name == name and day - previous.last == timedelta(days=1):
            periods[-1] = Period(previous.name, previous.first, day)
        else:
            periods.append(Period(name, day, day))
    return periods
