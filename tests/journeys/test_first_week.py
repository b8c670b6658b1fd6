"""The first week of an organiser, who is no developer: the site becomes theirs without leaving the browser."""

import io
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings as kept
from PIL import Image
from playwright.sync_api import Page, Route, expect

from casestudies.models import AssemblyIndexPage
from hub.home.models import HomePage
from hub.mail.sending import send_due_mails
from tests.factories.bodies import drawn
from tests.harness import clipboards
from tests.harness.editor import publish
from tests.journeys.conftest import axe_violations
from tests.journeys.test_adding import add_authority, open_editor
from tests.journeys.test_pasting import add, axe_of_ours, paste
from tests.journeys.test_settings import save

CLICKS = "window.clicks = 0; addEventListener('click', (event) => { if (event.isTrusted) clicks += 1; }, true)"


@pytest.fixture
def mailbox(settings, site) -> None:
    """Mails are kept and shown as under `make run`; ask for it once signed in."""
    settings.ROOT_URLCONF = "tests.harness.demo_urls"
    settings.SHOW_MAILS = True


def with_pictures(page: Page) -> Page:
    """The proxy gives the sizes of pictures; here, the browser's own."""
    page.route("**/media/**", lambda route: route.fulfill(path=Path(kept.PUBLIC_ROOT) / file_of(route)))
    return page


def file_of(route: Route) -> str:
    return unquote(urlsplit(route.request.url).path).removeprefix("/media/")


