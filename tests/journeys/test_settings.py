"""An organiser, who is no developer, makes the site theirs: contact, logo, colours, menu, home page, mail tried."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.harness.mails import deliver
from tests.journeys.conftest import axe_violations

SCREENS = ["", "apparence/", "courrier/", "menus/", "accueil/", "hebergement/"]


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("C’est enregistré, et déjà sur le site.")).to_be_visible()


def logo() -> dict:
    written = io.BytesIO()
    Image.new("RGBA", (300, 100), (10, 75, 88, 255)).save(written, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": written.getvalue()}


def test_organiser_makes_the_site_theirs(visit, organiser, sign_in):
    page, reader = visit(), visit()
    sign_in(page, organiser)
    page.goto("/admin/")
    page.get_by_role("button", name="Réglages").click()
    page.get_by_role("link", name="Réglages du site").click()
    page.get_by_role("link", name="Logo et couleurs").click()
    page.get_by_label("Nouveau logo").set_input_files(files=[logo()])
    page.get_by_label("Texte de remplacement du logo").fill("Ville de Rouen")
    page.get_by_label("Ciel et forêt").check()
    save(page)
    page.get_by_role("link", name="Menus").click()
    _add_a_page_to_the_menu(page)
    save(page)
    page.get_by_role("link", name="Page d’accueil").click()
    page.get_by_label("Les dernières études de cas").uncheck()
    save(page)
    reader.goto("/")
    assert reader.evaluate("document.documentElement.dataset.palette") == "sky"
    expect(reader.get_by_role("link", name="Nos mentions")).to_be_visible()
    expect(reader.get_by_role("heading", name="Études de cas", exact=True)).to_have_count(0)
    expect(reader.get_by_role("img", name="Ville de Rouen")).to_have_attribute("width", "300")


def _add_a_page_to_the_menu(page: Page) -> None:
    line = page.get_by_role("group", name="Menu principal, entrée 7")
    line.get_by_label("Libellé").fill("Nos mentions")
    line.get_by_role("button", name="Choisissez une page").click()
    chooser = page.locator(".modal-content")
    chooser.get_by_placeholder("Rechercher").fill("Mentions")
    chooser.get_by_role("link", name="Mentions légales").click()
    expect(chooser).to_be_hidden()


def test_organiser_tries_the_mail(visit, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    page.goto("/admin/reglages/courrier/")
    page.get_by_label("Nom de l’expéditeur").fill("La ruche")
    page.get_by_label("Signature").fill("L’équipe de la ruche")
    save(page)
    page.get_by_role("button", name="Envoyer un essai").click()
    expect(page.get_by_role("cell", name="À envoyer")).to_be_visible()
    assert deliver()[-1].body.endswith("L’équipe de la ruche\n")
    page.reload()
    expect(page.get_by_role("cell", name="Envoyé")).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [1280, 768])
def test_settings_are_readable_by_all(visit, organiser, sign_in, width):
    page = visit(width)
    sign_in(page, organiser)
    for screen in SCREENS:
        page.goto(f"/admin/reglages/{screen}")
        assert axe_violations(page) == [], screen
        assert page.evaluate("document.documentElement.scrollWidth") == width, screen


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
