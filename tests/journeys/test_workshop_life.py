"""The life of a workshop: its date is chosen together, people register, one waits, a seat set free goes to them."""

import re

from playwright.sync_api import Page, expect

from tests.harness.mails import deliver
from tests.journeys.conftest import axe_violations
from workshops.models import WorkshopPage

PHONE = 360
SLOTS = ["2099-09-14", "2099-09-23", "2099-10-05"]


def screen(name: str) -> str:
    """A screen of organisers about the workshop."""
    page = WorkshopPage.objects.get(title="Comment rendre des comptes ?")
    return f"/admin/ateliers/{page.pk}/{name}/"


def link_for(address: str) -> str:
    """The private page that the latest mail to this address leads to."""
    body = next(mail.body for mail in reversed(deliver()) if mail.to == [address])
    return re.search(r"/(?:sondage|inscription)/\d+/[^\s/]+/", body)[0]


def readable(phone: Page) -> None:
    assert axe_violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE


def test_date_chosen_together_then_seats_taken_and_given_back(visit, organiser, sign_in):
    page, phone = visit(), visit(PHONE)
    sign_in(page, organiser)
    _dates_are_proposed(page)
    _two_people_answer(phone)
    _one_date_is_retained(page, phone)
    _registrations_open(page)
    _seat_then_waiting_list(phone)
    _seat_given_back(page, phone)


def _dates_are_proposed(page: Page) -> None:
    page.goto(screen("sondage"))
    for number, day in enumerate(SLOTS, 1):
        slot = page.get_by_role("group", name=f"Créneau {number}", exact=True)
        slot.get_by_label("Jour").fill(day)
        slot.get_by_label("De", exact=True).fill("14:00")
        slot.get_by_label("À", exact=True).fill("15:30")
        tops = [box["y"] for box in (each.bounding_box() for each in slot.locator("input").all()) if box]
        assert len(set(tops)) == 1, tops
    page.get_by_label("Qui intervient").fill("Ida Martin <ida@exemple.fr>")
    page.get_by_label("Autres personnes à interroger").fill("bob@exemple.fr")
    page.get_by_label("Réponses jusqu’au").fill("2099-07-06")
    page.get_by_role("button", name="Envoyer le sondage").click()
    expect(page.get_by_text("2 personnes sont interrogées")).to_be_visible()


def _two_people_answer(phone: Page) -> None:
    for address, answers in [("ida@exemple.fr", ["Non", "Oui"]), ("bob@exemple.fr", ["Oui", "Si besoin"])]:
        phone.goto(link_for(address))
        readable(phone)
        for number, answer in enumerate(answers):
            slot = phone.locator(".slots > li").nth(number)
            slot.get_by_label(answer, exact=True).check()
            expect(slot.get_by_role("status")).to_have_text(re.compile("^Enregistré à"))


def _one_date_is_retained(page: Page, phone: Page) -> None:
    """The person who speaks can come; the day that suits most people otherwise is not the best."""
    page.reload()
    best = page.get_by_role("heading", name="parmi les meilleurs créneaux")
    expect(best).to_have_count(1)
    expect(best).to_contain_text(re.compile("mercredi 23 septembre 2099", re.IGNORECASE))
    assert axe_violations(page) == []
    page.get_by_role("button", name=re.compile("^Retenir mercredi 23 septembre", re.IGNORECASE)).click()
    expect(page.get_by_text("La date est fixée.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Date retenue : mercredi 23 septembre 2099")).to_be_visible()
    readable(phone)


def _registrations_open(page: Page) -> None:
    page.goto(screen("inscriptions"))
    page.get_by_label("Nombre de places").fill("1")
    page.get_by_role("button", name="Ouvrir les inscriptions").click()
    expect(page.get_by_text("Personne n’est encore inscrit.")).to_be_visible()


def _ask(phone: Page, button: str, name: str, address: str) -> None:
    """From the page of the workshop to the button of the mail."""
    phone.goto("/ateliers/")
    phone.get_by_role("link", name="Comment rendre des comptes").first.click()
    phone.get_by_role("link", name=button).click()
    readable(phone)
    phone.get_by_label("Prénom et nom").fill(name)
    phone.get_by_label("Adresse électronique").fill(address)
    phone.get_by_role("button", name="M’inscrire").click()
    expect(phone.get_by_role("heading", name="Encore un geste")).to_be_visible()
    phone.goto(link_for(address))
    phone.get_by_role("button", name="Confirmer mon inscription").click()


def _seat_then_waiting_list(phone: Page) -> None:
    _ask(phone, "S’inscrire", "Anne Durand", "anne@exemple.fr")
    expect(phone.get_by_role("heading", name="Vous avez une place")).to_be_visible()
    readable(phone)
    _ask(phone, "Entrer sur la liste d’attente", "Max Long", "max@exemple.fr")
    expect(phone.get_by_role("heading", name="Vous êtes sur la liste d’attente")).to_be_visible()


def _seat_given_back(page: Page, phone: Page) -> None:
    waiting = phone.url
    phone.goto(link_for("anne@exemple.fr"))
    phone.get_by_role("button", name="Annuler mon inscription").click()
    expect(phone.get_by_role("heading", name="Inscription annulée")).to_be_visible()
    assert "Une place s’est libérée" in next(mail.body for mail in reversed(deliver()) if mail.to == ["max@exemple.fr"])
    phone.goto(waiting)
    expect(phone.get_by_role("heading", name="Vous avez une place")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Place confirmée (1)")).to_be_visible()
    assert axe_violations(page) == []
