"""An organiser, who is no developer, puts a picture and a table from Word in a page."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from hub.home.models import StandardPage
from tests.factories.bodies import drawn
from tests.harness.editor import publish
from tests.journeys.conftest import axe_violations

#: As Word writes it: paragraphs in cells, two rows that share a cell.
TABLE = """<html><body><p class=MsoNormal>Avant</p><table class=MsoTableGrid>
<tr><td></td><td><p class=MsoNormal>Membres</p></td><td><p>Mandat</p></td></tr>
<tr><td><p>Rouen</p></td><td><p>45</p></td><td rowspan=2><p>Deux
 ans</p></td></tr><tr><td><p>Lyon</p></td><td><p>100</p></td></tr></table></body></html>"""
CLICKS = "window.clicks = 0; addEventListener('click', (event) => { if (event.isTrusted) clicks += 1; }, true)"
#: Gives the clipboard of somebody who copied from Word to what has the focus.
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "Membres Mandat Rouen 45");
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def with_pictures(page: Page) -> Page:
    """The proxy gives the sizes of pictures; here, the browser's own."""
    page.route("**/media/**", lambda route: route.fulfill(path=Path(settings.PUBLIC_ROOT) / file_of(route)))
    return page


def file_of(route: Route) -> str:
    return unquote(urlsplit(route.request.url).path).removeprefix("/media/")


def add(page: Page, kind: str) -> None:
    page.locator("[data-contentpath=more] button.c-sf-add-button").first.click()
    page.get_by_role("option", name=kind, exact=True).click()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_organiser_adds_a_picture_and_a_table(visit, organiser, sign_in):
    page = with_pictures(visit())
    sign_in(page, organiser)
    page.goto(f"/admin/pages/{StandardPage.objects.get(slug='le-groupe').pk}/edit/")
    expect(page.locator(".public-DraftEditor-content").first).to_be_visible()
    _picture(page)
    _refused_table(page)
    _table(page)
    assert axe_of_ours(page) == []
    publish(page)
    _read(visit)


def _picture(page: Page) -> None:
    page.evaluate(CLICKS)
    add(page, "Image")
    page.get_by_role("button", name="Choisir une image").first.click()
    page.get_by_role("tab", name="Transférer").click()
    with page.expect_file_chooser() as choosing:
        page.get_by_label("Fichier").click()
    choosing.value.set_files({"name": "IMG_2031.jpg", "mimeType": "image/jpeg", "buffer": drawn("HEIF")})
    expect(page.locator("#id_image-chooser-upload-title")).to_have_value("IMG_2031")
    page.get_by_role("button", name="Transférer").click()
    described = page.get_by_label("Description pour qui ne voit pas l’image")
    expect(described).to_be_focused()
    page.keyboard.type("Vingt personnes votent.")
    assert page.evaluate("clicks") == 6
    expect(described).to_have_value("Vingt personnes votent.")
    # Its thumbnail is given without a proxy too, as under `make run`.
    expect(page.locator("[data-contentpath=image] img").first).to_have_js_property("complete", value=True)


def _refused_table(page: Page) -> None:
    running = page.locator(".public-DraftEditor-content").first
    words = running.inner_text()
    running.focus()
    page.evaluate(PASTE, TABLE)
    expect(page.get_by_role("alert").filter(has_text="Ajoutez un bloc « Tableau »")).to_be_visible()
    assert running.inner_text() == words


def _table(page: Page) -> None:
    add(page, "Tableau")
    page.get_by_label("Titre du tableau").fill("Membres par ville")
    page.get_by_label("Ligne 1, colonne 1").focus()
    page.evaluate(PASTE, TABLE)
    expect(page.get_by_label("Ligne 2, colonne 3")).to_have_value("Deux ans")
    page.get_by_label("Ligne 3, colonne 2").focus()
    page.get_by_role("button", name="Ajouter une ligne").click()
    page.get_by_label("Ligne 4, colonne 1").fill("Poitiers")
    page.get_by_label("La première colonne contient des titres").check()


def axe_of_ours(page: Page) -> list[str]:
    """What axe finds in the blocks; Wagtail's own frame is looked at elsewhere."""
    return [found for found in axe_violations(page) if re.search("cells|Description|Tableau|alternative", found)]


def _read(visit) -> None:
    for width in (1280, 320):
        page = with_pictures(visit(width))
        page.goto("/le-groupe/")
        shown = page.get_by_role("img", name="Vingt personnes votent.")
        shown.scroll_into_view_if_needed()
        expect(shown).to_have_js_property("complete", value=True)
        assert shown.evaluate("(img) => [img.naturalWidth > 0, img.currentSrc.endsWith('.webp')]") == [True, True]
        table = page.get_by_role("region", name="Tableau : Membres par ville")
        expect(table.get_by_role("rowheader")).to_have_text(["Rouen", "Lyon", "Poitiers"])
        expect(table.get_by_role("columnheader")).to_have_text(["Membres", "Mandat"])
        table.focus()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert axe_violations(page) == []
