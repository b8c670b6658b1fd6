"""An organiser handles proposals on a phone: filters, decides, is corrected, marks spam and takes it back."""

from playwright.sync_api import expect

from casestudies.models import Proposal
from tests.factories.organisers import proposal
from tests.journeys.conftest import axe_violations


def test_organiser_handles_proposals_from_a_phone(visit, organiser, sign_in):
    sent, noise = proposal("Ville d’essai"), proposal("Publicité")
    phone = visit(360)
    sign_in(phone, organiser)
    phone.goto("/admin/propositions/")
    assert axe_violations(phone) == []

    phone.get_by_role("button", name="Indésirable : Publicité").click()
    expect(phone.get_by_text("« Publicité » est classée comme indésirable.")).to_be_visible()
    assert Proposal.objects.get(pk=noise.pk).state == "spam"
    phone.get_by_role("button", name="Annuler").click()
    expect(phone.get_by_text("remise à sa place")).to_be_visible()
    assert Proposal.objects.get(pk=noise.pk).state == "submitted"

    phone.get_by_role("link", name="Ville d’essai").click()
    phone.wait_for_url("**/inspect/**")
    expect(phone.get_by_role("heading", name="Décider")).to_be_visible()
    assert axe_violations(phone) == []
    summary = phone.locator("#decision-to_complete > summary")
    summary.focus()
    phone.keyboard.press("Enter")
    phone.get_by_label("Note entre vous").locator("visible=true").fill("Très utile.")
    phone.get_by_role("button", name="Demander un complément").click()
    expect(phone.get_by_label("Que faut-il compléter ?")).to_be_visible()
    assert phone.title().startswith("Erreur")
    assert axe_violations(phone) == []
    expect(phone.get_by_label("Note entre vous").locator("visible=true")).to_have_value("Très utile.")
    phone.get_by_label("Que faut-il compléter ?").fill("Le montant.")
    phone.get_by_role("button", name="Demander un complément").click()
    expect(phone.get_by_text("C’est noté : à compléter.")).to_be_visible()
    assert sent.events.get().reason == "Le montant."
