"""The map of France in dots: geometry only, in the units of its box. Nothing here reads the database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import NamedTuple

from casestudies.landmarks.drawing import MAP_LETTER, Dot, Picture, Text
from hub.core.marks import number
from hub.french.typography import typographic

DOTS_FILE = Path(__file__).parent / "data" / "france_dots.json"


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
