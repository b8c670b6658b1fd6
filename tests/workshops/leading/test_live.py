"""«En direct»: every button works without script and brings the notes; the script gets parts of the page."""

import re
import uuid
from datetime import datetime

import pytest
from django.urls import reverse

from tests.factories.leading import moment, noted
from tests.factories.organisers import member, organiser
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.queries import query_counts
from workshops.leading.actions import running
from workshops.models import LiveSession, MeetingNote, MeetingQuestion, Registration

pytestmark = pytest.mark.django_db
WHEN = "2099-03-18T14:00/2099-03-18T16:00"
FETCH = {"headers": {"x-requested-with": "fetch"}}
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def page():
    made = workshop(WHEN, certainty="confirmed")
    moment(made, "Retour d’expérience", speaker="Camille Exemple")
    moment(made, "Échange", part=2, minutes=25)
    return made


@pytest.fixture
def by():
    return organiser(first_name="Ada", last_name="Exemple")


@pytest.fixture
def screen(client, by, page):
    client.force_login(by)
    return reverse("workshop_live", args=[page.pk])


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def fields_of(response):
    """Every field of the form as a browser without script would send it."""
    html = response.content.decode()
    hidden = re.findall(r'<input type="hidden" name="([nqs][^"]*)"(?: value="([^"]*)")?', html)
    typed = re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', html)
    return dict(hidden) | {name: text.replace("\n", "\r\n") for name, text in typed}


def press(client, screen, decision, **typed):
    return client.post(screen, {**fields_of(client.get(screen)), **typed, "decision": decision})


def test_without_script_the_page_says_until_what_hour(client, screen):
    assert "L’atelier n’a pas commencé" in text_of(client.get(screen))
    assert press(client, screen, "begin").status_code == 302
    shown = text_of(client.get(screen))
    told = re.search(r'data-until="([^"]+)"', client.get(screen).content.decode())[1]
    assert datetime.fromisoformat(told) == LiveSession.objects.get().until
    assert re.search(r"Jusqu’à \d+ h \d\d, 15 min en tout", shown)
    assert ("Camille Exemple" in shown, "Ensuite" in shown, "Échange, 25 min" in shown) == (True, True, True)
    assert "Vous animez" in shown


def test_buttons_lead_to_the_end(client, screen):
    press(client, screen, "begin")
    press(client, screen, "more")
    assert LiveSession.objects.get().minutes == 20
    press(client, screen, "next")
    assert "Terminer l’atelier" in text_of(client.get(screen))
    press(client, screen, "next")
    assert "L’atelier est terminé" in text_of(client.get(screen))


def test_other_person_takes_the_hand(client, screen, page):
    running.begin(page, by=organiser(first_name="Camille", last_name="Exemple"))
    assert "Camille Exemple anime" in text_of(client.get(screen))
    assert press(client, screen, "next").status_code == 409
    press(client, screen, "hand")
    assert "Vous animez" in text_of(client.get(screen))


def test_every_button_keeps_the_notes(client, screen):
    press(client, screen, "begin", **{"n1-text": "Le retour est annuel.\r\nÀ relire.", "n2-text": "Peu d’effet."})
    assert list(MeetingNote.objects.values_list("part", "text")) == [
        (1, "Le retour est annuel.\nÀ relire."),
        (2, "Peu d’effet."),
    ]
    assert re.search(r"Enregistré à \d+ h", text_of(client.get(screen)))


def test_notes_that_nobody_touched_here_are_left_to_who_wrote_meanwhile(client, screen, page):
    noted(page, "Un", organiser())
    old = fields_of(client.get(screen))
    noted(page, "Un deux", organiser())
    assert client.post(screen, {**old, "decision": "begin"}).status_code == 302
    assert MeetingNote.objects.get().text == "Un deux"


