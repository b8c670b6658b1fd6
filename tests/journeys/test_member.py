"""A former assembly member, on a phone and without account, proposes a testimony; an organiser sees it."""

from playwright.sync_api import expect

from casestudies.models import Proposal
from tests.journeys.conftest import axe_violations


def test_member_proposes_a_testimony_from_a_phone(visit, organiser, sign_in):
    phone = visit(360)
    phone.goto("/proposer-un-temoignage/")
    assert axe_violations(phone) == []
    phone.get_by_label("Porter un témoignage").check()
    phone.get_by_label("Participer à ce cycle d’échanges").check()
    phone.get_by_label("Collectivité ou organisation").fill("Ville d’essai")
    phone.get_by_label("Adresse électronique").fill("prenom.nom@ville")
    phone.get_by_label("Comment on fait").fill("Nous avons tiré au sort dans l’annuaire.")
    phone.locator("main form button:not([type=button])").last.click()

    expect(phone.get_by_role("alert")).to_be_visible()
    assert phone.title().startswith("Erreur")
    expect(phone.get_by_label("Comment on fait")).to_have_value("Nous avons tiré au sort dans l’annuaire.")
    assert axe_violations(phone) == []

    phone.get_by_label("Adresse électronique").fill("prenom.nom@ville.example")
    phone.get_by_label("Votre nom").fill("Prénom Nom")
    phone.get_by_label("J’accepte").check()
    phone.locator("main form button:not([type=button])").last.click()
    phone.wait_for_url("**/merci/")
    assert axe_violations(phone) == []
    stored = Proposal.objects.get()
    assert (stored.organisation, stored.intents) == (
        "Ville d’essai",
        "Porter un témoignage et Participer au cycle d’échanges",
    )

    desk = visit()
    sign_in(desk, organiser)
    desk.goto("/admin/")
    desk.get_by_role("link", name="Propositions").first.click()
    expect(desk.get_by_text("Ville d’essai").first).to_be_visible()
