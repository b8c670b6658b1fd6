"""Criteria of RGAA that axe cannot judge, on pages of each kind: docs/rgaa.md leads here."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from tests.harness.criteria import (
    BACKWARDS,
    FAINT_EDGES,
    FAINT_WORDS,
    MIXED_COLOURS,
    MOVING,
    SEARCH,
    TO_THE_TOP,
    UNMARKED_STOPS,
)
from tests.journeys.test_close_look import COMPARISON

DRAWN = ["/", "/ateliers/", "/assemblees/", "/assemblees/paris/", "/themes/indemnisation/", "/reperes/"]
FORMS = ["/proposer-un-temoignage/", "/signaler-une-erreur/", "/connexion/", "/definition/mon-dispositif/"]
READ = ["/etudes-de-cas/paris-jury-d-assises/", "/glossaire/", "/recherche/?q=paris", COMPARISON]


def found(page, paths: list[str], *scripts: str) -> dict[str, list[list[str]]]:
    """Path → what each script finds, for the paths where one finds something."""
    faults = {}
    for path in paths:
        page.goto(path)
        faults[path] = [page.evaluate(script) for script in scripts]
    return {path: each for path, each in faults.items() if any(each)}


def test_words_and_edges_stand_out_in_drawings_and_boxes(visit):
    page, faults = visit(), {}
    for palette in ("light", "dark"):
        page.emulate_media(color_scheme=palette)
        faults[palette] = found(page, [*DRAWN, *FORMS, "/recherche/?q=paris"], FAINT_WORDS, FAINT_EDGES)
    assert faults == {"light": {}, "dark": {}}


def test_colours_of_readers_movement_and_order_are_as_they_must(visit):
    page, faults = visit(), {}
    for width, paths in ((1280, [*DRAWN, *FORMS, *READ]), (360, [*DRAWN, *FORMS, *READ])):
        page.set_viewport_size({"width": width, "height": 900})
        faults[width] = found(page, paths, MIXED_COLOURS, MOVING, BACKWARDS)
    assert faults == {1280: {}, 360: {}}


def test_keyboard_shows_where_it_is_and_finds_content_and_search(visit):
    page, seen = visit(), {}
    paths = [*DRAWN, *FORMS, *READ]
    for path in paths:
        page.goto(path)
        place = page.evaluate(SEARCH)
        page.evaluate(TO_THE_TOP)
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.getAttribute('href')")
        seen[path] = (first, page.evaluate(UNMARKED_STOPS), place)
    assert seen == {path: ("#contenu", [], seen["/"][2]) for path in paths}
    assert seen["/"][2][0] == reverse("search")
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_press_on_a_suggestion_is_taken_back_by_moving_away(visit):
    page = visit()
    page.goto("/recherche/")
    field = page.get_by_role("combobox")
    field.press_sequentially("pari")
    page.get_by_role("option").first.hover()
    page.mouse.down()
    expect(page).to_have_url(re.compile("/recherche/$"))
    page.mouse.move(2, 2)
    page.mouse.up()
    expect(field).to_have_value("pari")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("option").first.click()
    expect(page).not_to_have_url(re.compile("/recherche/$"))
