"""The first step: what begins a draft, once, and what is refused without losing a word."""

import re

import pytest

from casestudies.models import Proposal
from casestudies.proposals.links import private_path, private_url
from casestudies.proposing.actions.links import confirm_address
from casestudies.proposing.forms.steps import FormKey
from casestudies.proposing.views import propose
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import assembly
from tests.factories.forms import START, begun, first_step, key, step_path, summary_of, title_of, words_of
from tests.factories.organisers import member
from tests.factories.pages import home_page
from tests.factories.workshops import authority, theme, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site():
    home_page()


def test_first_step_begins_a_draft_and_leads_to_the_second(client):
    subject = theme(slug="indemnisation")
    sent = first_step(intents=["testify", "take_part"], themes=["indemnisation"], role="Chargée de mission")
    answer = client.post(START, sent)
    draft = Proposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, step_path(draft, 2))
    assert (draft.organisation, draft.name, draft.role, draft.email_key, draft.state, draft.version) == (
        "Ville de Rouen",
        "Camille Martin",
        "Chargée de mission",
        "camille.martin@rouen.fr",
        "draft",
        1,
    )
    assert (draft.wants_to_testify, draft.wants_to_take_part, list(draft.themes.all())) == (True, True, [subject])
    assert [event.state for event in draft.events.all()] == ["draft"]


def test_first_step_sent_again_begins_once_and_mails_once(client):
    sent = first_step()
    replies = {client.post(START, sent)["Location"] for _ in range(3)}
    draft = Proposal.objects.get()
    assert (replies, draft.version, OutgoingMail.objects.count()) == ({step_path(draft, 2)}, 1, 1)


def test_going_back_and_correcting_changes_the_same_draft(client):
    sent = first_step(practice="Repris d’ailleurs")
    client.post(START, sent)
    Proposal.objects.update(practice="Écrit à l’étape 2")
    client.post(START, {**sent, "name": "Camille Martin-Durand"})
    draft = Proposal.objects.get()
    assert (draft.name, draft.practice) == ("Camille Martin-Durand", "Écrit à l’étape 2")


def test_going_back_after_sending_shows_what_was_typed(client):
    sent = first_step()
    client.post(START, sent)
    Proposal.objects.update(state="withdrawn")
    answer = client.post(START, {**sent, "name": "Un autre nom"})
    assert (answer.status_code, Proposal.objects.get().name) == (409, "Camille Martin")
    assert 'value="Un autre nom"' in answer.content.decode()


def test_resume_mail_holds_the_private_link_and_nothing_typed(client):
    draft = begun(client, name="http://exemple.com Gagnez", organisation="[Cliquez](http://exemple.com)")
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.is_confidential, mail.subject) == (
        "camille.martin@rouen.fr",
        True,
        "Pour reprendre votre proposition",
    )
    assert re.findall(r"http\S+", mail.text) == [private_url(draft)]
    assert "Gagnez" not in mail.text


def test_older_draft_is_told_by_mail_and_not_by_the_page(client):
    first, unproved = begun(client), begun(client)
    confirm_address(first)
    bodies = [
        client.post(START, first_step(email=email))["Location"].count("/")
        for email in ("camille.martin@rouen.fr", "autre@rouen.fr")
    ]
    assert len(set(bodies)) == 1
    second, alone = OutgoingMail.objects.order_by("pk")[2:]
    told = ("Vous aviez déjà un brouillon", private_url(first), private_url(unproved))
    assert [words in second.text for words in told] == [True, True, False]
    assert "Vous aviez déjà un brouillon" not in alone.text


def test_one_address_gets_ten_mails_an_hour_and_no_draft_is_refused(client):
    for _ in range(13):
        client.post(START, first_step())
    assert (Proposal.objects.count(), OutgoingMail.objects.count()) == (13, 10)


def test_form_carries_a_new_key_each_time_and_no_cookie(client):
    pages = [client.get(START) for _ in range(2)]
    keys = {re.search(r'name="key" value="(.*?)"', page.content.decode())[1] for page in pages}
    assert (len(keys), [dict(page.cookies) for page in pages]) == (2, [{}, {}])
    assert [page["Cache-Control"] for page in pages] == ["private, no-cache"] * 2


@pytest.mark.parametrize("given", ["", "abc", "\x00", "9" * 400, "0b6c1a86-0c5a-4c0e-9a52-3f3d4f0f6f11"])
def test_unreadable_key_is_replaced_and_what_was_typed_comes_back(client, given):
    page = client.post(START, first_step(key=given))
    html = page.content.decode()
    assert (page.status_code, Proposal.objects.count(), 'value="Camille Martin"' in html) == (200, 0, True)
    new = re.search(r'name="key" value="(.*?)"', html)[1]
    assert FormKey().read(new)[0] is not None
    assert "Vérifiez vos réponses et envoyez de nouveau" in words_of(page)


