"""Somebody who does not know a word of the field opens its definition without leaving the text."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe_violations

#: Words of the glossary that stand on another line than the sign that touches them.
PARTED = """() => [...document.querySelectorAll("button.term")].filter((word) => {
  const boxes = [...word.getClientRects()], blank = /[ \\n\\t]/;
  const box = (text, place) => {
    const range = document.createRange();
    range.setStart(text, place);
    range.setEnd(text, place + 1);
    return range.getBoundingClientRect();
  };
  const [before, after] = [word.previousSibling, word.nextSibling].map((one) => (one?.nodeType === 3 ? one : null));
  const isLeft = before && !blank.test(before.data.at(-1)) && box(before, before.length - 1).bottom < boxes[0].top + 2;
  return isLeft || (after && !blank.test(after.data[0]) && box(after, 0).top > boxes.at(-1).bottom - 2);
}).map((word) => word.textContent)"""


def test_reader_opens_and_closes_a_definition_with_the_keyboard_and_without_script(visit):
    page = visit(scripts=False)
    page.goto("/le-groupe/")
    word, definition = page.get_by_role("button", name="mandat", exact=True), page.locator("#mot-mandat")
    expect(definition).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(definition).to_be_visible()
    page.keyboard.press("Tab")
    expect(definition.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    expect(word).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_reader_opens_a_definition_and_finds_it_in_the_glossary(visit, width):
    page = visit(width)
    page.goto("/le-groupe/")
    page.get_by_role("button", name="mandat", exact=True).click()
    expect(page.locator("#mot-mandat")).to_be_in_viewport(ratio=1)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("link", name="« Mandat » dans le glossaire").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mandat")


def test_reader_follows_a_word_into_the_index_where_its_entry_opens(visit):
    page = visit(360, scripts=False)
    page.goto("/glossaire/#mandat")
    expect(page.locator("#mandat")).to_be_visible()
    entry = page.locator("#audition")
    expect(entry).to_be_hidden()
    page.locator("summary", has_text="Audition").focus()
    page.keyboard.press("Enter")
    expect(entry.get_by_role("link", name="La page du mot : Audition")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_word_stands_on_the_line_of_what_touches_it(visit):
    page = visit()
    parted = {}
    for path in ("/etudes-de-cas/haute-garonne-par-canton/", "/themes/indemnisation/"):
        page.goto(path)
        assert page.locator(".glue").count() > 0
        for width in range(320, 800, 12):
            page.set_viewport_size({"width": width, "height": 800})
            parted[path, width] = page.evaluate(PARTED)
    assert {where: words for where, words in parted.items() if words} == {}
