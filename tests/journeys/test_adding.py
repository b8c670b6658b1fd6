"""What a page lacks is added without leaving it: an authority with its official name, a theme, an event, a source."""

import re

import pytest
from playwright.sync_api import Page, expect

from casestudies.models import AssemblyIndexPage, ReportIndexPage
from glossary.models import Theme
from hub.community.models import Authority
from tests.journeys.conftest import SETTLED, axe_violations
from workshops.models import OutsideEvent

OFFICIAL = re.compile("La Réunion")


def leave(page: Page) -> None:
    """The editor says so to the site, which must have heard it before the test ends."""
    page.goto("/")
    page.wait_for_load_state("networkidle")


def open_editor(page: Page, kind: str, parent: type) -> None:
    page.goto(f"/admin/pages/add/casestudies/{kind}/{parent.objects.get().pk}/")


def add_authority(page: Page) -> None:
    """By the keyboard alone, from the window of the chooser."""
    page.get_by_role("tab", name="Nouvelle collectivité").click()
    name = page.locator(".modal").get_by_label("Nom*", exact=True)
    page.evaluate(SETTLED)  # the window takes the focus once it has arrived
    expect(name).to_have_attribute("role", "combobox")
    name.press_sequentially("saint-denis")
    expect(page.get_by_role("option", name=OFFICIAL)).to_be_visible()
    assert axe_violations(page) == []
    name.press("ArrowDown")
    expect(name).to_have_attribute("aria-activedescendant", re.compile("suggestions"))
    name.press("Enter")
    expect(page.locator(".modal").get_by_label("Code INSEE ou SIREN")).to_have_value("97411")
    expect(page.locator(".modal").get_by_label("Échelle")).to_have_value("commune")
    expect(page.locator(".modal").get_by_label("Nom court")).to_have_value("Saint-Denis")
    page.get_by_role("button", name="Ajouter cette collectivité").press("Enter")


def take_the_one_there_is(page: Page) -> None:
    page.get_by_role("link", name="Ajouter une collectivité").click()
    window = page.locator(".modal")
    window.get_by_label("Nom*", exact=True).fill("Ville de Rouen")
    window.get_by_role("button", name="Ajouter cette collectivité").click()
    expect(window.get_by_text("Elle existe déjà")).to_be_visible()
    expect(window.get_by_label("Code INSEE ou SIREN")).to_be_focused()
    assert axe_violations(page) == []
    window.get_by_label("Prendre celle qui existe déjà").check()
    window.get_by_role("button", name="Ajouter cette collectivité").click()
    expect(page.get_by_label("Ville de Rouen (76540)")).to_be_checked()


def test_an_assembly_is_begun_with_an_authority_that_was_not_there(visit, organiser, sign_in):
    """On a large screen, the first week of an organiser shows it."""
    page = visit(768)
    sign_in(page, organiser)
    open_editor(page, "assemblypage", AssemblyIndexPage)
    page.locator("#id_title").fill("Assemblée d’essai")
    page.get_by_role("button", name="Choisir collectivité").click()
    add_authority(page)
    expect(page.locator("#id_authority-chooser")).to_contain_text("Ville de Saint-Denis (97411)")
    expect(page.locator("#id_title")).to_have_value("Assemblée d’essai")
    assert Authority.objects.get(insee_code="97411").slug == "saint-denis"
    page.get_by_role("link", name="Ajouter un thème").click()
    theme = page.locator(".modal")
    theme.get_by_label("Libellé*", exact=True).fill("Les suites")
    theme.get_by_label("Question").fill("Que deviennent les avis ?")
    assert axe_violations(page) == []
    theme.get_by_role("button", name="Ajouter ce thème").click()
    expect(page.get_by_label("Les suites")).to_be_checked()
    assert Theme.objects.get(slug="les-suites").question == "Que deviennent les avis ?"
    assert axe_violations(page) == []
    leave(page)


def test_a_report_takes_what_was_not_there_and_what_was(visit, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    open_editor(page, "reportpage", ReportIndexPage)
    page.get_by_role("link", name="Ajouter un événement").click()
    page.locator(".modal").get_by_label("Nom*", exact=True).fill("Rencontres d’essai")
    page.get_by_role("button", name="Ajouter cet événement").click()
    chosen = page.locator("#id_outside_event option:checked")
    expect(chosen).to_have_text("Rencontres d’essai")
    made = OutsideEvent.objects.get(slug="rencontres-d-essai")
    assert chosen.get_attribute("value") == str(made.pk)
    take_the_one_there_is(page)
    leave(page)


@pytest.mark.parametrize("width", [1280, 768])
def test_the_page_that_adds_an_authority_fills_itself_in(visit, organiser, sign_in, width):
    page = visit(width)
    sign_in(page, organiser)
    page.goto("/admin/snippets/community/authority/add/")
    page.locator("#id_name").press_sequentially("ville du havre")
    page.get_by_role("option", name="Ville du Havre").click()
    expect(page.locator("#id_slug")).to_have_value("le-havre")
    expect(page.locator("#id_department_code")).to_have_value("76")
    assert axe_violations(page) == []
