"""The proposal form: what is stored, what is refused, and how the refusal is said."""

import re
import uuid

import pytest

from casestudies.forms.proposals import MAX_ANSWER, ProposalForm
from casestudies.models import Proposal
from hub.core.models import SiteIdentity
from tests.factories.pages import home_page
from tests.factories.workshops import theme

pytestmark = pytest.mark.django_db

PATH, THANKS = "/proposer-un-temoignage/", "/proposer-un-temoignage/merci/"


@pytest.fixture(autouse=True)
def _site():
    home_page()


def answers(**changed: object) -> dict:
    given = {
        "key": str(uuid.uuid4()),
        "intents": ["testify"],
        "organisation": "Ville de Rouen",
        "name": "Camille Martin",
        "email": "camille.martin@rouen.fr",
        "practice": "Cent personnes.",
        "consent": "on",
    }
    return {**given, **changed}


def title_of(page) -> str:
    return re.search(r"<title>(.*?)</title>", page.content.decode())[1].replace("\u202f", " ")


def summary_of(page) -> list[tuple[str, str]]:
    """Target and text of each line of the summary of errors."""
    summary = re.search(r'<div class="summary".*?</div>', page.content.decode(), re.DOTALL)
    lines = re.findall(r'<a href="#(\w+)">(.*?)</a>', summary[0] if summary else "")
    return [(target, re.sub(r"[\u202f\u00a0]", " ", text)) for target, text in lines]


def test_proposal_is_stored_with_its_history(client):
    subject = theme(slug="indemnisation")
    sent = answers(intents=["testify", "take_part"], themes=["indemnisation"], outcome="On ne sait pas.")
    assert client.post(PATH, sent).headers["Location"] == THANKS
    stored = Proposal.objects.get()
    assert (stored.organisation, stored.name, stored.practice, stored.outcome) == (
        "Ville de Rouen",
        "Camille Martin",
        "Cent personnes.",
        "On ne sait pas.",
    )
    assert (stored.wants_to_testify, stored.wants_to_take_part, list(stored.themes.all())) == (True, True, [subject])
    assert [event.state for event in stored.events.all()] == ["draft", "submitted"]


def test_proposal_sent_again_is_stored_once(client):
    sent = answers()
    replies = [client.post(PATH, sent) for _ in range(3)]
    assert [reply.headers["Location"] for reply in replies] == [THANKS] * 3
    assert Proposal.objects.count() == 1


def test_shown_form_carries_a_new_key_each_time(client):
    keys = [re.search(r'name="key" value="(.*?)"', client.get(PATH).content.decode())[1] for _ in range(2)]
    assert len({uuid.UUID(key) for key in keys}) == 2


@pytest.mark.parametrize("key", ["", "abc", "\x00", "9" * 400])
def test_unreadable_key_does_not_stop_anybody(client, key):
    assert client.post(PATH, answers(key=key)).headers["Location"] == THANKS
    assert Proposal.objects.count() == 1


def test_unreadable_key_is_replaced_when_the_form_comes_back(client):
    page = client.post(PATH, answers(key="abc", name=""))
    assert uuid.UUID(re.search(r'name="key" value="(.*?)"', page.content.decode())[1])


def test_bait_stores_nothing_and_answers_the_same(client):
    person, program = client.post(PATH, answers()), client.post(PATH, answers(website="https://exemple.com"))
    assert (program.status_code, program.headers["Location"]) == (person.status_code, person.headers["Location"])
    assert Proposal.objects.count() == 1


def test_bait_is_out_of_reach_of_people(client):
    html = client.get(PATH).content.decode()
    trap = re.search(r'<div class="sr" aria-hidden="true">.*?</div>', html)[0]
    assert re.search(r'<input[^>]*name="website"[^>]*>', trap)[0] == (
        '<input type="text" name="website" tabindex="-1" autocomplete="off" id="id_website">'
    )


def test_empty_form_says_everything_to_correct(client):
    page = client.post(PATH, {})
    assert title_of(page) == "Erreur : Proposer un témoignage · Agorathèque"
    assert summary_of(page) == [
        ("id_intents_0", "Dites ce que vous souhaitez : témoigner, participer, ou les deux."),
        ("id_organisation", "Indiquez votre collectivité ou votre organisation."),
        ("id_name", "Indiquez votre nom."),
        ("id_email", "Indiquez votre adresse électronique."),
        ("id_consent", "Donnez votre accord : sans lui, nous ne pouvons pas garder votre proposition."),
    ]
    assert "<h2>5 réponses sont à corriger</h2>" in page.content.decode()


