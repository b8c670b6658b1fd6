"""Somebody with ten minutes looks for how others pay the members of their assembly."""

from playwright.sync_api import expect

from tests.journeys.conftest import axe_violations


def test_practitioner_finds_an_amount_and_its_source(visit):
    page = visit()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Assemblées citoyennes permanentes")
    assert axe_violations(page) == []

    page.locator("#themes").get_by_role("link", name="Indemnisation", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Indemnisation")
    expect(page.get_by_text("44 €").first).to_be_visible()
    assert axe_violations(page) == []

    page.get_by_role("link", name="Indemniser comme un jury d’assises").click()
    expect(page.get_by_role("heading", level=2, name="Comment on fait")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="Qu’est-ce que cela produit")).to_be_visible()
    expect(page.get_by_text("Pas encore documenté").first).to_be_visible()
    page.locator("a.call").first.click()
    assert page.url.split("#")[1].startswith("s")
    assert axe_violations(page) == []

    page.get_by_role("link", name="Assemblée citoyenne de Paris").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Assemblée citoyenne de Paris")
    assert axe_violations(page) == []


def test_practitioner_reads_searches_and_filters_without_script(visit):
    page = visit(scripts=False)
    page.goto("/")
    page.get_by_label("Rechercher dans le site").fill("indemnisation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=indemnisation")
    assert page.locator("main ol.rows > li").count() > 0
    page.goto("/etudes-de-cas/?theme=indemnisation")
    assert page.locator("li.study").count() == 3
    page.goto("/agenda/?theme=indemnisation")
    expect(page.locator(".copy").first).to_contain_text("/agenda/themes/indemnisation.ics")


def test_practitioner_on_a_phone_never_scrolls_sideways(visit):
    page = visit(360)
    wide = {}
    for path in ("/", "/ateliers/", "/etudes-de-cas/", "/assemblees/", "/assemblees/poitiers/", "/glossaire/"):
        page.goto(path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == dict.fromkeys(wide, 360)
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Ateliers")).to_be_visible()
    assert axe_violations(page) == []
