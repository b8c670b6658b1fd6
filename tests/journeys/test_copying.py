"""Somebody takes facts away: on the clipboard, and in the dossier that the device keeps."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import axe_violations


def plain(text: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text)


def test_copied_fact_has_no_call_in_it(visit):
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/etudes-de-cas/poitiers-indemnite-et-juge/")
    fact = page.locator(".facts > [id]").filter(has_text="Contentieux, tribunal")
    fact.scroll_into_view_if_needed()
    page.get_by_role("button", name="Copier ce fait : Contentieux, tribunal").click()
    expect(page.get_by_role("status")).to_have_text("Fait copié : Contentieux, tribunal.")
    label, date, *rest = plain(page.evaluate("navigator.clipboard.readText()")).split("\n")
    assert label == (
        "Contentieux, tribunal : Déféré du préfet rejeté par le tribunal administratif de Poitiers le 13 mars 2025, "
        "n° 2303524."
    )
    assert date == "Date : 13 mars 2025"
    *sources, address = rest
    assert [line.startswith("Source : ") and " http" in line for line in sources] == [True] * len(sources) != []
    assert address.endswith(f"/etudes-de-cas/poitiers-indemnite-et-juge/#{fact.get_attribute('id')}")
    assert axe_violations(page) == []


def test_no_button_without_script(visit):
    page = visit(scripts=False)
    page.goto("/assemblees/paris/")
    assert page.get_by_text("Copier ce fait").count() == 0
    assert page.get_by_text("Ajouter à mon dossier").filter(visible=True).count() == 0


def test_dossier_is_filled_from_lists_and_comparison_and_opens_what_is_kept(visit):
    page = visit()
    page.goto("/assemblees/")
    expect(page.get_by_role("link", name="Mon dossier")).to_have_count(0)
    page.get_by_role("button", name="Ajouter à mon dossier : Assemblée citoyenne de Bourges").click()
    expect(page.get_by_role("status")).to_have_text("Ajouté à votre dossier : 1 page.")
    page.goto("/assemblees/comparer/?a=rouen&a=paris")
    page.get_by_role("button", name="Ajouter à mon dossier").click()
    expect(page.get_by_role("status")).to_have_text("Ajouté à votre dossier : 3 pages.")
    page.goto("/glossaire/")
    expect(page.get_by_role("link", name="Mon dossier (3)")).to_be_visible()
    page.goto("/dossier/")
    page.wait_for_url("**/dossier/?p=bourges&p=rouen&p=paris")
    page.get_by_role("button", name="Vider le dossier").click()
    page.goto("/dossier/")
    expect(page.get_by_role("heading", name="Comment faire")).to_be_visible()
    assert axe_violations(page) == []


def test_comparison_prints_without_a_nearly_empty_page(visit):
    page = visit()
    chosen = "&".join(f"a={slug}" for slug in ("rouen", "paris", "poitiers", "ostbelgien", "marseille", "nancy"))
    words = {}
    for query in (chosen, f"{chosen}&faits=tous", "a=rouen&a=paris"):
        page.goto(f"/assemblees/comparer/?{query}")
        printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        words[query] = [len(each.extract_text().split()) for each in printed.pages]
    assert {query: counts for query, counts in words.items() if min(counts) < 150} == {}
