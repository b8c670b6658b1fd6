"""The room of a workshop: set by an organiser, seen by who comes when it is time, and by nobody else."""

from playwright.sync_api import Page, expect

from tests.factories.contributing import make_contributor
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.clock import stopped_at
from tests.journeys.conftest import axe_violations
from workshops.contributing.links import private_path as contribution_path
from workshops.models import WorkshopPage
from workshops.registering.links import private_path

ROOM = "https://visio.exemple.fr/salle-7"
BEFORE, OPEN = "2099-03-18T12:40:00Z", "2099-03-18T12:45:00Z"


def test_room_is_set_by_an_organiser_and_seen_when_it_is_time(visit, organiser, sign_in):
    subject = workshop("2099-03-18T14:00/2099-03-18T16:00", certainty="confirmed")
    seated = registered(desk_of(subject), "ida@exemple.fr")
    speaker = make_contributor(subject, "ada@exemple.fr", role="speaker", part=1, standing="asked")
    desk, phone = visit(), visit(360)
    sign_in(desk, organiser)
    _sets_the_room(desk, subject)
    _says_yes(phone, contribution_path(speaker))
    desk.goto(f"/admin/ateliers/{subject.pk}/equipe/")
    expect(desk.get_by_text("Toutes les personnes attendues acceptent l’enregistrement.")).to_be_visible()
    _joins(phone, private_path(seated))


def _sets_the_room(page: Page, subject: WorkshopPage) -> None:
    page.goto(f"/admin/ateliers/{subject.pk}/salle/")
    page.get_by_label("Adresse de la visioconférence").fill("http://127.0.0.1/")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("L’adresse commence par « https:// ».")).to_be_visible()
    page.get_by_label("Adresse de la visioconférence").fill(ROOM)
    page.get_by_label("Code d’accès").fill("4412")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("La salle est enregistrée.")).to_be_visible()


def _says_yes(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("button", name="Je viens").click()
    page.get_by_role("button", name="J’accepte l’enregistrement").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vous venez, merci")
    assert axe_violations(page) == []


def _joins(page: Page, path: str) -> None:
    """The same page, a few minutes apart."""
    with stopped_at(BEFORE):
        page.goto(path)
        expect(page.get_by_text("quinze minutes avant le début")).to_be_visible()
        assert (page.get_by_role("link", name="Rejoindre").count(), ROOM in page.content()) == (0, False)
    with stopped_at(OPEN):
        page.reload()
        page.get_by_role("link", name="Rejoindre").click()
        link = page.get_by_role("link", name="Entrer dans la salle")
        expect(link).to_have_attribute("href", ROOM)
        expect(page.get_by_text("4412")).to_be_visible()
        assert axe_violations(page) == []
