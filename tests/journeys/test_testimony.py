"""The whole story of a testimony: a phone, an organiser, an authority, and the author who changes their mind."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from casestudies.models import Proposal
from casestudies.proposals.links import step_path
from tests.factories.organisers import proposal
from tests.harness.mails import deliver
from tests.journeys.conftest import axe_violations

AUTHOR, AUTHORITY = "prenom.nom@ville.example", "direction@ville.example"
PRACTICE = "Nous avons tiré au sort dans l’annuaire, 4 000 lettres pour 40 places."
OUTCOME = "Une personne sur dix a répondu."
ASKED = "Combien de lettres avez-vous envoyées ?"
REVIEW_ANSWER = "Rien à changer."


def mails_to(address: str) -> list[Any]:
    return [mail for mail in deliver() if mail.to == [address]]


def link_in(mail: Any, path: str) -> str:
    """The address that follows `path`, as people click it in the mail."""
    return re.search(rf"\S+/{path}/\S+", mail.body)[0]


def accessible(page: Page) -> None:
    assert axe_violations(page) == []


def go_on(page: Page, step: int) -> None:
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(f"**/etape/{step}/")


def begin(page: Page) -> None:
    """The first two steps, which need no script."""
    page.goto("/")
    page.get_by_role("link", name="Proposer un témoignage").first.click()
    page.get_by_label("Porter un témoignage").check()
    page.get_by_label("Collectivité ou organisation").fill("Ville d’essai")
    page.get_by_label("Votre nom").fill("Prénom Nom")
    page.get_by_label("Adresse électronique").fill(AUTHOR)
    page.wait_for_timeout(3100)  # nobody fills a page faster than this: the form would come back
    go_on(page, 2)
    page.get_by_label("Comment on fait").fill(PRACTICE)
    go_on(page, 3)


def finish(page: Page) -> None:
    """From the third step to the end, axe on every page."""
    accessible(page)
    page.get_by_label("Qu’est-ce que cela produit").fill(OUTCOME)
    go_on(page, 4)
    accessible(page)
    page.get_by_label("Avec mon nom", exact=True).check()
    go_on(page, 5)
    accessible(page)
    page.get_by_label("J’accepte").check()
    page.get_by_role("button", name="Envoyer ma proposition").click()
    page.wait_for_url("**/merci/")
    expect(page.get_by_text("Il reste à confirmer votre adresse.")).to_be_visible()
    accessible(page)


def decide(desk: Page, decision: str, **answers: str) -> None:
    """Take one decision on the screen of the proposal, by the board."""
    desk.goto("/admin/propositions/")
    desk.get_by_role("link", name="Ville d’essai").click()
    panel = desk.locator("details.sheet-decision").filter(has=desk.locator("summary", has_text=decision))
    panel.locator("summary").first.click()
    for label, text in answers.items():
        panel.get_by_label(label).fill(text)
    panel.get_by_role("button", name=decision).click()


def ask_to_complete(desk: Page) -> None:
    decide(desk, "Demander un complément", **{"Que faut-il compléter ?": ASKED})
    expect(desk.get_by_text("C’est noté : à compléter.")).to_be_visible()


def complete(phone: Page) -> None:
    """The author follows the mailed link, confirms the address, answers the message, corrects and sends again."""
    mail = mails_to(AUTHOR)[-1]
    assert ASKED in mail.body
    phone.goto(link_in(mail, "ma-proposition"))
    expect(phone.get_by_role("heading", name="Est-ce bien votre adresse ?")).to_be_visible()
    expect(phone.get_by_text(ASKED)).to_have_count(0)
    accessible(phone)
    phone.get_by_role("button", name="Confirmer mon adresse").click()
    expect(phone.get_by_text(ASKED).first).to_be_visible()
    accessible(phone)
    phone.get_by_label("Votre message").fill("Je vous réponds dans le texte.")
    phone.get_by_role("button", name="Envoyer le message").click()
    expect(phone.get_by_text("Je vous réponds dans le texte.")).to_be_visible()
    phone.get_by_role("link", name="Modifier la proposition").click()
    while "/etape/5/" not in phone.url:
        number = int(re.search(r"/etape/(\d)/", phone.url)[1])
        go_on(phone, number + 1)
    phone.get_by_role("button", name="Envoyer ma proposition").click()
    phone.wait_for_url("**/merci/")


def accept_and_make_page(desk: Page) -> None:
    decide(desk, "Retenir")
    expect(desk.get_by_text("Je vous réponds dans le texte.")).to_be_visible()
    desk.get_by_role("button", name="En faire un témoignage").click()
    desk.wait_for_url("**/admin/pages/*/edit/")
    expect(desk.get_by_text("Le brouillon est prêt.")).to_be_visible()
    desk.get_by_role("link", name="Revenir à la proposition").click()
    desk.get_by_label("Adresse de la personne qui relit").fill(AUTHORITY)
    desk.get_by_role("button", name="Envoyer pour relecture").click()
    expect(desk.get_by_text("Le lien de relecture est parti.")).to_be_visible()


def review(screen: Page) -> None:
    screen.goto(link_in(mails_to(AUTHORITY)[-1], "relecture"))
    expect(screen.get_by_text(PRACTICE)).to_be_visible()
    accessible(screen)
    screen.get_by_label("Votre remarque").fill(REVIEW_ANSWER)
    screen.get_by_role("button", name="Bon à publier").click()
    expect(screen.get_by_role("heading", name="Merci")).to_be_visible()
    accessible(screen)


def publish(desk: Page) -> None:
    desk.reload()
    expect(desk.get_by_text(REVIEW_ANSWER)).to_be_visible()
    desk.get_by_role("link", name="Ouvrir la page").click()
    desk.locator("footer .w-dropdown__toggle").first.click()
    desk.locator("button[name=action-publish]").click()
    expect(desk.get_by_text(re.compile("publiée?")).first).to_be_visible()


def change_mind(phone: Page) -> None:
    phone.get_by_role("link", name="Changer d’avis").click()
    accessible(phone)
    phone.get_by_label("Que le texte ne soit plus public").check()
    phone.get_by_role("button", name="Confirmer").click()
    expect(phone.get_by_role("heading", name="Elle est retirée")).to_be_visible()
    accessible(phone)


@pytest.fixture
def sent(visit) -> Page:
    """A phone on which the testimony has just been sent."""
    phone = visit(360)
    begin(phone)
    finish(phone)
    return phone


def test_testimony_from_a_phone_to_the_public_page_and_back(visit, sent, organiser, sign_in):
    phone, desk, screen = sent, visit(), visit(360)
    sign_in(desk, organiser)
    ask_to_complete(desk)
    complete(phone)
    accept_and_make_page(desk)
    review(screen)
    publish(desk)

    proposal = Proposal.objects.select_related("page").get()
    assert proposal.state == "published"
    assert [event.state for event in proposal.events.order_by("pk") if event.from_state != event.state] == [
        "draft",
        "submitted",
        "to_complete",
        "submitted",
        "accepted",
        "published",
    ]
    phone.goto(link_in(mails_to(AUTHOR)[-1], "ma-proposition"))
    accessible(phone)
    phone.get_by_role("link", name="Lire la page").click()
    expect(phone.get_by_text(PRACTICE)).to_be_visible()
    expect(phone.get_by_text("Prénom Nom")).to_be_visible()
    accessible(phone)
    public = phone.url
    phone.go_back()
    change_mind(phone)
    assert phone.request.get(public).status == 404
    assert [mail.subject for mail in mails_to(AUTHOR)] == [
        "Pour reprendre votre proposition",
        "Votre proposition est bien arrivée : confirmez votre adresse",
        "Votre proposition attend un complément",
        "Votre proposition est bien arrivée",
        "Votre proposition est retenue",
        "Votre témoignage est publié",
        "Votre proposition est retirée",
    ]


def test_address_changed_while_typing_keeps_the_form_and_its_link(visit):
    draft = proposal(state="draft", submitted_at=None, consent_at=None, wants_to_testify=True)
    phone = visit(360)
    phone.goto(step_path(draft, 1))
    before = phone.url
    phone.get_by_label("Adresse électronique").fill(AUTHOR)
    phone.wait_for_url(lambda url: url != before)  # saved by itself: the former link has ended
    phone.get_by_label("Votre nom").fill("Un autre nom")
    go_on(phone, 2)
    stored = Proposal.objects.get()
    assert (stored.email, stored.name, stored.is_proved) == (AUTHOR, "Un autre nom", False)


def test_first_steps_of_a_testimony_need_no_script(visit):
    phone = visit(360, scripts=False)
    begin(phone)
    assert (Proposal.objects.get().practice, Proposal.objects.get().state) == (PRACTICE, "draft")
