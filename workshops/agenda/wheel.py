"""The year's cycle as a hemicycle: one row of dots a week, each workshop a sector. Geometry only, no query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from hub.core.dates.when import MONTHS, SHORT_MONTHS, Part, Precision, When
from hub.core.marks import dots, number, point
from workshops.agenda.wheel_labels import BOTTOM, CENTRE, LEFT, OUTER, RIGHT, TOP, Label, placed

RADIUS = 318
INNER = 2 * RADIUS - OUTER
ROWS = (RADIUS - 25, RADIUS, RADIUS + 25)
WEEKS = 52
#: A lane thinner than this has no room for dots.
DOTTED = 20


class Drawn(Protocol):
    """What the wheel needs of a workshop."""

    pk: int
    when: When
    doubt: str
    fallback_for_id: int | None


@dataclass(frozen=True)
class Sector:
    """One workshop: its outline, and for a planned one its two halves with their dots."""

    outline: str
    unsure: bool
    halves: Sequence[str] = ()
    half_dots: Sequence[str] = ()
    dots: str = ""


@dataclass(frozen=True)
class Relay:
    """The dashed arrow from a workshop to its fallback."""

    curve: str
    head: str


@dataclass(frozen=True)
class Wheel:
    """Everything the template prints. `summary` says the same in words."""

    view_box: str
    free_weeks: str
    sectors: Sequence[Sector]
    labels: Sequence[Label]
    relays: Sequence[Relay]
    months: Sequence[tuple[str, str, str, str]]
    count: int
    firm: int
    summary: str = field(default="")


def angle(day: date) -> float:
    """Degrees of a day: 1 January on the left (180), 31 December on the right (0)."""
    start = date(day.year, 1, 1)
    return 180 - (day - start).days / (date(day.year + 1, 1, 1) - start).days * 180


def sector_path(start: float, end: float, inner: float = INNER, outer: float = OUTER) -> str:
    """Closed path of the ring's part between two angles in degrees."""
    corners = [point(*CENTRE, radius, degrees) for radius, degrees in
               ((outer, start), (outer, end), (inner, end), (inner, start))]  # fmt: skip
    a, b, c, d = (f"{number(x)} {number(y)}" for x, y in corners)
    return f"M{a}A{number(outer)} {number(outer)} 0 0 1 {b}L{c}A{number(inner)} {number(inner)} 0 0 0 {d}z"


def week_dots(
    start: float, end: float, rows: Sequence[float] = ROWS, *, free_of: Sequence[tuple[float, float]] = ()
) -> str:
    """Dots of the weeks whose middle lies between two angles, except where a sector stands."""
    step = 180 / WEEKS
    middles = [180 - (week + 0.5) * step for week in range(WEEKS)]
    kept = [a for a in middles if end <= a < start and not any(low <= a < high for high, low in free_of)]
    return "".join(dots(*CENTRE, radius, 1, a + 0.01, a - 0.01) for a in kept for radius in rows)


