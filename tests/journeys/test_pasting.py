"""Tables copied in Word, LibreOffice and Excel, pasted where one writes: each becomes a block, nothing is glued."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from hub.home.models import StandardPage
from tests.harness import clipboards
from tests.harness.editor import publish
from tests.journeys.conftest import axe_violations

#: Gives the clipboard of somebody who copied a table to what has the focus.
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", html.replace(/<[^>]*>/g, ""));
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
GRIDS = """grids => grids.map((grid) => [...grid.querySelectorAll("tr")].map(
  (row) => [...row.querySelectorAll("textarea")].map((cell) => cell.value)))"""


def paste(where: Locator, copied: str) -> None:
    where.focus()
    where.page.evaluate(PASTE, copied)


def add(page: Page, kind: str, section: int = 0) -> None:
    """As the first block of what follows the text of a section."""
    more = page.locator("[data-contentpath=more]").nth(section)
    more.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name=kind, exact=True).click()


def grids(page: Page) -> list[list[list[str]]]:
    return page.locator(".cells-grid").evaluate_all(GRIDS)


def name_it(page: Page, number: int, caption: str) -> None:
    """Whoever pasted the table is already in the box of its caption."""
    box = page.get_by_label("Titre du tableau").nth(number)
    expect(box).to_be_focused()
    page.keyboard.type(caption)
    expect(box).to_have_value(caption)


def axe_of_ours(page: Page) -> list[str]:
    """What axe finds in the blocks; Wagtail's own frame is looked at elsewhere."""
    return [found for found in axe_violations(page) if re.search("cells|Description|Tableau|alternative|said", found)]


def open_group_page(page: Page) -> None:
    page.goto(f"/admin/pages/{StandardPage.objects.get(slug='le-groupe').pk}/edit/")
    expect(page.locator(".public-DraftEditor-content").first).to_be_visible()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_tables_pasted_in_running_text_become_blocks(visit, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    open_group_page(page)
    _in_the_text_of_a_section(page)
    _in_a_text_that_follows(page)
    _in_a_cell(page)
    assert axe_of_ours(page) == []
    publish(page)
    page.goto("/le-groupe/")
    shown = [region.get_attribute("aria-label") for region in page.get_by_role("region", name="Tableau").all()]
    assert shown == ["Tableau : Budget", "Tableau : Villes", "Tableau : Membres par ville"]


def _in_the_text_of_a_section(page: Page) -> None:
    running = page.locator(".public-DraftEditor-content").first
    words = running.inner_text()
    paste(running, clipboards.WORD)
    name_it(page, 0, "Membres par ville")
    expect(page.get_by_role("status").filter(has_text="devenu un bloc")).to_have_text(
        "Le tableau collé est devenu un bloc « Tableau ». Donnez-lui un titre. "
        "Le texte autour n’est pas collé : copiez-le à part."
    )
    assert grids(page) == [clipboards.WORD_ROWS]
    assert running.inner_text() == words


def _in_a_text_that_follows(page: Page) -> None:
    """Right after it, before the block that was there; two at once keep their order; a single cell is text."""
    add(page, "Texte")
    following = page.locator("[data-contentpath=more]").first.locator(".public-DraftEditor-content")
    paste(following, clipboards.ONE_CELL)
    expect(following).to_contain_text("Quarante-cinq")
    paste(following, clipboards.EXCEL.replace("</table>", "</table>" + clipboards.LIBREOFFICE))
    name_it(page, 0, "Budget")
    expect(page.get_by_role("status").filter(has_text="devenus des blocs")).to_have_text(
        "Les tableaux collés sont devenus des blocs « Tableau ». Donnez un titre à chacun."
    )
    page.get_by_label("Titre du tableau").nth(1).fill("Villes")
    assert grids(page) == [clipboards.EXCEL_ROWS, clipboards.LIBREOFFICE_ROWS, clipboards.WORD_ROWS]
    assert following.inner_text().strip() == "Quarante-cinq"


def _in_a_cell(page: Page) -> None:
    """The grid takes a table too, from the cell one is in, and grows as it must."""
    paste(page.get_by_label("Ligne 3, colonne 2").first, clipboards.LIBREOFFICE)
    assert grids(page)[0][2:] == [["Rouen", "Ville", "Tirage au sort"], ["", "Poitiers", "« Oui »"]]