def test_two_texts_are_both_shown(client, screen, page):
    old = fields_of(client.get(screen))
    noted(page, "Texte de Camille", organiser())
    answer = client.post(screen, {**old, "n1-text": "Texte d’Ada", "decision": "notes"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert ("Texte de Camille" in shown, "Texte d’Ada" in fields_of(answer)["n1-text"]) == (True, True)
    both = {**fields_of(answer), "n1-text": "Texte de Camille et d’Ada", "decision": "notes"}
    assert client.post(screen, both).status_code == 302
    assert MeetingNote.objects.get().text == "Texte de Camille et d’Ada"


def sent(text, version=0, key=None, turn=1):
    return {"n1-text": text, "n1-version": version, "n1-key": key or uuid.uuid4(), "n1-turn": turn}


def test_script_keeps_notes_as_they_are_typed(client, screen):
    key = uuid.uuid4()
    first = client.post(screen, sent("Un", key=key), **JSON)
    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert re.fullmatch(r"Enregistré à \d+ h( \d\d)?", first.json()["saved"])
    assert client.post(screen, sent("Un", key=key), **JSON).json() == first.json()
    other = client.post(screen, sent("Autre"), **JSON)
    assert (other.status_code, other.json()["theirs"], other.json()["version"]) == (409, "Un", 1)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"n1-text": "x"},
        {"n1-text": "x", "n1-version": "-1", "n1-key": "x", "n1-turn": "1"},
        {"n1-text": "x", "n1-version": "9" * 30, "n1-key": uuid.uuid4(), "n1-turn": "1"},
        {"n3-text": "x", "n3-version": "1", "n3-key": uuid.uuid4(), "n3-turn": "1"},
        sent("x" * 50_001),
    ],
)
def test_notes_that_cannot_be_kept_are_a_sentence(client, screen, data):
    answer = client.post(screen, data, **JSON)
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
    assert MeetingNote.objects.count() == 0


def test_notes_too_long_come_back_whole(client, screen):
    long = "x" * 50_001
    answer = press(client, screen, "notes", **{"n1-text": long})
    assert (answer.status_code, fields_of(answer)["n1-text"]) == (409, long)


def test_question_is_added_and_marked(client, screen, page):
    person = registered(desk_of(page), question_outcome="À quoi le voit-on ?")
    refused = press(client, screen, "question:1", **{"q1-question": "   "})
    assert (refused.status_code, "Écrivez la question." in text_of(refused)) == (422, True)
    assert press(client, screen, "question:1", **{"q1-question": "Qui rédige ?"}).status_code == 302
    assert press(client, screen, f"asked:2:r{person.pk}").status_code == 302
    shown = text_of(client.get(screen))
    assert ("Qui rédige ?" in shown, "À quoi le voit-on ?" in shown, bool(re.search(r"Posée à \d", shown))) == (
        True,
        True,
        True,
    )
    press(client, screen, f"unasked:2:r{person.pk}")
    assert MeetingQuestion.objects.get(registration=person).asked_at is None


def test_presence_in_one_press(client, screen, page):
    desk = desk_of(page)
    person, _ = registered(desk, name="Bob"), registered(desk, name="Zoé")
    assert press(client, screen, f"here:{person.pk}").status_code == 302
    assert "1 personne présente sur 2 inscriptions" in text_of(client.get(screen))
    press(client, screen, f"away:{person.pk}")
    assert Registration.objects.get(pk=person.pk).has_come is False


def test_person_of_another_workshop_is_not_marked(client, screen):
    stranger = registered(desk_of(workshop(WHEN)))
    assert press(client, screen, f"here:{stranger.pk}").status_code == 409
    assert Registration.objects.get().has_come is None


@pytest.mark.parametrize(
    "decision", ["", "x", "begin:x", "begin:99999", "next", "more", "hand", "question", "question:3", "asked", "here:²"]
)
def test_buttons_about_nothing_are_sentences(client, screen, decision):
    answer = client.post(screen, {"decision": decision, "seen": "x"})
    assert answer.status_code in {302, 409, 422}
    assert LiveSession.objects.filter(moment=None).count() == 0


def test_script_gets_parts_of_the_page(client, screen):
    answer = client.get(screen, **FETCH)
    assert ("<html" in answer.content.decode(), 'id="live-now"' in answer.content.decode()) == (False, True)
    refused = client.post(screen, {"decision": "next"}, **FETCH)
    assert (refused.status_code, "<html" in refused.content.decode()) == (409, False)


def test_programme_without_moment_says_what_to_do(client, by):
    client.force_login(by)
    path = reverse("workshop_live", args=[workshop(WHEN).pk])
    answer = client.post(path, {"decision": "begin"})
    assert (answer.status_code, "Le programme est vide" in text_of(answer)) == (409, True)


def test_member_is_sent_away(client, page):
    client.force_login(member())
    assert client.get(reverse("workshop_live", args=[page.pk])).status_code == 302


def test_screen_costs_the_same_for_1_3_and_30_people(client, screen, page):
    desk = desk_of(page)
    add = lambda: registered(desk, question_practice="Qui ?")  # noqa: E731 -- one line says it
    assert len(set(query_counts(client, screen, add))) == 1
