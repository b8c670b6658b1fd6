"""The timeline of mandates: geometry only, in the units of its box. Nothing here reads the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NamedTuple

from casestudies.landmarks.drawing import LEFT, LETTER, RIGHT, WIDTH, Box, Picture, Text
from hub.core.marks import number
from hub.french.typography import typographic

#: First round of the French municipal elections: every sheet of a commune is to be verified after them.
MUNICIPAL_ELECTIONS = date(2026, 3, 15)
TOP, LANE = 44, 56


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
