"""Where the words beside the wheel stand: outside the ring, inside the drawing, none over another. Geometry only."""

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.core.marks import number, point

CENTRE = (468, 470)
#: Edges of the drawing: as much room on the left of the ring as on its right.
LEFT, RIGHT, TOP, BOTTOM = -132, 1068, -50, 486
OUTER = 360
#: How far from the centre the words begin, and what lies between two labels.
REACH, GAP, INDENT = OUTER + 22, 10, 8
LINE, BASELINE = 23, 17
#: Width of a sign, on the safe side: bold in 19 pixels for the date, plain in 16 for the others.
BOLD_SIGN, SIGN = 11.4, 8.8
#: What the narrowest place, beside January and December, has room for.
ROOM = CENTRE[0] - REACH - INDENT - LEFT

#: The date, the doubt that stands beside it or nothing, the subject.
Words = tuple[str, str, str]


@dataclass(frozen=True)
class Label:
    """Lines of text beside a sector, each with its height and class, and the small line that ties them to it."""

    tie: str
    x: str
    anchor: str
    lines: Sequence[tuple[str, str, str]]
    #: Left, top, right and bottom of the words.
    box: tuple[float, float, float, float]


@dataclass
class _Block:
    """The words of one sector while a place is looked for."""

    degrees: float
    lines: list[tuple[str, str]]
    top: float = 0

    @property
    def height(self) -> int:
        return LINE * len(self.lines)

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def wish(self) -> None:
        """Beside its sector; above it at the top of the ring."""
        y = point(*CENTRE, REACH, self.degrees)[1]
        above = 0.5 + 0.5 * math.sin(math.radians(self.degrees))
        self.top = min(max(TOP, y - self.height * above), BOTTOM - self.height)


def placed(wanted: Iterable[tuple[float, Words]]) -> list[Label]:
    """A label for each: the middle of its sector in degrees, then its words."""
    blocks = [_Block(degrees, _lines(words)) for degrees, words in wanted]
    left = sorted((block for block in blocks if block.degrees > 90), key=lambda block: block.degrees, reverse=True)
    right = sorted((block for block in blocks if block.degrees <= 90), key=lambda block: block.degrees)
    return [_label(block, side) for side, some in ((-1, left), (1, right)) for block in _stacked(some)]


def _lines(words: Words) -> list[tuple[str, str]]:
    date, doubt, subject = words
    bold = [("b", line) for line in textwrap.wrap(date, int(ROOM / BOLD_SIGN))]
    plain = [("l doubt", doubt)] if doubt else []
    return bold + plain + [("l", line) for line in textwrap.wrap(subject, int(ROOM / SIGN))]


def _shorten(block: _Block) -> None:
    """One line less; a subject that is cut says so."""
    block.lines.pop()
    name, text = block.lines[-1]
    if name == "l":
        block.lines[-1] = (name, f"{text[: int(ROOM / SIGN) - 1].rstrip(' ,…')}…")


def _stacked(blocks: list[_Block]) -> list[_Block]:
    """The blocks of one side, from the lowest to the highest. Where room lacks, words go before dates."""
    blocks = blocks[: (BOTTOM - TOP) // (LINE + GAP)]
    while sum(block.height + GAP for block in blocks) > BOTTOM - TOP:
        _shorten(max(blocks, key=lambda block: block.height))
    ground: float = BOTTOM
    for block in blocks:
        block.wish()
        block.top = min(block.top, ground - block.height)
        ground = block.top - GAP
    roof: float = TOP
    for block in reversed(blocks):
        block.top = max(block.top, roof)
        roof = block.bottom + GAP
    return blocks


def _label(block: _Block, side: int) -> Label:
    """`side` is -1 on the left, where words end beside the ring, 1 on the right, where they begin."""
    x, y = point(*CENTRE, REACH, block.degrees)
    beside = math.sqrt(max(0, REACH**2 - max(0, CENTRE[1] - block.bottom) ** 2))
    edge = CENTRE[0] + side * max(beside, abs(x - CENTRE[0]))
    start = point(*CENTRE, OUTER, block.degrees)
    end = (edge, min(max(y, block.top + LINE / 2), block.bottom - LINE / 2))
    width = max(len(text) * (BOLD_SIGN if name == "b" else SIGN) for name, text in block.lines)
    ends = sorted((edge + side * INDENT, edge + side * (INDENT + width)))
    return Label(
        tie=f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}",
        x=number(edge + side * INDENT),
        anchor="end" if side < 0 else "start",
        lines=[(number(block.top + BASELINE + LINE * row), name, text) for row, (name, text) in enumerate(block.lines)],
        box=(ends[0], block.top, ends[1], block.bottom),
    )
