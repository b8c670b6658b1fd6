"""The parts of a picture, as templates print them: numbers are already written."""

from dataclasses import dataclass
from typing import NamedTuple

#: Room for a letter of a label, in units of the pictures and of the map (phones draw larger letters).
LETTER, MAP_LETTER = 14, 16
#: Width of the timeline and of the dot plot, and the edges of what is drawn in them.
WIDTH, LEFT, RIGHT = 640, 4, 636


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
