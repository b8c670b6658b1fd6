"""An organiser types a date and sees at once what falls at the same time; without scripts, through a button."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import axe_violations
from workshops.models import WorkshopIndexPage

ASCENSION = re.compile(r"Le jeudi 6\smai 2027 est férié")


def editor() -> str:
    return f"/admin/pages/add/workshops/workshoppage/{WorkshopIndexPage.objects.get().pk}/"


def test_radar_follows_the_date_while_it_is_typed(visit, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    page.goto(editor())
    page.get_by_label("Ce que l’on sait de la date").select_option("Un ou plusieurs jours")
    expect(page.get_by_text("Indiquez le premier jour.").first).to_be_visible()
    page.locator("#id_when-first_day").fill("2027-05-06")
    expect(page.get_by_text(ASCENSION)).to_be_visible()
    page.locator("#id_when-first_day").fill("2027-05-11")
    expect(page.get_by_text(ASCENSION)).to_have_count(0)
    expect(page.get_by_text("Pour la date saisie").first).to_be_visible()
    page.locator("#id_title").fill("Les experts et nous")
    page.locator("#id_title").press("Enter")
    expect(page.get_by_text("créée").or_(page.get_by_text("créé")).first).to_be_visible()


def test_radar_without_its_script_opens_beside_the_form(visit, organiser, sign_in):
    """Wagtail's editor needs scripts; ours may fail to arrive."""
    page = visit()
    sign_in(page, organiser)
    page.route("**/js/radar*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(editor())
    page.get_by_label("Ce que l’on sait de la date").select_option("Un ou plusieurs jours")
    page.locator("#id_when-first_day").fill("2027-05-06")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Vérifier la date saisie").click()
    expect(opened.value.get_by_text(ASCENSION)).to_be_visible()
    assert page.url.endswith(editor())


def test_month_is_a_table_or_a_list_by_the_room_there_is(visit, organiser, sign_in):
    wide, narrow = visit(), visit(390)
    for page, shown, hidden in ((wide, ".month-table", ".month-days"), (narrow, ".month-days", ".month-table")):
        sign_in(page, organiser)
        page.goto("/admin/vue-du-mois/?mois=2027-05")
        expect(page.locator(shown)).to_be_visible()
        expect(page.locator(hidden)).to_be_hidden()
        expect(page.locator(shown).get_by_text("Ascension")).to_be_visible()
        assert axe_violations(page) == []
        expect(page.get_by_role("heading", name="Vue du mois", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("link", name="juin 2027").click()
        expect(page.get_by_role("heading", name="Juin 2027")).to_be_visible()
