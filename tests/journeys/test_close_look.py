"""A close look at pages: long words, large zooms, forced colours, the keyboard under what sticks."""

import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from casestudies.proposals.links import private_url
from tests.factories.casestudies import report, witness
from tests.factories.contributing import make_contributor
from tests.factories.organisers import member, organiser
from tests.factories.person import sent_proposal
from tests.factories.polls import invited
from tests.factories.registering import desk_of, registered
from tests.harness.hostile import LONG_EMAIL, WORD, fill_with_long_words
from tests.harness.paper import half_blank, lone_headings, sheets
from tests.harness.sight import OVERLAPS, SPACED, SPLIT, STUCK, TOO_WIDE, covered_stops, unseen_controls
from workshops.contributing.links import private_url as contributor_url
from workshops.models import WorkshopPage
from workshops.polls.links import answer_url
from workshops.registering.links import private_url as registration_url
from workshops.workshop.enums import Certainty

COMPARISON = "/assemblees/comparer/?a=paris&a=poitiers"
WIDE_COMPARISON = f"{COMPARISON}&a=ostbelgien&a=milan&a=bruxelles-climat&a=est-ensemble"
PAGES = [
    *("/", "/ateliers/", "/ateliers/rendre-des-comptes/", "/ateliers/rendre-des-comptes/conducteur/"),
    *("/assemblees/", "/assemblees/paris/", "/assemblees/comparer/", COMPARISON, WIDE_COMPARISON),
    *("/etudes-de-cas/", "/etudes-de-cas/paris-jury-d-assises/", "/themes/indemnisation/"),
    *("/themes/indemnisation/comparer/", "/historique/paris/", "/reperes/", "/glossaire/", "/definition/"),
    *("/definition/mon-dispositif/", "/etiquettes/", "/temoignages/", "/comptes-rendus/", "/donnees/", "/le-groupe/"),
    *(f"/recherche/?q={quote(words)}" for words in ("paris", WORD * 2, LONG_EMAIL)),
    *("/nouveautes/", "/suites/", "/proposer-un-temoignage/", "/signaler-une-erreur/"),
]
TEXTS = "h1, h2, h3, h4, p, strong, dt, dd, legend, label, svg text"
#: Width of the window and whether the reader spaces the text: a phone, zooms of 400 % and of 200 %, a large screen.
STATES = [(320, False), (320, True), (640, True), (1280, False)]


def _faults(page: Page, path: str, *, spaced: bool) -> list[object]:
    answer = page.goto(path)
    assert answer.status == 200, path
    if spaced:
        page.evaluate(SPACED)
    return [page.evaluate(TOO_WIDE), page.evaluate(OVERLAPS, TEXTS)]


def _private_pages() -> list[str]:
    """What a proposal, a registration, a poll and a part in a workshop give to their people alone."""
    workshop = WorkshopPage.objects.get(slug="rendre-des-comptes")
    WorkshopPage.objects.filter(pk=workshop.pk).update(certainty=Certainty.CONFIRMED)
    workshop.refresh_from_db()
    return [
        private_url(sent_proposal(member(LONG_EMAIL))),
        registration_url(registered(desk_of(workshop), needs="Une boucle.", question_practice="Comment ?")),
        answer_url(invited(workshop, organiser(), "ida@exemple.fr", "Ida")),
        contributor_url(make_contributor(workshop)),
    ]


def test_pages_hold_the_longest_words_that_people_type(visit):
    for page in (witness("Un témoignage"), report("Un compte-rendu")):
        page.save_revision().publish()
    private = _private_pages()
    fill_with_long_words()
    cache.clear()
    page = visit()
    found = {}
    for width, spaced in STATES:
        page.set_viewport_size({"width": width, "height": 640})
        for path in [*PAGES, *private]:
            found[width, spaced, path] = _faults(page, path, spaced=spaced)
    assert {state: faults for state, faults in found.items() if faults != [[], []]} == {}


def test_figures_stay_whole_and_apart(visit):
    page = visit()
    found = {}
    for width in (320, 360, 600, 760, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        for path in ("/", "/ateliers/", "/etudes-de-cas/", "/themes/indemnisation/", "/reperes/", COMPARISON):
            faults = [*_faults(page, path, spaced=False), page.evaluate(SPLIT)]
            found[width, path] = faults
    assert {state: faults for state, faults in found.items() if faults != [[], [], []]} == {}


@pytest.fixture
def forced(browser: Browser, site: str):
    """Opens a page of the palette that the reader's system imposes, light or dark."""
    contexts = []

    def new_page(palette: str) -> Page:
        contexts.append(browser.new_context(base_url=site, color_scheme=palette, forced_colors="active"))
        return contexts[-1].new_page()

    yield new_page
    for context in contexts:
        context.close()


def test_controls_show_in_forced_colours(forced):
    found: list[str] = []
    for palette in ("light", "dark"):
        page = forced(palette)
        for path in ("/", "/etudes-de-cas/", COMPARISON, "/proposer-un-temoignage/", "/recherche/?q=paris"):
            page.goto(path)
            found += [f"{palette} {path}: {control}" for control in unseen_controls(page)]
    assert found == []


#: How many stops of the keyboard take one from the foot of the comparison into its rows.
STOPS = 40


def test_focus_is_never_under_what_sticks(visit):
    page = visit()
    found = {}
    for width, height in ((360, 640), (320, 256), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(WIDE_COMPARISON)
        found[width, height] = (covered_stops(page, STOPS), page.evaluate(STUCK) <= 1 / 3)
    assert found == dict.fromkeys(found, ([], True))


def test_filters_are_sent_from_the_top_of_a_phone_and_what_they_found_is_said(visit):
    page = visit(360)
    page.goto("/assemblees/")
    page.get_by_role("button", name="Filtrer et trier").click()
    page.get_by_role("checkbox", name="Commune").scroll_into_view_if_needed()
    page.get_by_role("checkbox", name="Commune").check()
    box = page.get_by_role("button", name="Filtrer", exact=True).bounding_box()
    assert box["y"] < 100
    page.get_by_role("button", name="Filtrer", exact=True).click()
    page.wait_for_url("**echelle=**")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ assemblées sur \d+\.$"))
    page.goto("/themes/indemnisation/comparer/?pays=FR")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ assemblées vous ressemblent sur \d+\.$"))
    page.goto("/recherche/?q=paris")
    expect(page.get_by_role("status").last).to_have_text(re.compile(r"^\d+ résultats\b.*\.$"))


def test_themes_are_named_on_a_phone(visit):
    page = visit(360)
    page.goto("/themes/indemnisation/")
    links = page.get_by_role("navigation", name="Les questions").get_by_role("link")
    assert [link.locator("span").bounding_box()["width"] > 40 for link in links.all()] == [True] * 6


def test_printed_pages_are_full_and_headings_have_company(visit):
    page = visit()
    found = {}
    for path in ("/definition/", "/assemblees/", "/assemblees/paris/", "/etudes-de-cas/rouen-plus-de-hasard/"):
        page.goto(path)
        printed = sheets(page)
        found[path] = (half_blank(printed), lone_headings(page, printed))
    assert found == {path: ([], []) for path in found}
