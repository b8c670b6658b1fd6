"""What eyes find on a page and no checker of code does: widths, overlaps, colours, what lies under what sticks."""

import io

from PIL import Image
from playwright.sync_api import Locator, Page

#: The spacing of WCAG 1.4.12, laid over the page as a reader's own style sheet would be.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
#: Elements whose right edge is outside the window, the innermost first, when the page is wider than its window.
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((one) =>
    one.getBoundingClientRect().right > room + 1 && !one.closest(".sr, svg, .tablebox"));
  return [document.documentElement.scrollWidth, ...wide.reverse().slice(0, 4).map((one) =>
    `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`)];
}"""
#: Boxes of text, line by line, that meet those of another element: `selector` chooses the elements.
OVERLAPS = """(selector) => {
  const found = [];
  const isClipped = (one) => one && (getComputedStyle(one).clipPath !== "none" || isClipped(one.parentElement));
  const shown = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility() && !isClipped(one));
  const boxesOf = (one) => {
    const boxes = [], range = document.createRange(), walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      range.selectNodeContents(text);
      if (!isClipped(text.parentElement)) boxes.push(...range.getClientRects());
    }
    return boxes;
  };
  const lines = shown.map((one) => [one, one.closest("svg") ? [one.getBoundingClientRect()] : boxesOf(one)]);
  lines.forEach(([one, boxes], rank) => lines.slice(rank + 1).forEach(([other, others]) => {
    if (one.contains(other) || other.contains(one)) return;
    if (boxes.some((a) => others.some((b) => a.width && b.width && a.left < b.right - 2 && b.left < a.right - 2
      && a.top < b.bottom - 3 && b.top < a.bottom - 3)))
      found.push(`${one.textContent.trim().slice(0, 40)} / ${other.textContent.trim().slice(0, 40)}`);
  }));
  return found;
}"""
#: Amounts of money that stand on two lines.
SPLIT = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.parentElement.checkVisibility()) continue;
    for (const amount of text.data.matchAll(/\\d[\\d,.\\s\\u202f\\u00a0]*€/g)) {
      const range = document.createRange();
      range.setStart(text, amount.index);
      range.setEnd(text, amount.index + amount[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width);
      if (new Set(boxes.map((box) => Math.round(box.top / 4))).size > 1) found.push(amount[0]);
    }
  }
  return found;
}"""
#: Where the focus is, and whether something else covers the middle and the top of it.
COVERED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getClientRects()[0] ?? one.getBoundingClientRect();
  const seen = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top && (one.contains(top) || top.contains(one));
  };
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const name = `${one.tagName}.${one.className} ${(one.textContent || one.id).trim().slice(0, 30)}`;
  const top = seen(x, Math.max(box.top + 2, 0)), bottom = seen(x, Math.min(box.bottom - 2, innerHeight - 1));
  return [name, box.width > 0 && box.height > 0 && top && bottom];
}"""
#: Part of the height of the window that what sticks takes when one has scrolled down to the middle of the page.
STUCK = """() => {
  scrollTo(0, document.documentElement.scrollHeight / 2);
  const stuck = [...document.body.querySelectorAll("*")].filter((one) =>
    ["sticky", "fixed"].includes(getComputedStyle(one).position) && one.checkVisibility());
  const boxes = stuck.map((one) => one.getBoundingClientRect()).filter((box) => box.top < 1 && box.bottom > 0
    && box.width > 1);
  return Math.max(0, ...boxes.map((box) => box.bottom)) / innerHeight;
}"""
#: What one acts upon; boxes that only machines fill are hidden from people.
CONTROLS = ":is(a.button, button, input, select, textarea, summary, .tags a, .pill):not(.sr *)"
#: Difference of two greys that every eye tells apart, out of 255.
CLEARLY = 80
#: The keyboard goes on from the last link of the page.
FROM_THE_FOOT = """() => [...document.querySelectorAll(".foot a")].at(-1).focus()"""
#: The words of a control inside its box, or the box itself when it has none: left, top, right, bottom.
WORDS = """(one) => {
  const box = one.getBoundingClientRect(), range = document.createRange();
  range.selectNodeContents(one);
  const words = one.innerText?.trim() && one.tagName !== "SELECT" ? range.getBoundingClientRect() : box;
  const inside = words === box ? 0 : 2;
  return [words.left - box.left + inside, words.top - box.top + inside,
    words.right - box.left - inside, words.bottom - box.top - inside];
}"""


def unseen_controls(page: Page) -> list[str]:
    """Controls whose words are of the colour of their background; without words, those that have no edge either."""
    return [_named(one) for one in page.locator(CONTROLS).all() if one.is_visible() and _is_blank(one)]


def _named(control: Locator) -> str:
    return control.evaluate("(one) => `${one.tagName}.${one.className} ${one.textContent.trim() || one.id}`")


def _is_blank(control: Locator) -> bool:
    picture = Image.open(io.BytesIO(control.screenshot(animations="disabled"))).convert("L")
    left, top, right, bottom = control.evaluate(WORDS)
    inside = picture.crop((max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom)))
    least, most = inside.getextrema()
    return most - least < CLEARLY


def covered_stops(page: Page, stops: int) -> list[str]:
    """What the keyboard reaches, up from the foot of the page then down again, while something covers it."""
    page.evaluate(FROM_THE_FOOT)
    found = []
    for key in ["Shift+Tab"] * stops + ["Tab"] * stops:
        page.keyboard.press(key)
        stop = page.evaluate(COVERED)
        if stop and not stop[1]:
            found.append(stop[0])
    return found