def lanes(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Inner and outer radius of each span: those that meet share the ring, one beside the other."""
    order = sorted(range(len(spans)), key=lambda index: (-spans[index][0], -spans[index][1]))
    found: list[tuple[float, float]] = [(INNER, OUTER)] * len(spans)
    ends: list[float] = []
    together: dict[int, int] = {}
    for index in order:
        start, end = spans[index]
        if all(other <= -start for other in ends):  # nothing goes on here: what was together is complete
            _share(found, together, len(ends))
            ends, together = [], {}
        lane = next((lane for lane, other in enumerate(ends) if other <= -start), len(ends))
        ends[lane:lane + 1] = [-end]  # fmt: skip
        together[index] = lane
    _share(found, together, len(ends))
    return found


def _share(found: list[tuple[float, float]], together: dict[int, int], count: int) -> None:
    width = (OUTER - INNER) / max(1, count)
    between = 2 if count > 1 else 0
    for index, lane in together.items():
        found[index] = (OUTER - (lane + 1) * width + between, OUTER - lane * width - between)


def span(when: When, year: int) -> tuple[float, float] | None:
    """Start and end angles of what a workshop may occupy in `year`, at least two weeks wide; None outside it."""
    if when.earliest is None or when.latest is None or not when.months():
        return None
    first, last = max(when.earliest, date(year, 1, 1)), min(when.latest, date(year, 12, 31))
    if first > last:
        return None
    if (last - first).days < 13:
        first = max(date(year, 1, 1), first - timedelta(days=6))
        last = min(date(year, 12, 31), first + timedelta(days=13))
    return angle(first), angle(last)


def _sector(workshop: Drawn, start: float, end: float, inner: float, outer: float) -> Sector:
    outline = sector_path(start, end, inner, outer)
    rows: Sequence[float] = ROWS if (inner, outer) == (INNER, OUTER) else [(inner + outer) / 2]
    dotted = outer - inner >= DOTTED
    if workshop.doubt:
        some = week_dots(start, end, rows) if workshop.when.is_firm and dotted else ""
        return Sector(outline, True, dots=some)
    middle = (start + end) / 2
    halves = ((start, middle), (middle, end))
    return Sector(
        outline,
        False,
        [sector_path(*half, inner, outer) for half in halves],
        [week_dots(*half, rows) if dotted else "" for half in halves],
    )


def _words(workshop: Drawn, subject: str) -> tuple[str, str, str]:
    """The days without their hours, which the list says."""
    when = workshop.when
    if when.precision == Precision.HOUR:
        when = When(tuple(dict.fromkeys(Part(part.year, part.month, part.day) for part in when.parts)))
    return when.french(year=False), workshop.doubt if when.is_firm else "", subject


def _relay(start: float, end: float) -> Relay:
    """Arrow inside the ring between the middles of two sectors, the first on the left."""
    (ax, ay), (bx, by) = point(*CENTRE, RADIUS - 92, start), point(*CENTRE, RADIUS - 100, end)
    a, b, c, d = (f"{number(x)} {number(y)}" for x, y in ((ax, ay), (ax + 90, ay + 30), (bx - 130, by - 70), (bx, by)))
    corners = (f"{number(x)} {number(y)}" for x, y in ((bx - 2, by - 15), (bx + 1, by + 1), (bx - 15, by + 3)))
    return Relay(f"M{a}C{b} {c} {d}", "M" + "L".join(corners))


def _relays(placed: Sequence[tuple[Drawn, str, tuple[float, float]]]) -> list[Relay]:
    middles = {workshop.pk: sum(angles) / 2 for workshop, _, angles in placed}
    pairs = [(middles.get(workshop.fallback_for_id or 0), middles[workshop.pk]) for workshop, _, _ in placed]
    return [_relay(start, end) for start, end in pairs if start is not None and start > end]


def _month_marks() -> list[tuple[str, str, str, str]]:
    marks = []
    for index, (long, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True)):
        middle = 180 - (index + 0.5) * 15
        x, y = point(*CENTRE, RADIUS - 66, middle)
        name = long if len(long) <= 5 else short
        marks.append((number(x), number(y + 6), name[0].upper(), name[1:]))
    return marks


def draw(workshops: Iterable[tuple[Drawn, str]], year: int) -> Wheel:
    """The wheel of `year`; each workshop comes with its subject in a word or two."""
    drawn = [(workshop, subject, angles) for workshop, subject in workshops if (angles := span(workshop.when, year))]
    words = [" : ".join(filter(None, [w.when.french(year=False), subject, w.doubt])) for w, subject, _ in drawn]
    spans = [angles for _, _, angles in drawn]
    return Wheel(
        view_box=f"{LEFT} {TOP} {RIGHT - LEFT} {BOTTOM - TOP}",
        free_weeks=week_dots(180.1, -0.1, free_of=spans),
        sectors=[
            _sector(workshop, *angles, *lane) for (workshop, _, angles), lane in zip(drawn, lanes(spans), strict=True)
        ],
        labels=placed((sum(angles) / 2, _words(workshop, subject)) for workshop, subject, angles in drawn),
        relays=_relays(drawn),
        months=_month_marks(),
        count=len(drawn),
        firm=sum(workshop.when.is_firm and not workshop.doubt for workshop, _, _ in drawn),
        summary=" ; ".join(words),
    )
