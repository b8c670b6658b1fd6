"""A former assembly member, without account, proposes a testimony: on a phone, or without JavaScript."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from casestudies.models import Proposal
from hub.community.models import Member
from hub.mail.models import OutgoingMail
from tests.journeys.conftest import axe_violations

TEXT = "Nous avons tiré au sort dans l’annuaire."


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continuer").click()


def fill_first_step(page: Page) -> None:
    page.get_by_label("Porter un témoignage").check()
    page.get_by_label("Participer à ce cycle d’échanges").check()
    page.get_by_label("Collectivité ou organisation").fill("Ville d’essai")
    page.get_by_label("Votre nom").fill("Prénom Nom")
    page.get_by_label("Adresse électronique").fill("prenom.nom@ville.example")
    page.wait_for_timeout(3100)  # nobody fills a page faster than this: the form would come back


def organiser_sees_it(desk: Page, organiser: Member, sign_in: Callable[[Page, Member], None]) -> None:
    stored = Proposal.objects.get()
    assert (stored.organisation, stored.intents, stored.state) == (
        "Ville d’essai",
        "Porter un témoignage et Participer au cycle d’échanges",
        "submitted",
    )

    sign_in(desk, organiser)
    desk.goto("/admin/")
    desk.get_by_role("link", name="Propositions").first.click()
    expect(desk.get_by_text("Ville d’essai").first).to_be_visible()


def test_member_proposes_a_testimony_from_a_phone(visit, organiser, sign_in):
    phone = visit(360)
    phone.goto("/proposer-un-temoignage/")
    assert axe_violations(phone) == []
    fill_first_step(phone)
    phone.get_by_label("Adresse électronique").fill("prenom.nom@ville")
    go_on(phone)
    expect(phone.locator("div.summary")).to_be_focused()
    assert phone.title().startswith("Erreur")
    assert axe_violations(phone) == []

    phone.get_by_label("Adresse électronique").fill("prenom.nom@ville.example")
    go_on(phone)
    phone.wait_for_url("**/etape/2/")
    assert axe_violations(phone) == []
    phone.get_by_label("Comment on fait").fill(TEXT)
    expect(phone.locator("[data-saved]")).to_contain_text(re.compile("Enregistré à"))
    go_on(phone)
    phone.wait_for_url("**/etape/3/")
    go_on(phone)
    phone.wait_for_url("**/etape/4/")
    assert axe_violations(phone) == []
    go_on(phone)
    phone.wait_for_url("**/etape/5/")
    expect(phone.get_by_text(TEXT)).to_be_visible()
    assert axe_violations(phone) == []
    phone.get_by_label("J’accepte").check()
    phone.get_by_role("button", name="Envoyer").click()
    phone.wait_for_url("**/merci/")
    assert axe_violations(phone) == []
    phone.get_by_role("link", name="Suivre ma proposition").click()
    expect(phone.get_by_role("heading", name="Elle est bien arrivée")).to_be_visible()
    assert axe_violations(phone) == []
    organiser_sees_it(visit(), organiser, sign_in)


def test_what_is_typed_is_kept_and_resumed_on_another_device(visit, site):
    phone = visit(360)
    phone.goto("/proposer-un-temoignage/")
    fill_first_step(phone)
    go_on(phone)
    phone.wait_for_url("**/etape/2/")
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        phone.get_by_label("Comment on fait").fill(TEXT)
    link = re.search(rf"{site}/ma-proposition/\S+", OutgoingMail.objects.get().text)[0]

    desk = visit()
    desk.goto(link)
    assert axe_violations(desk) == []
    desk.get_by_role("button", name="Confirmer mon adresse").click()
    expect(desk.get_by_text("Pas encore envoyé").first).to_be_visible()
    desk.goto(f"{link}etape/2/")
    expect(desk.get_by_label("Comment on fait")).to_have_value(TEXT)


def test_failure_of_the_automatic_saving_is_told_and_the_text_stays(visit):
    page = visit()
    page.goto("/proposer-un-temoignage/")
    fill_first_step(page)
    go_on(page)
    page.wait_for_url("**/etape/2/")
    page.route("**/etape/2/", lambda route: route.fulfill(status=200, body="not json"))
    page.get_by_label("Comment on fait").fill(TEXT)
    expect(page.get_by_role("alert")).to_contain_text("Pas enregistré", timeout=15_000)
    expect(page.get_by_label("Comment on fait")).to_have_value(TEXT)
    page.unroute("**/etape/2/")
    expect(page.get_by_role("alert")).to_be_hidden(timeout=20_000)
    assert Proposal.objects.get().practice == TEXT


def test_everything_works_without_javascript(visit):
    page = visit(360, scripts=False)
    page.goto("/proposer-un-temoignage/")
    fill_first_step(page)
    page.get_by_role("button", name="Enregistrer et reprendre plus tard").click()
    expect(page.get_by_role("heading", name="Elle n’est pas encore envoyée")).to_be_visible()
    page.get_by_role("link", name="Reprendre").click()
    page.get_by_label("Comment on fait").fill(TEXT)
    for _ in range(3):
        go_on(page)
    page.get_by_label("J’accepte").check()
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("link", name="Suivre ma proposition").click()
    page.get_by_role("link", name="Retirer ma proposition").click()
    page.get_by_label("Effacer maintenant").check()
    page.get_by_role("button", name="Retirer ma proposition").click()
    expect(page.get_by_role("heading", name="Elle est retirée")).to_be_visible()
    stored = Proposal.objects.get()
    assert (stored.state, stored.practice, stored.email) == ("withdrawn", "", "")
