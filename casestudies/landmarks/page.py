"""«Repères»: where assemblies are, when they sat, how much they pay. What is not known is said, and is not zero."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from casestudies.evidence.assembly import AssemblyPage, distinct_names
from casestudies.evidence.enums import CompensationType, Confidence, FactKey, Unit
from casestudies.evidence.facts import Fact, Generation
from casestudies.landmarks.amounts import Amount, draw_amounts, euros, euros_between
from casestudies.landmarks.drawing import Picture
from casestudies.landmarks.map import Place, draw_map, draw_place, french_dots
from casestudies.landmarks.timeline import Bar, draw_timeline
from casestudies.publications.case_study import CaseStudyPage
from hub.core.dates.when import Precision, When
from hub.core.lists.counting import count_of
from hub.french.typography import typographic

#: Hours of a half-day, where an amount per hour is brought to a half-day.
HALF_DAY_HOURS = Decimal("3.5")
#: What one amount of each unit is multiplied by to read as euros per half-day. A lump sum can't be converted.
TO_HALF_DAY = {
    Unit.HALF_DAY: Decimal(1),
    Unit.SESSION: Decimal(1),
    Unit.DAY: Decimal("0.5"),
    Unit.HOUR: HALF_DAY_HOURS,
}
CENT = Decimal("0.01")
#: The theme whose page shows what assemblies pay.
COMPENSATION_THEME = "indemnisation"
#: Assemblies whose amounts are drawn on that page, or that stand on the map of another; its table has them all.
MOST_DRAWN, MOST_ON_MAP = 24, 100

Named = Sequence[tuple[str, AssemblyPage]]


@dataclass(frozen=True)
class Where:
    """`abroad` and `off_the_map` are names: the map shows the départements of metropolitan France only."""

    places: list[Place]
    abroad: list[str]
    off_the_map: list[str]
    picture: Picture


@dataclass(frozen=True)
class Mandates:
    bars: list[Bar]
    undated: list[str]
    picture: Picture | None


@dataclass(frozen=True)
class Compensations:
    """Amounts that are drawn; what is known but can't be, with its words; who was searched in vain; the others."""

    drawn: list[Amount]
    others: list[tuple[str, str]]
    not_found: list[str]
    silent: list[str]
    picture: Picture | None


@dataclass(frozen=True)
class Landmarks:
    total: int
    starters: int
    studies: int
    with_practice: int
    with_outcome: int
    where: Where
    mandates: Mandates
    compensations: Compensations


def landmarks(today: date) -> Landmarks:
    """Read every visible assembly and case study; the number of queries does not depend on how many there are."""
    named = _named(AssemblyPage.objects.visible_to_all().prefetch_related("facts", "milestones", "generations"))
    pages = [page for _, page in named]
    studies = list(CaseStudyPage.objects.visible_to_all())
    return Landmarks(
        total=len(pages),
        starters=len([page for page in pages if page.is_starter]),
        studies=len(studies),
        with_practice=len([study for study in studies if _is_documented(study)]),
        with_outcome=len([study for study in studies if study.has_outcome]),
        where=_where(named),
        mandates=_mandates(named, today),
        compensations=_compensations(named),
    )


# -- the part that concerns one page
@dataclass(frozen=True)
class OwnLandmarks:
    """An assembly on the map, unless it is not in metropolitan France, and its dated generations in time."""

    place: Place | None
    map: Picture | None
    bars: list[Bar]
    timeline: Picture | None


def of_assembly(page: AssemblyPage, today: date) -> OwnLandmarks:
    """The pictures of one page, loaded `with_evidence()`: no query. One lane per generation.

    A history without dated generation is not drawn again: its page has it as a line of dates.
    """
    found = _bars(page.authority.short_name, page, today)
    bars = [replace(bar, name=bar.label, label="") for bar in found if bar.kind != "fading"]
    places = _where([(page.authority.short_name, page)]).places
    place = places[0] if places else None
    return OwnLandmarks(place, draw_place(place) if place else None, bars, draw_timeline(bars))


@dataclass(frozen=True)
class ThemeLandmarks:
    """The picture of a theme: how much is paid for the theme of compensation, where it is worked on for the others."""

    where: Where | None = None
    compensations: Compensations | None = None
    #: How many assemblies there are, when the picture does not have them all.
    total: int = 0


def of_theme(slug: str, studies: QuerySet[CaseStudyPage]) -> ThemeLandmarks:
    """The visible assemblies that bear the theme, or that its visible case `studies` tell of; three queries at most."""
    visible = AssemblyPage.objects.visible_to_all()
    if slug == COMPENSATION_THEME:
        amounts = Fact.objects.filter(key=FactKey.COMPENSATION, amount__isnull=False)
        paying = visible.filter(pk__in=amounts.values("page"))
        payers = _named(paying.prefetch_related(Prefetch("facts", amounts)), MOST_DRAWN)
        paid = _compensations(payers)
        return ThemeLandmarks(None, paid if paid.picture else None, _beyond(paying, payers, MOST_DRAWN))
    concerned = visible.filter(Q(themes__slug=slug) | Q(case_studies__in=studies.values("pk"))).values("pk")
    found = AssemblyPage.objects.filter(pk__in=concerned)
    drawn = _named(found, MOST_ON_MAP)
    where = _where(drawn)
    return ThemeLandmarks(where if where.places else None, None, _beyond(found, drawn, MOST_ON_MAP))


