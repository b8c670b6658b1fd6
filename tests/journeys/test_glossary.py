"""Somebody who does not know a word of the field opens its definition without leaving the text."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe_violations


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
