"""The marks of the two questions, drawn from their geometry: dots are seats, arcs are what spreads from the room."""

import math


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def point(cx: float, cy: float, radius: float, degrees: float) -> tuple[float, float]:
    """The point at `degrees` (counter-clockwise from the right) on a circle; the y axis goes down."""
    angle = math.radians(degrees)
    return cx + radius * math.cos(angle), cy - radius * math.sin(angle)


def dots(cx: float, cy: float, radius: float, count: int, start: float, end: float) -> str:
    """Path data of `count` dots spread over an arc; draw it with round line caps."""
    pieces = []
    for index in range(count):
        x, y = point(cx, cy, radius, start + (end - start) * (index + 0.5) / count)
        pieces.append(f"M{number(x)} {number(y)}h0")
    return "".join(pieces)


def arc(cx: float, cy: float, radius: float, start: float, end: float) -> str:
    """Path data of an arc from `start` to `end` degrees, clockwise when start > end."""
    (x0, y0), (x1, y1) = point(cx, cy, radius, start), point(cx, cy, radius, end)
    sweep = 1 if start > end else 0
    r = number(radius)
    return f"M{number(x0)} {number(y0)}A{r} {r} 0 0 {sweep} {number(x1)} {number(y1)}"


#: (radius, dots) of the rows of the poster's half hemicycle.
POSTER_ROWS = [(60, 3), (100, 5), (140, 7), (180, 9), (220, 11), (260, 13)]
#: Rows of the logo and of the question marks, in a 64 × 34 box.
MARK_ROWS = [(11, 4), (20, 7), (29, 11)]


def poster_practice() -> str:
    return "".join(dots(276, 276, radius, count, 180, 90) for radius, count in POSTER_ROWS)


def poster_outcome() -> str:
    return "".join(arc(0, 276, radius, 90, 0) for radius, _ in POSTER_ROWS)


def logo_dots() -> str:
    return "".join(dots(31, 33, radius, count, 180, 90) for radius, count in [(11, 2), (20, 4), (29, 6)])


def logo_arcs() -> str:
    return "".join(arc(33, 33, radius, 90, 0) for radius, _ in MARK_ROWS)


def practice_mark() -> str:
    return "".join(dots(32, 33, radius, count, 180, 0) for radius, count in MARK_ROWS)


def outcome_mark() -> str:
    return "".join(arc(32, 33, radius, 180, 0) for radius, _ in MARK_ROWS)


def small_practice_mark() -> str:
    return dots(12, 12, 3.4, 2, 180, 0) + dots(12, 12, 9.6, 5, 186, -6)


def small_outcome_mark() -> str:
    return arc(12, 12.4, 3.6, 180, 0) + arc(12, 12.4, 9.8, 180, 0)


def seat(place: int, total: int) -> tuple[str, str]:
    """Centre of seat `place` (from 1) of a half circle of `total`, in a 44 × 24 box."""
    step = 180 / (total - 1) if total > 1 else 0
    x, y = point(22, 21, 17, 180 - step * (place - 1))
    return number(x), number(y)


def room_with_gap() -> str:
    """A hemicycle with one seat missing, for the page of what was not found (276 × 146 box)."""
    rows = [(118, 17), (92, 13), (66, 9)]
    seats = "".join(dots(138, 140, radius, count, 180, 0) for radius, count in rows)
    x, y = point(138, 140, 118, 180 - 180 * 9.5 / 17)
    return seats.replace(f"M{number(x)} {number(y)}h0", "")
