"""What a page gives once printed: where texts stand on each sheet, from the PDF that a browser makes."""

import io
from typing import NamedTuple

from playwright.sync_api import Page
from pypdf import PageObject, PdfReader

HEADINGS = """() => [...document.querySelectorAll(".band h2")].map((one) => one.innerText.trim())"""
#: Points from the left edge: headings of bands stand before the first, what they announce after the second.
SIDE, CONTENT = 60, 110
#: A line of content may stand a little above the heading beside it.
LINE = 12


class Printed(NamedTuple):
    """A text and the place of its beginning, in points from the left and from the foot of its sheet."""

    x: float
    y: float
    text: str


def sheets(page: Page) -> list[list[Printed]]:
    return [_texts(sheet) for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]


def _texts(sheet: PageObject) -> list[Printed]:
    found: list[Printed] = []

    def keep(text: str, whole: list[float], own: list[float], *_: object) -> None:
        if text.strip():
            x = whole[0] * own[4] + whole[2] * own[5] + whole[4]
            y = whole[1] * own[4] + whole[3] * own[5] + whole[5]
            found.append(Printed(x, y, text.strip()))

    sheet.extract_text(visitor_text=keep)
    return found


def half_blank(printed: list[list[Printed]], height: float = 842) -> list[int]:
    """Sheets, but the last, of which the lower half says nothing."""
    return [number for number, texts in enumerate(printed[:-1], 1) if min(text.y for text in texts) > height / 2]


def lone_headings(page: Page, printed: list[list[Printed]]) -> list[str]:
    """Headings of bands at the foot of a sheet, nothing of what they announce beside or below them."""
    headings = {heading for heading in page.evaluate(HEADINGS) if heading}
    return [
        text.text
        for texts in printed[:-1]
        for text in texts
        if text.x < SIDE and any(heading.startswith(text.text) for heading in headings)
        if not any(other.x > CONTENT and other.y < text.y + LINE for other in texts)
    ]