def test_too_fast_a_form_comes_back_with_its_text_and_its_key(client):
    fresh = FormKey().new()
    page = client.post(START, first_step(key=fresh))
    assert (Proposal.objects.count(), f'value="{fresh}"' in page.content.decode()) == (0, True)


def test_bait_stores_nothing_and_gives_back_what_was_typed(client):
    """A browser may have filled the hidden box: a false thanks would lose what a person wrote."""
    page = client.post(START, first_step(website="https://exemple.com", practice="Un tirage au sort"))
    html = page.content.decode()
    assert (page.status_code, Proposal.objects.count(), OutgoingMail.objects.count()) == (422, 0, 0)
    assert "Une case cachée a été remplie" in words_of(page)
    typed = ('value="Camille Martin"', 'value="Ville de Rouen"', 'value="Un tirage au sort"')
    assert [words in html for words in typed] == [True] * 3
    assert "https://exemple.com" not in html


def test_bait_emptied_is_sent_again_with_the_same_key(client):
    sent = first_step(website="https://exemple.com")
    shown = re.search(r'name="key" value="(.*?)"', client.post(START, sent).content.decode())[1]
    answer = client.post(START, {**sent, "key": shown, "website": ""})
    assert (shown, answer["Location"]) == (sent["key"], step_path(Proposal.objects.get(), 2))


def test_bait_is_told_to_the_automatic_saving(client):
    answer = client.post(START, first_step(website="x", enregistrer="auto"))
    assert (answer.status_code, list(answer.json()), Proposal.objects.count()) == (422, ["error"], 0)


def test_bait_is_out_of_reach_of_people(client):
    trap = re.search(r'<div class="sr" aria-hidden="true">.*?</div>', client.get(START).content.decode())[0]
    assert re.search(r'<input[^>]*name="website"[^>]*>', trap)[0] == (
        '<input type="text" name="website" tabindex="-1" autocomplete="off" id="id_website">'
    )


def test_empty_form_says_everything_to_correct(client):
    page = client.post(START, {"key": key()})
    assert title_of(page) == "Erreur : Proposer un témoignage, étape 1 sur 5 · Agorathèque"
    assert summary_of(page) == [
        ("id_intents_0", "Dites ce que vous souhaitez : témoigner, participer, ou les deux."),
        ("id_organisation", "Indiquez votre collectivité ou votre organisation."),
        ("id_name", "Indiquez votre nom."),
        ("id_email", "Indiquez votre adresse électronique."),
    ]
    assert Proposal.objects.count() == 0


def test_error_stands_at_its_field_and_keeps_what_was_typed(client):
    page = client.post(START, first_step(email="prenom.nom@rouen"))
    html = page.content.decode()
    assert summary_of(page) == [("id_email", "L’adresse électronique est incomplète. Exemple : prenom.nom@ville.fr")]
    field = re.search(r'<input[^>]*name="email"[^>]*>', html)[0]
    described = re.search(r'aria-describedby="(.*?)"', field)[1].split()
    assert described == ["id_email_helptext", "id_email_error"]
    assert ('aria-invalid="true"' in field, 'value="prenom.nom@rouen"' in field) == (True, True)


def test_mistyped_address_is_asked_about_once(client):
    sent = first_step(email="camille@hotmial.fr")
    page = client.post(START, sent)
    question = "Vouliez-vous dire camille@hotmail.fr ? Si camille@hotmial.fr est juste, envoyez de nouveau."
    assert (summary_of(page), Proposal.objects.count()) == ([("id_email", question)], 0)
    assert '<input type="hidden" name="email-relue" value="camille@hotmial.fr">' in page.content.decode()
    client.post(START, {**sent, "email-relue": "camille@hotmial.fr"})
    assert Proposal.objects.get().email == "camille@hotmial.fr"


def test_automatic_saving_keeps_a_mistyped_address_and_the_next_button_asks(client):
    draft = begun(client)
    sent = {**first_step(email="camille@gmial.com"), "version": draft.version}
    answer = client.post(step_path(draft, 1), {**sent, "enregistrer": "auto"}).json()
    draft.refresh_from_db()
    assert (answer["error"], draft.email) == ("", "camille@gmial.com")
    page = client.post(step_path(draft, 1), {**sent, "version": answer["version"]})
    assert [target for target, _ in summary_of(page)] == ["id_email"]


@pytest.mark.parametrize("unknown", ["inconnu", "\x00", "9" * 40, "-1", "\ud7ff"])
def test_unknown_theme_is_said_in_french(client, unknown):
    theme()
    assert [target for target, _ in summary_of(client.post(START, first_step(themes=[unknown])))] == ["id_themes_0"]
    assert Proposal.objects.count() == 0


