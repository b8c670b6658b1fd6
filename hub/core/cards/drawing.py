"""Words → a card of 1200 × 630 pixels (Open Graph). Pure: no request, no query, no clock."""

import hashlib
import io
from dataclasses import astuple, dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from hub.core.marks import MARK_ROWS, point

SIZE = (1200, 630)
FONT = Path(__file__).parents[1] / "fonts" / "LiberationSans-Bold.ttf"
#: Changes when the drawing does: a card is known by what it shows.
EDITION = 1
INK, PAPER = "#14181a", "#ffffff"
PRACTICE, ON_PRACTICE = "#ffc52b", "#14181a"
OUTCOME, ON_OUTCOME = "#0a4b58", "#ffffff"
#: The fields of the two questions begin here; titles stand above.
FIELDS_AT = 450
MARGIN = 64
#: Sizes of titles, the largest that fits is used; what is longer still is cut.
TITLE_SIZES = (76, 64, 54, 46)
MOST_LINES = 4
#: Half widths of the arcs of a mark, in the units of `marks`.
STROKE = 5.4
#: Colours kept: flat fields and the edges of letters need no more.
COLOURS = 48


@dataclass(frozen=True)
class Card:
    """What a card says."""

    kicker: str
    title: str
    site: str
    practice: str
    outcome: str

    @property
    def digest(self) -> str:
        """What names the card: 16 hexadecimal digits, the same for the same words and the same drawing."""
        words = "\x1f".join([str(EDITION), *astuple(self)])
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def draw(card: Card) -> bytes:
    """The card as PNG."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((MARGIN, 52), card.kicker, fill=INK, font=_font(30))
    pen.text((SIZE[0] - MARGIN, 52), card.site, fill=INK, font=_font(30), anchor="ra")
    _draw_title(pen, card.title)
    half = SIZE[0] // 2
    _draw_field(pen, 0, card.practice, PRACTICE, ON_PRACTICE)
    _draw_field(pen, half, card.outcome, OUTCOME, ON_OUTCOME)
    _draw_dots(pen, half - MARGIN - 40, SIZE[1] - 40)
    _draw_arcs(pen, SIZE[0] - MARGIN - 40, SIZE[1] - 40)
    out = io.BytesIO()
    picture.quantize(COLOURS).save(out, format="PNG", optimize=True)
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def _draw_title(pen: ImageDraw.ImageDraw, title: str) -> None:
    for size in TITLE_SIZES:
        lines = _wrapped(title, _font(size))
        if len(lines) * size * 1.12 <= FIELDS_AT - 130 and len(lines) <= MOST_LINES:
            break
    else:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
    pen.multiline_text((MARGIN, 112), "\n".join(lines), fill=INK, font=_font(size), spacing=size * 0.1)


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Lines that fit between the margins; a word that is too long for a line is cut."""
    width = SIZE[0] - 2 * MARGIN
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        while font.getlength(word) > width:
            fits = next(count for count in range(len(word), 0, -1) if font.getlength(word[:count]) <= width)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return [line for line in lines if line] or [""]


def _draw_field(pen: ImageDraw.ImageDraw, left: int, words: str, field: str, on_field: str) -> None:
    pen.rectangle((left, FIELDS_AT, left + SIZE[0] // 2, SIZE[1]), fill=field)
    pen.text((left + MARGIN, FIELDS_AT + 40), words, fill=on_field, font=_font(32))


def _draw_dots(pen: ImageDraw.ImageDraw, x: float, y: float) -> None:
    for radius, count in MARK_ROWS:
        for index in range(count):
            cx, cy = point(x, y, radius * 1.6, 180 * (index + 0.5) / count)
            pen.ellipse((cx - STROKE, cy - STROKE, cx + STROKE, cy + STROKE), fill=ON_PRACTICE)


def _draw_arcs(pen: ImageDraw.ImageDraw, x: float, y: float) -> None:
    for radius, _ in MARK_ROWS:
        wide = radius * 1.6 + STROKE
        pen.arc((x - wide, y - wide, x + wide, y + wide), 180, 360, fill=ON_OUTCOME, width=round(2 * STROKE))