def test_error_stands_at_its_field_and_keeps_what_was_typed(client):
    page = client.post(PATH, answers(email="prenom.nom@rouen"))
    html = page.content.decode()
    assert "<h2>Une réponse est à corriger</h2>" in html
    assert summary_of(page) == [("id_email", "L’adresse électronique est incomplète. Exemple : prenom.nom@ville.fr")]
    field = re.search(r'<input[^>]*name="email"[^>]*>', html)[0]
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="(.*?)"', field)[1].split()
    assert described == ["id_email_helptext", "id_email_error"]
    assert [html.count(f'id="{name}"') for name in described] == [1, 1]
    assert 'value="prenom.nom@rouen"' in field
    assert 'value="Camille Martin"' in html
    assert "Cent personnes.</textarea>" in html
    assert 'value="testify" id="id_intents_0" checked' in html


def test_too_long_an_answer_is_refused_and_kept(client):
    page = client.post(PATH, answers(practice="x" * 200_000))
    assert summary_of(page) == [
        (
            "id_practice",
            "La première réponse est trop longue : 20 000 signes au plus. Rien n’est perdu : raccourcissez.",
        )
    ]
    assert page.content.decode().count("x" * 200_000) == 1
    assert Proposal.objects.count() == 0


def test_longest_answer_is_stored_whole(client):
    client.post(PATH, answers(practice="é" * MAX_ANSWER))
    assert Proposal.objects.get().practice == "é" * MAX_ANSWER


def test_control_characters_go_away_without_losing_the_text(client):
    sent = answers(name="Camille\r\nBcc: autre@exemple.fr\x00", practice="Une\x00 ligne\r\nUne autre\u2028")
    client.post(PATH, sent)
    stored = Proposal.objects.get()
    assert (stored.name, stored.practice) == ("Camille Bcc: autre@exemple.fr", "Une ligne\nUne autre")


def test_name_of_control_characters_only_is_missing(client):
    assert summary_of(client.post(PATH, answers(name="\x00\x01"))) == [("id_name", "Indiquez votre nom.")]


@pytest.mark.parametrize("unknown", ["inconnu", "\x00", "9" * 40, "-1", "\ud7ff"])
def test_unknown_theme_is_said_in_french(client, unknown):
    theme()
    page = client.post(PATH, answers(themes=[unknown]))
    assert [target for target, _ in summary_of(page)] == ["id_themes_0"]
    assert Proposal.objects.count() == 0


def test_unknown_intent_is_said_in_french(client):
    page = client.post(PATH, answers(intents=["voler"]))
    assert summary_of(page) == [("id_intents_0", "Dites ce que vous souhaitez : témoigner, participer, ou les deux.")]


def test_markup_is_shown_as_text(client):
    page = client.post(PATH, answers(name="<script>alert(1)</script>", email=""))
    assert "<script>" not in page.content.decode()


def test_questions_bear_the_words_of_the_site(client):
    home_page()
    identity = SiteIdentity.for_request(client.get(PATH).wsgi_request)
    identity.question_practice, identity.question_outcome = "Comment ?", "Pour quoi ?"
    identity.save()
    html = client.get(PATH).content.decode().replace("\u202f", " ")
    assert re.findall(r'<label class="lbl (f\d)".*?</svg>(.*?)</label>', html) == [
        ("f1", "Comment ?"),
        ("f2", "Pour quoi ?"),
    ]


def test_every_error_is_a_sentence_of_ours():
    """Django's own messages, where one could still show, name no field: the summary would not be understood."""
    long = {"organisation": "x" * 200, "assembly_name": "x" * 200, "name": "x" * 200, "email": f"{'x' * 300}@ville.fr"}
    for data in ({}, answers(email="x"), answers(**long)):
        errors = ProposalForm(data).errors
        assert "Ce champ est obligatoire." not in str(errors)
        assert "Assurez-vous" not in str(errors)


def test_form_is_private_but_kept_for_the_back_button(client):
    """With `no-store`, going back would fetch a new key and sending again would store twice."""
    assert client.get(PATH).headers["Cache-Control"] == "private, no-cache"


def test_thanks_sets_no_cookie(client):
    assert client.get(THANKS).cookies == {}
