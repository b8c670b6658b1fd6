"""The organiser’s side of a workshop: led from a phone, then its report, then what those who came found in it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hub.core.dates.when import When
from tests.factories.leading import moment, noted
from tests.factories.organisers import organiser as another
from tests.factories.registering import desk_of, registered
from tests.harness.editor import publish
from tests.harness.mails import deliver
from tests.journeys.conftest import axe_violations
from tests.journeys.test_workshop_life import PHONE, readable, screen
from workshops.models import Feedback, MeetingNote, Registration, WorkshopPage


@pytest.fixture
def workshop(site) -> WorkshopPage:
    """It takes place today; two people come."""
    page = WorkshopPage.objects.get(title="Comment rendre des comptes ?")
    page.when, page.certainty = When.parse(timezone.localdate().isoformat()), "confirmed"
    page.save()
    page.agenda.all().delete()
    moment(page, "Retour d’expérience", minutes=15)
    moment(page, "Échange", part=2, minutes=25)
    desk = desk_of(page, closes_at=timezone.now() + timedelta(hours=1))
    registered(desk, "ida@exemple.fr", name="Ida Martin", question_practice="Qui relit le retour ?")
    registered(desk, "bob@exemple.fr", name="Bob Durand")
    return page


def test_workshop_led_from_a_phone_then_remembered(visit, workshop, organiser, sign_in):
    phone = visit(PHONE)
    sign_in(phone, organiser)
    phone.goto(screen("en-direct"))
    _moments(phone)
    _notes(phone)
    _questions_and_people(phone)
    readable_of_ours(phone)
    _the_end(phone)
    _report(visit, organiser, sign_in)
    _feedback(visit(PHONE))


def readable_of_ours(phone: Page) -> None:
    assert axe_violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE


def _moments(phone: Page) -> None:
    phone.get_by_role("button", name="Commencer").click()
    expect(phone.locator("[data-words]")).to_have_text("minutes pour ce moment")
    expect(phone.locator("[data-left]")).to_have_text("15")
    phone.get_by_role("button", name="5 minutes de plus").click()
    expect(phone.locator("[data-left]")).to_have_text("20")
    assert phone.title().startswith("20 minutes")


def _notes(phone: Page) -> None:
    """Kept while one types; on the device while the network is away, and no longer than that."""
    box = phone.get_by_label("Notes : Comment on fait ?")
    saved = phone.locator("[data-notes='1'] [data-saved]")
    box.press_sequentially("Le retour est annuel.")
    expect(saved).to_have_text(re.compile(r"^Enregistré à \d"))
    phone.context.set_offline(True)
    box.press_sequentially(" Il est relu.")
    expect(saved).to_contain_text("Gardé sur cet appareil")
    expect(saved).to_contain_text("le site ne répond pas")
    assert kept_here(phone) == 1
    phone.context.set_offline(False)
    expect(saved).to_have_text(re.compile(r"^Enregistré à \d"))
    assert kept_here(phone) == 0
    assert MeetingNote.objects.get(part=1).text == "Le retour est annuel. Il est relu."


def kept_here(phone: Page) -> int:
    return phone.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('notes ')).length")


def _questions_and_people(phone: Page) -> None:
    phone.get_by_role("button", name="Posée", exact=True).click()
    expect(phone.get_by_role("button", name=re.compile("^Posée à "))).to_have_attribute("aria-pressed", "true")
    box = phone.locator("#questions-2").get_by_label("Une question de la salle")
    box.fill("Combien cela coûte-t-il ?")
    phone.locator("#questions-2").get_by_role("button", name="Ajouter la question").click()
    expect(phone.locator("#live-questions-2").get_by_text("Combien cela coûte-t-il")).to_be_visible()
    expect(box).to_have_value("")
    phone.get_by_role("button", name="Ida Martin").click()
    expect(phone.get_by_text("1 personne présente sur 2 inscriptions")).to_be_visible()
    assert Registration.objects.get(name="Ida Martin").has_come is True


def _the_end(phone: Page) -> None:
    phone.get_by_role("button", name="Passer à la suite").click()
    phone.get_by_role("button", name="Terminer l’atelier").click()
    expect(phone.get_by_text("L’atelier est terminé.")).to_be_visible()


def _report(visit, organiser, sign_in) -> None:
    page = visit()
    sign_in(page, organiser)
    page.goto(screen("compte-rendu"))
    page.get_by_label("L’écrire dans le compte-rendu").check()
    page.get_by_label("On cherche un témoignage, sur le thème").select_option(index=1)
    page.get_by_label("En deux mots, sans nom de personne").fill("Le coût d’un retour")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Préparer le compte-rendu").click()
    expect(page.get_by_text("Le compte-rendu est prêt à relire")).to_be_visible()
    publish(page)


def _feedback(phone: Page) -> None:
    body = next(mail.body for mail in reversed(deliver()) if mail.to == ["ida@exemple.fr"])
    phone.goto(re.search(r"/comptes-rendus/[^\s]+", body)[0])
    expect(phone.get_by_text("Le retour est annuel. Il est relu.")).to_be_visible()
    phone.goto(re.search(r"/retour/\d+/[^\s/]+/", body)[0])
    phone.get_by_label("Oui").first.check()
    phone.get_by_label("Ce que vous en retenez").first.fill("Le calendrier")
    readable(phone)
    phone.get_by_role("button", name="Enregistrer").click()
    expect(phone.get_by_text("Merci, c’est enregistré.")).to_be_visible()
    assert Feedback.objects.get(practice="yes").practice_words == "Le calendrier"


def test_two_people_take_notes_and_none_loses_a_word(visit, workshop, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    page.goto(screen("en-direct"))
    noted(workshop, "Texte de Camille.", another())
    box = page.get_by_label("Notes : Comment on fait ?")
    box.press_sequentially("Texte d’Ada.")
    expect(page.locator("[data-theirs] pre").first).to_have_text("Texte de Camille.")
    expect(box).to_have_value("Texte d’Ada.")
    assert MeetingNote.objects.get(part=1).text == "Texte de Camille."
    box.fill("Texte de Camille. Texte d’Ada.")
    page.get_by_role("button", name="Enregistrer les notes").first.click()
    expect(page.locator("[data-notes='1'] [data-saved]")).to_have_text(re.compile(r"^Enregistré à \d"))
    assert MeetingNote.objects.get(part=1).text == "Texte de Camille. Texte d’Ada."
    assert kept_here(page) == 0


def test_notes_that_could_not_be_sent_come_back(visit, workshop, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    page.goto(screen("en-direct"))
    page.context.set_offline(True)
    box = page.get_by_label("Notes : Qu’est-ce que cela produit ?")
    box.press_sequentially("Peu d’effet.")
    expect(page.locator("[data-notes='2'] [data-saved]")).to_contain_text("le site ne répond pas")
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(False)
    page.reload()
    expect(box).to_have_value("Peu d’effet.")
    expect(page.locator("[data-notes='2'] [data-saved]")).to_have_text(re.compile(r"^Enregistré à \d"))
    assert MeetingNote.objects.get(part=2).text == "Peu d’effet."
