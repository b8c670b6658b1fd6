"""Drawings of «Repères»: geometry only, in the units of each picture's box. Nothing here reads the database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import combinations
from math import ceil, hypot
from pathlib import Path
from typing import NamedTuple

from hub.core.marks import number
from hub.core.typography import typographic

DOTS_FILE = Path(__file__).parent / "data" / "france_dots.json"
#: First round of the French municipal elections: every sheet of a commune is to be verified after them.
MUNICIPAL_ELECTIONS = date(2026, 3, 15)
#: Room for a letter of a label, in units of the pictures and of the map (phones draw larger letters).
LETTER, MAP_LETTER = 14, 16


# -- what can be drawn
@dataclass(frozen=True, order=True)
class Place:
    """An assembly on the map, by the code of its département."""

    name: str
    department: str
    department_name: str
    is_counter_example: bool

    @property
    def kind(self) -> str:
        return "contre-exemple" if self.is_counter_example else "assemblée"


@dataclass(frozen=True)
class Bar:
    """A stretch of time of one assembly, and how well it is known.

    `kind`: solid (both ends known to the month), outline (years only), planned (not over yet),
    fading (from the first to the last known date; what follows is not known).
    """

    name: str
    label: str
    words: str
    start: date
    end: date
    kind: str

    @property
    def kind_words(self) -> str:
        return {
            "solid": "documentée",
            "outline": "à l’année près",
            "planned": "en cours ou prévue",
            "fading": "la suite n’est pas connue",
        }[self.kind]


@dataclass(frozen=True)
class Amount:
    """A published amount, and what it makes in euros for a half-day, from `low` to `high`."""

    name: str
    published: str
    low: Decimal
    high: Decimal
    is_estimate: bool
    is_doubtful: bool
    condition: str = ""

    @property
    def half_day(self) -> str:
        """«44 €», «environ 17,50 €», «20 à 30 €»."""
        return f"{'environ ' * self.is_estimate}{euros_between(self.low, self.high)}"

    @property
    def certainty(self) -> str:
        """How sure: in words in the table, a hollow circle on the picture."""
        words = ["estimation" if self.is_estimate else "montant publié", "source à confirmer" * self.is_doubtful]
        return ", ".join(filter(None, words))

    @property
    def is_hollow(self) -> bool:
        return self.is_estimate or self.is_doubtful


def euros(amount: Decimal) -> str:
    """«44 €», «41,22 €»."""
    words = f"{amount:,.2f}".replace(",", " ").replace(".", ",").removesuffix(",00")
    return typographic(f"{words} €")


def euros_between(low: Decimal, high: Decimal) -> str:
    """«20 à 30 €», or one amount when both are the same."""
    return euros(low) if low == high else f"{euros(low).removesuffix('€').rstrip()} à {euros(high)}"


# -- the parts of a picture, as templates print them
class Text(NamedTuple):
    x: str
    y: str
    text: str
    anchor: str = "start"
    weight: str = "b"


class Box(NamedTuple):
    """A bar; `fade` is where its gradient starts, if it has one."""

    x: str
    y: str
    width: str
    kind: str
    fade: str = ""


class Dot(NamedTuple):
    x: str
    y: str
    kind: str


@dataclass(frozen=True)
class Picture:
    """Everything an SVG needs: its box, paths, texts and marks. Numbers are already written."""

    box: str
    height: int
    texts: tuple[Text, ...] = ()
    ground: str = ""
    taken: str = ""
    leaders: str = ""
    dots: tuple[Dot, ...] = ()
    bars: tuple[Box, ...] = ()
    lanes: str = ""
    spreads: str = ""
    grid: str = ""
    ticks: tuple[Text, ...] = ()
    span: str = ""
    election: str = ""


# -- the map
class Department(NamedTuple):
    name: str
    dots: tuple[tuple[float, float], ...]

    @property
    def middle(self) -> tuple[float, float]:
        return sum(x for x, _ in self.dots) / len(self.dots), sum(y for _, y in self.dots) / len(self.dots)


@cache
def french_dots() -> dict[str, Department]:
    """The départements of metropolitan France by code, each with its dots (see the file for source and licence)."""
    departments = json.loads(DOTS_FILE.read_text("utf-8"))["departments"]
    return {code: Department(own["name"], tuple(map(tuple, own["dots"]))) for code, own in departments.items()}


#: What a leader costs more when it runs over the dots of another place, how near a dot it runs then, and how far a
#: dot may be from the middle of its département.
CROSSED, DOT, WIDEST = 150, 8, 64
#: Space between two labels on the same coast, and between a label and the nearest dot.
LABEL_STEP, LABEL_GAP = 33, 16
MAP_HEIGHT = 600


class Slot(NamedTuple):
    """A place for a label, at sea: `side` -1 ends there, 1 starts there."""

    side: int
    x: float
    y: float


@cache
def _slots() -> tuple[Slot, ...]:
    """Places beside the coasts, from north to south, where no dot stands in the way of a label."""
    everywhere = [dot for department in french_dots().values() for dot in department.dots]
    slots = []
    for y in range(16, MAP_HEIGHT, LABEL_STEP):
        near = [x for x, dot_y in everywhere if abs(dot_y - y) < LABEL_STEP * 0.62]
        if near:
            slots += [Slot(-1, min(near) - LABEL_GAP, y), Slot(1, max(near) + LABEL_GAP, y)]
    return tuple(slots)


def draw_map(places: Sequence[Place]) -> Picture:
    """Départements with an assembly in full dots, those with only counter-examples as circles, each place named."""
    departments = french_dots()
    full = {place.department for place in places if not place.is_counter_example}
    hollow = {place.department for place in places} - full
    texts, leaders, left, right = [], "", 0.0, 613.0
    for place, slot in _label_slots(places).items():
        x, y = departments[place.department].middle
        leaders += f"M{number(x)} {number(y)}L{number(slot.x - slot.side * 4)} {number(slot.y)}"
        anchor, weight = ("end" if slot.side < 0 else "start"), ("m" if place.is_counter_example else "b")
        texts.append(Text(number(slot.x), number(slot.y + 6), typographic(place.name), anchor, weight))
        far = slot.x + slot.side * MAP_LETTER * len(place.name)
        left, right = min(left, far), max(right, far)
    return Picture(
        box=f"{number(left)} 0 {number(right - left)} {MAP_HEIGHT}",
        height=MAP_HEIGHT,
        texts=tuple(texts),
        ground=_dots(dot for code, own in departments.items() if code not in full | hollow for dot in own.dots),
        taken=_dots(dot for code in sorted(full) for dot in departments[code].dots),
        dots=tuple(Dot(number(x), number(y), "hollow") for code in sorted(hollow) for x, y in departments[code].dots),
        leaders=leaders,
    )


def draw_place(place: Place) -> Picture:
    """The map with one place and no name on it, for a page that says the name beside it."""
    return replace(draw_map([place]), box=f"0 0 613 {MAP_HEIGHT}", texts=(), leaders="")


def _dots(points: Iterable[tuple[float, float]]) -> str:
    return "".join(f"M{number(x)} {number(y)}h0" for x, y in points)


def _label_slots(places: Sequence[Place]) -> dict[Place, Slot]:
    """The slot of each place: the nearest free one, the shortest leader first; then swaps that shorten leaders.

    Two leaders that cross are longer than the same two exchanged, so swapping also uncrosses them. A leader that runs
    over the dots of another place would seem to name it: it counts as a much longer one.
    Places beyond the number of slots go without a label: the table has them.
    """
    departments = french_dots()
    middles = {place.department: departments[place.department].middle for place in places}

    @cache
    def cost(department: str, slot: Slot) -> float:
        start, end = middles[department], slot[1:]
        near = [own for own in middles if own != department and _distance(middles[own], start, end) < WIDEST]
        crossed = sum(any(_distance(dot, start, end) < DOT for dot in departments[own].dots) for own in near)
        return hypot(start[0] - slot.x, start[1] - slot.y) + CROSSED * crossed

    def length(place: Place, slot: Slot) -> float:
        return cost(place.department, slot)

    chosen: dict[Place, Slot] = {}
    free = set(_slots())
    for _, place, slot in sorted((length(place, slot), place, slot) for place in places for slot in free):
        if place not in chosen and slot in free:
            chosen[place] = slot
            free.discard(slot)
    for _ in places:
        for one, other in combinations(chosen, 2):
            as_is = length(one, chosen[one]) + length(other, chosen[other])
            if length(one, chosen[other]) + length(other, chosen[one]) < as_is - 0.1:
                chosen[one], chosen[other] = chosen[other], chosen[one]
    return chosen


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """From a point to a segment."""
    (x, y), (left, top), (right, bottom) = point, start, end
    across, down = right - left, bottom - top
    along = ((x - left) * across + (y - top) * down) / (across**2 + down**2 or 1)
    along = max(0.0, min(1.0, along))
    return hypot(x - left - along * across, y - top - along * down)


# -- the timeline
WIDTH, LEFT, RIGHT, TOP, LANE = 640, 4, 636, 44, 56


class Years(NamedTuple):
    """The scale of the timeline: from 1 January of `first` to 31 December of `last`."""

    first: int
    last: int

    def across(self, day: date) -> float:
        begin, end = date(self.first, 1, 1).toordinal(), date(self.last + 1, 1, 1).toordinal()
        return LEFT + (day.toordinal() - begin) / (end - begin) * (RIGHT - LEFT)

    def bar(self, bar: Bar, y: float) -> Box:
        """A bar no thinner than a line; outlined ones lose half their stroke on each side."""
        start, end = self.across(bar.start), self.across(bar.end)
        inset = 1 if bar.kind in ("outline", "planned") else 0
        width = max(end - start - 2 * inset, 4)
        fade = number(start + width) if bar.kind == "fading" else ""
        return Box(number(start + inset), number(y + inset), number(width), bar.kind, fade)


def draw_timeline(bars: Sequence[Bar]) -> Picture | None:
    """One lane per assembly, in the order given; every year has its line."""
    if not bars:
        return None
    first = min(bar.start for bar in bars).year
    years = Years(first, max(*(bar.end.year for bar in bars), first + 3))
    lanes = {name: [bar for bar in bars if bar.name == name] for name in dict.fromkeys(bar.name for bar in bars)}
    bottom = TOP + LANE * len(lanes) + 4
    starts = [(date(year, 1, 1), str(year)) for year in range(years.first, years.last + 1)]
    election = years.first <= MUNICIPAL_ELECTIONS.year <= years.last
    return Picture(
        box=f"0 0 {WIDTH} {bottom + 36}",
        height=bottom,
        texts=tuple(_lane_name(name, own, years, lane) for lane, (name, own) in enumerate(lanes.items())),
        bars=tuple(years.bar(bar, _lane(lane)) for lane, own in enumerate(lanes.values()) for bar in own),
        grid="".join(f"M{number(years.across(day))} {TOP - 8}V{bottom}" for day, _ in starts),
        ticks=tuple(Text(number(years.across(day) + 4), "22", year) for day, year in starts[:: ceil(len(starts) / 9)]),
        span=f"de {years.first} à {years.last}",
        election=number(years.across(MUNICIPAL_ELECTIONS)) if election else "",
    )


def _lane(lane: int) -> float:
    return TOP + lane * LANE + 28


def _lane_name(name: str, bars: Sequence[Bar], years: Years, lane: int) -> Text:
    """Above the first bar, or ending at the edge when there is no room (phones draw larger letters)."""
    start = years.across(bars[0].start)
    x, anchor = (start, "start") if start + LETTER * len(name) < WIDTH else (RIGHT, "end")
    return Text(number(x), number(_lane(lane) - 7), typographic(name), anchor)


# -- the dot plot
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_LANE = 40, 580, 34, 104


def draw_amounts(amounts: Sequence[Amount]) -> Picture | None:
    """One lane per amount, euros per half-day from zero. A circle is an estimate or a source to confirm."""
    if not amounts:
        return None
    step = _step(max(amount.high for amount in amounts))
    top = step * 5

    def across(euro: Decimal) -> float:
        return PLOT_LEFT + float(euro / top) * (PLOT_RIGHT - PLOT_LEFT)

    bottom = PLOT_TOP + PLOT_LANE * len(amounts)
    texts: list[Text] = []
    dots: list[Dot] = []
    lanes = spreads = ""
    for lane, amount in enumerate(amounts):
        y, low, high = PLOT_TOP + 62 + lane * PLOT_LANE, across(amount.low), across(amount.high)
        texts.append(Text(str(PLOT_LEFT), str(y - 26), f"{amount.name} : {amount.published}", "start", ""))
        texts.append(_under(amount, low, y + 36))
        kind = "hollow" if amount.is_hollow else "full"
        dots += [Dot(number(x), str(y), kind) for x in dict.fromkeys([low, high])]
        lanes += f"M{PLOT_LEFT} {y}H{PLOT_RIGHT}"
        spreads += f"M{number(low)} {y}H{number(high)}" if high > low else ""
    marks = [step * place for place in range(6)]
    return Picture(
        box=f"0 0 {WIDTH} {bottom + 10}",
        height=bottom,
        texts=tuple(text._replace(text=typographic(text.text)) for text in texts),
        dots=tuple(dots),
        lanes=lanes,
        spreads=spreads,
        grid="".join(f"M{number(across(mark))} {PLOT_TOP}V{bottom}" for mark in marks),
        ticks=tuple(Text(number(across(mark)), "22", euros(mark), "middle") for mark in marks),
    )


def _under(amount: Amount, x: float, y: int) -> Text:
    """What the dot is worth, centred under it where there is room."""
    doubt = ", à confirmer" if amount.is_doubtful else ", estimation" if amount.is_estimate else ""
    words = f"{amount.half_day}{doubt}"
    half = LETTER * len(words) / 2
    if x - half < 0:
        return Text(str(min(PLOT_LEFT, round(x))), str(y), words)
    if x + half > WIDTH:
        return Text(str(RIGHT), str(y), words, "end")
    return Text(number(x), str(y), words, "middle")


def _step(highest: Decimal) -> Decimal:
    """Euros between two lines of the scale: 10, 20, 50, 100 …, five of them at most."""
    for power in range(12):
        for base in (10, 20, 50):
            step = Decimal(base) * 10**power
            if step * 5 >= highest:
                return step
    return highest / 5
