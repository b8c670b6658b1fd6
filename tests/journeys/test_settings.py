"""The screens of settings, for two organisers at once; what they change is in the first week."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import axe_violations


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("C’est enregistré, et déjà sur le site.")).to_be_visible()


def test_the_second_to_save_compares_on_the_screen(visit, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    page.goto("/admin/reglages/courrier/")
    other = page.context.new_page()
    other.goto("/admin/reglages/courrier/")
    other.get_by_label("Nom de l’expéditeur").fill("La ruche")
    save(other)
    page.get_by_label("Nom de l’expéditeur").fill("L’essaim")
    with page.expect_response("**/admin/reglages/courrier/") as answer:
        page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert answer.value.status == 409
    expect(page.get_by_role("cell", name="La ruche")).to_be_visible()
    assert axe_violations(page) == []
    save(page)
    expect(page.get_by_label("Nom de l’expéditeur")).to_have_value("L’essaim")