def _beyond(found: QuerySet[AssemblyPage], drawn: Named, most: int) -> int:
    """How many there are, when that is more than the `most` that a picture shows."""
    count = count_of(found, drawn, most)
    return count if count > most else 0


def _named(found: QuerySet[AssemblyPage], most: int | None = None) -> Named:
    """The assemblies in alphabetical order, each with a name of its own; the first `most` of them."""
    in_order = found.select_related("authority").order_by("authority__short_name__french", "title__french", "pk")
    pages = list(in_order[:most])
    return list(zip(distinct_names(pages), pages, strict=True))


def _is_documented(study: CaseStudyPage) -> bool:
    """True when the first part says at least one documented thing; `has_outcome` says it of the second."""
    return any(step["value"].get("documented", True) for step in study.practice.raw_data)


# -- where
def _where(named: Named) -> Where:
    dots = french_dots()
    places, off_the_map = [], []
    for name, page in named:
        code = page.authority.department_code
        if page.authority.country != "FR":
            continue
        if code in dots:
            places.append(Place(name, code, dots[code].name, page.is_counter_example))
        else:
            off_the_map.append(name)
    abroad = [name for name, page in named if page.authority.country != "FR"]
    return Where(places, abroad, off_the_map, draw_map(places))


# -- when
def _mandates(named: Named, today: date) -> Mandates:
    """One line per assembly, the oldest first."""
    each = [(name, bars) for name, page in named if (bars := list(_bars(name, page, today)))]
    bars = [bar for _, own in sorted(each, key=lambda line: (line[1][0].start, line[0])) for bar in own]
    dated = {name for name, _ in each}
    return Mandates(bars, [name for name, _ in named if name not in dated], draw_timeline(bars))


def _bars(name: str, page: AssemblyPage, today: date) -> Iterator[Bar]:
    """The dated generations; without any, the stretch from the first to the last established date of the history.

    The history of a counter-example is that of something else: only its generations count.
    """
    dated = sorted((own for own in page.generations.all() if own.period), key=lambda own: own.period)
    for generation in dated:
        period = generation.period
        yield Bar(name, generation.label, _words(period), *_ends(period), _kind(generation, today))
    established = sorted(line.when for line in page.milestones.all() if line.when and line.is_certain)
    known = [when for when in established if _ends(when)[1] <= today]
    if dated or page.is_counter_example or not known:
        return
    first, last = known[0], max(known, key=lambda when: _ends(when)[1])
    words = _words(first) if first == last else f"{_words(first)}, puis {_words(last)}"
    start = _ends(first)[0]
    yield Bar(name, "", words, start, max(_ends(last)[0], start), "fading")


def _words(when: When) -> str:
    return when.french().lower()


def _ends(when: When) -> tuple[date, date]:
    """First and last day; callers leave undefined dates out."""
    return when.earliest or date.min, when.latest or date.max


def _kind(generation: Generation, today: date) -> str:
    period = generation.period
    if _ends(period)[1] > today:
        return "planned"
    exact = all(part.month for part in period.parts) and period.precision in (Precision.DAYS, Precision.SPAN)
    return "solid" if exact else "outline"


# -- how much
def _compensations(named: Named) -> Compensations:
    """In alphabetical order, never by amount."""
    drawn: list[Amount] = []
    others: list[tuple[str, str]] = []
    not_found: list[str] = []
    silent: list[str] = []
    for name, page in named:
        facts = [fact for fact in page.facts.all() if fact.key == FactKey.COMPENSATION]
        amounts = [amount for fact in facts if (amount := half_day_amount(name, fact))]
        drawn += amounts
        if amounts:
            continue
        told = [fact for fact in facts if not fact.is_unknown]
        others += [(name, fact.value.rstrip(" .")) for fact in told]
        if facts and not told:
            not_found.append(name)
        elif not facts:
            silent.append(name)
    return Compensations(drawn, others, not_found, silent, draw_amounts(drawn))


def half_day_amount(name: str, fact: Fact) -> Amount | None:
    """What a fact makes in euros for a half-day, or None without amount, convertible unit or euros.

    Zero needs no unit: nothing by the day is nothing by the hour.
    """
    if fact.amount is None or fact.is_unknown:
        return None
    low, high = fact.amount, fact.amount if fact.amount_max is None else fact.amount_max
    is_nothing = low == high == 0
    if is_nothing:
        form = CompensationType(fact.compensation_type).label.lower() if fact.compensation_type else "aucune indemnité"
        published, factor = f"{euros(low)}, {form}", Decimal(1)
    elif fact.unit in TO_HALF_DAY and "€" in fact.value:
        published, factor = f"{euros_between(low, high)} {Unit(fact.unit).label}", TO_HALF_DAY[Unit(fact.unit)]
    else:
        return None
    return Amount(
        name=name,
        published=typographic(published + (", sous condition" if fact.condition else "")),
        low=(low * factor).quantize(CENT),
        high=(high * factor).quantize(CENT),
        is_estimate=not is_nothing and fact.unit != Unit.HALF_DAY,
        is_doubtful=fact.confidence == Confidence.LOW,
        condition=fact.condition,
    )