def test_control_characters_go_away(client):
    assert begun(client, name="Camille\r\nBcc: autre@exemple.fr\x00").name == "Camille Bcc: autre@exemple.fr"


def test_markup_is_shown_as_text(client):
    page = client.post(START, first_step(name="<script>alert(1)</script>", email=""))
    assert "<script>alert" not in page.content.decode()


def test_fields_nobody_offers_change_nothing(client):
    draft = begun(client, state="published", status="published", member="1", page="1", consent_at="2020-01-01", pk="9")
    assert (draft.state, draft.member, draft.page, draft.consent_at, draft.submitted_at) == ("draft", *[None] * 4)


def test_name_known_exactly_is_matched_and_another_stays_text(client):
    rouen = authority("Ville de Rouen")
    council = assembly("Assemblée de Rouen", authority=rouen)
    draft = begun(client, assembly_name="Assemblée de Rouen")
    assert (draft.authority, draft.assembly) == (rouen, council)
    other = begun(client, organisation="Ville de Rouennette", assembly_name="Une nouvelle")
    assert (other.authority, other.organisation, other.assembly, other.assembly_name) == (
        None,
        "Ville de Rouennette",
        None,
        "Une nouvelle",
    )


def test_name_of_two_authorities_is_matched_with_none(client):
    authority("Ville de Montreuil"), authority("Ville de Montreuil")
    assert begun(client, organisation="Ville de Montreuil").authority is None


def test_link_prefills_theme_workshop_and_text(client):
    theme(slug="indemnisation")
    chosen = workshop(slug="payer")
    page = client.get(f"{START}?theme=indemnisation&atelier=payer&texte=Bonjour%00%0Asalut")
    html = page.content.decode()
    assert re.findall(r'name="themes" value="(.*?)" id="id_themes_0" checked', html) == ["indemnisation"]
    draft = begun(client, workshop="payer", practice="Bonjour\nsalut")
    assert (draft.preferred_workshop, draft.practice) == (chosen, "Bonjour\nsalut")
    assert 'name="practice" value="Bonjour\nsalut"' in html


def test_draft_workshop_is_not_prefilled(client):
    workshop(slug="secret", live=False)
    assert "secret" not in client.get(f"{START}?atelier=secret").content.decode()
    assert begun(client, workshop="secret").preferred_workshop is None


def test_member_is_offered_their_drafts_before_a_new_one(client):
    person = member("camille.martin@rouen.fr")
    draft, unproved = confirm_address(begun(client)), begun(client)
    client.force_login(person)
    html = client.get(START).content.decode()
    offered = [private_path(draft) in html, private_path(unproved) in html, private_url(unproved) in html]
    assert (offered, 'value="camille.martin@rouen.fr"' in html) == ([True, False, False], True)
    assert begun(client, organisation="Ville de Paris").member == person


def test_automatic_saving_begins_a_draft_without_address_and_mails_nobody(client):
    sent = first_step(email="", name="", enregistrer="auto")
    told = client.post(START, sent).json()
    draft = Proposal.objects.get()
    assert (told["action"], told["version"], told["error"]) == (step_path(draft, 1), 1, "")
    assert (draft.organisation, OutgoingMail.objects.count()) == ("Ville de Rouen", 0)


def test_later_keeps_an_unfinished_first_step(client):
    sent = first_step(email="prenom.nom@rouen", name="", enregistrer="1")
    answer = client.post(START, sent)
    draft = Proposal.objects.get()
    assert (answer["Location"], draft.email) == (step_path(draft, 1).split("etape")[0], "prenom.nom@rouen")
    assert OutgoingMail.objects.count() == 0


def test_name_too_long_is_told_and_the_rest_is_kept(client):
    page = client.post(START, first_step(organisation="x" * 200, enregistrer="1"))
    assert [target for target, _ in summary_of(page)] == ["id_organisation"]
    assert (Proposal.objects.get().name, "x" * 200 in page.content.decode()) == ("Camille Martin", True)


def test_five_thousand_fields_are_answered_in_french(client):
    answer = client.post(START, {**first_step(), **{f"champ{number}": "x" for number in range(5000)}})
    assert (answer.status_code, "Demande illisible" in answer.content.decode()) == (400, True)


def test_too_many_drafts_from_one_place_wait_and_lose_nothing(client, monkeypatch):
    monkeypatch.setattr(propose, "DRAFTS_PER_HOUR", 1)
    first = first_step()
    answers = [client.post(START, sent) for sent in (first, first_step(organisation="Ville de Lille"), first)]
    assert [answer.status_code for answer in answers] == [302, 429, 302]
    assert ("Ville de Lille" in answers[1].content.decode(), Proposal.objects.count()) == (True, 1)