def logo() -> dict:
    written = io.BytesIO()
    Image.new("RGBA", (300, 100), (10, 75, 88, 255)).save(written, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": written.getvalue()}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_first_week_of_an_organiser(visit, organiser, sign_in, mailbox, settings):
    page, reader = with_pictures(visit()), visit()
    sign_in(page, organiser)
    _the_guide(page)
    _the_settings(page)
    _the_menu(page)
    _seen_by_everybody(reader)
    settings.EMAIL_BACKEND = "hub.mail.backends.FileMailBackend"
    _a_trial_mail(page, reader)
    _an_authority(page)
    _a_picture_and_a_table(page)
    _read(visit)
    _a_workshop(page)


def _the_guide(page: Page) -> None:
    """Signing in leads to the dashboard; its link, to what explains it."""
    assert page.url.endswith("/admin/")
    page.get_by_role("link", name="Guide : Le tableau de bord").click()
    expect(page.get_by_role("heading", name="Jour 1 : regarder")).to_be_visible()
    assert page.url.endswith("/guide/premiere-semaine/#le-tableau-de-bord")


def _the_settings(page: Page) -> None:
    page.get_by_role("button", name="Réglages").click()
    page.get_by_role("link", name="Réglages du site").click()
    page.get_by_role("link", name="Logo et couleurs").click()
    page.get_by_label("Nouveau logo").set_input_files(files=[logo()])
    page.get_by_label("Texte de remplacement du logo").fill("Ville de Rouen")
    page.get_by_label("Ciel et forêt").check()
    save(page)
    page.get_by_role("link", name="Contact et courrier").click()
    page.get_by_label("Adresse de contact").fill("bonjour@ruche.example")
    page.get_by_label("Nom de l’expéditeur").fill("La ruche")
    page.get_by_label("Signature").fill("L’équipe de la ruche")
    save(page)
    page.get_by_role("link", name="Page d’accueil").click()
    page.get_by_label("Les dernières études de cas").uncheck()
    save(page)


def _the_menu(page: Page) -> None:
    page.get_by_role("link", name="Menus").click()
    line = page.get_by_role("group", name="Menu principal, entrée 7")
    line.get_by_label("Libellé").fill("Nos mentions")
    line.get_by_role("button", name="Choisissez une page").click()
    chooser = page.locator(".modal-content")
    chooser.get_by_placeholder("Rechercher").fill("Mentions")
    chooser.get_by_role("link", name="Mentions légales").click()
    expect(chooser).to_be_hidden()
    save(page)


def _seen_by_everybody(reader: Page) -> None:
    reader.goto("/")
    assert reader.evaluate("document.documentElement.dataset.palette") == "sky"
    expect(reader.get_by_role("heading", name="Études de cas", exact=True)).to_have_count(0)
    expect(reader.get_by_role("img", name="Ville de Rouen")).to_have_attribute("width", "300")
    reader.get_by_role("link", name="Nos mentions").click()
    expect(reader.get_by_role("heading", name="Mentions légales", level=1)).to_be_visible()
    reader.goto("/recherche/?q=xyzzyx")
    written_to = reader.get_by_role("link", name="Écrire au groupe")
    expect(written_to).to_have_attribute("href", re.compile("^mailto:bonjour@ruche.example"))


def _a_trial_mail(page: Page, reader: Page) -> None:
    page.get_by_role("link", name="Contact et courrier").click()
    page.get_by_role("button", name="Envoyer un essai").click()
    expect(page.get_by_role("cell", name="À envoyer")).to_be_visible()
    send_due_mails()
    page.reload()
    expect(page.get_by_role("cell", name="Envoyé")).to_be_visible()
    assert axe_violations(page) == []
    reader.goto("/courrier/")
    expect(reader.locator("pre").first).to_contain_text("L’équipe de la ruche")


def _an_authority(page: Page) -> None:
    """The page one was writing is still there, with what was typed."""
    open_editor(page, "assemblypage", AssemblyIndexPage)
    page.locator("#id_title").fill("Assemblée d’essai")
    page.get_by_role("button", name="Choisir collectivité").click()
    add_authority(page)
    expect(page.locator("#id_authority-chooser")).to_contain_text("Ville de Saint-Denis (97411)")
    expect(page.locator("#id_title")).to_have_value("Assemblée d’essai")


def _a_picture_and_a_table(page: Page) -> None:
    """Published, the page gives way to the list one came from."""
    page.goto(f"/admin/pages/{HomePage.objects.get().pk}/?ordering=title")
    came_from = page.url
    page.get_by_role("link", name="Le groupe", exact=True).click()
    expect(page.locator(".public-DraftEditor-content").first).to_be_visible()
    _picture(page)
    add(page, "Tableau")
    page.get_by_label("Titre du tableau").fill("Membres par ville")
    paste(page.get_by_label("Ligne 1, colonne 1"), clipboards.WORD)
    expect(page.get_by_label("Ligne 2, colonne 3")).to_have_value("Deux ans au plus")
    page.get_by_label("Ligne 3, colonne 2").focus()
    page.get_by_role("button", name="Ajouter une ligne").click()
    page.get_by_label("Ligne 4, colonne 1").fill("Poitiers")
    page.get_by_label("La première colonne contient des titres").check()
    assert axe_of_ours(page) == []
    publish(page)
    assert page.url == came_from


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


def _a_workshop(page: Page) -> None:
    """Its two screens are reached from its page; what happens there is another journey."""
    page.get_by_role("button", name="Ateliers", exact=True).click()
    page.get_by_role("link", name="Tous les ateliers", exact=True).click()
    page.get_by_role("link", name="Comment rendre des comptes").first.click()
    editor = page.url
    _from_the_header(page, "Inscriptions")
    page.get_by_role("button", name="Ouvrir les inscriptions").click()
    expect(page.get_by_text("Les réglages des inscriptions sont enregistrés.")).to_be_visible()
    assert axe_violations(page) == []
    page.goto(editor)
    _from_the_header(page, "Sondage de date")
    expect(page.get_by_role("button", name="Envoyer le sondage")).to_be_visible()
    assert axe_violations(page) == []


def _from_the_header(page: Page, screen: str) -> None:
    page.get_by_role("navigation", name="Actions", exact=True).get_by_role("button", name="Actions").click()
    page.get_by_role("link", name=screen, exact=True).click()
