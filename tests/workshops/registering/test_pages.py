"""The form and the page behind the private link, without account nor cookie."""

import re
import uuid

import pytest
from django.urls import reverse

from hub.mail.models import OutgoingMail
from tests.factories.organisers import organiser
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.mails import deliver
from workshops.models import Registration, RegistrationDesk
from workshops.registering.actions.desk import write_to
from workshops.registering.actions.seats import cancel_registration
from workshops.registering.links import private_path
from workshops.registering.views import public

WHEN = "2099-03-18T14:00/2099-03-18T16:00"


@pytest.fixture
def desk(db):
    return desk_of(workshop(WHEN, certainty="confirmed"), capacity=1)


@pytest.fixture
def address(desk):
    return reverse("register", args=[desk.workshop.slug])


def typed(**more):
    return {"key": str(uuid.uuid4()), "name": "Ida Martin", "email": "ida@exemple.fr", **more}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u202f", " ")


def test_page_of_the_workshop_says_open_then_full_and_never_a_number(client, desk):
    page = client.get(desk.workshop.url)
    assert reverse("register", args=[desk.workshop.slug]) in page.content.decode()
    assert "Inscriptions ouvertes." in text_of(page)
    registered(desk)
    page = text_of(client.get(desk.workshop.url))
    assert ("Complet." in page, "liste d’attente" in page, "1 place" in page) == (True, True, False)


def test_page_of_a_workshop_without_registrations_offers_nothing(client, db):
    page = workshop(WHEN, certainty="confirmed")
    assert "inscription" not in client.get(page.url).content.decode()
    assert client.get(reverse("register", args=[page.slug])).status_code == 404


def test_form_is_kept_by_nobody_else(client, address):
    assert client.get(address).headers["Cache-Control"] == "private, no-cache"


def test_form_is_sent_and_answers_the_same_for_everybody(client, desk, address):
    registered(desk, "connue@exemple.fr")
    answers = [client.post(address, typed(email=email)) for email in ("connue@exemple.fr", "neuve@exemple.fr")]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (303, reverse("register_thanks", args=[desk.workshop.slug]))
    ] * 2
    assert "Encore un geste" in text_of(client.get(answers[0].headers["Location"]))
    assert client.cookies == {}


def test_refused_form_keeps_what_was_typed(client, desk, address):
    page = client.post(address, typed(email="ida", question_outcome="Que devient l’avis ?"))
    assert page.status_code == 200
    assert "Il manque « @ » dans l’adresse électronique." in text_of(page)
    assert "Que devient l’avis ?" in page.content.decode()
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(
    "more",
    [
        {"key": "x"},
        {"name": "a\0b", "organisation": "\u202eville"},
        {"website": "http://exemple.fr"},
        {"question_practice": "é" * 2_001},
        {"name": "<b>Ida</b>"},
        {"places": "99", "state": "confirmed", "is_seen": "1"},
        {"email": "ida@exemple.fr\nBcc: tous@exemple.fr"},
    ],
)
def test_bad_input_is_a_sentence_and_takes_no_seat(client, desk, address, more):
    assert client.post(address, typed(**more)).status_code in {200, 303, 422}
    assert RegistrationDesk.objects.get().taken == 0
    assert set(Registration.objects.values_list("state", flat=True)) <= {"asked"}


def test_form_opened_before_and_sent_after_closing_loses_nothing(client, desk, address):
    RegistrationDesk.objects.update(is_open=False)
    page = client.post(address, typed(question_practice="Qui tire au sort ?"))
    assert page.status_code == 409
    assert "Les inscriptions à cet atelier sont closes." in text_of(page)
    assert "Qui tire au sort ?" in page.content.decode()
    assert "Les inscriptions sont closes" in text_of(client.get(address))


def test_too_many_requests_from_one_place_are_refused_and_lose_nothing(client, address, monkeypatch):
    monkeypatch.setattr(public, "REQUESTS_PER_HOUR", 1)
    client.post(address, typed())
    page = client.post(address, typed(email="leo@exemple.fr", question_practice="Qui tire au sort ?"))
    assert (page.status_code, "Qui tire au sort ?" in page.content.decode()) == (429, True)
    assert list(Registration.objects.values_list("email", flat=True)) == ["ida@exemple.fr"]


@pytest.mark.parametrize("state", ["refused", "asked"])
def test_button_that_comes_too_late_is_a_sentence_and_takes_no_seat(client, desk, state):
    row = asked(desk, "ida@exemple.fr")
    Registration.objects.update(state=state)
    RegistrationDesk.objects.update(is_open=False)
    page = client.post(private_path(row), {"decision": "confirm"})
    words = {"refused": "n’a pas été retenue", "asked": "Les inscriptions à cet atelier sont closes."}
    assert (page.status_code, words[state] in text_of(page)) == (409, True)
    row.refresh_from_db()
    assert (row.state, row.desk.taken) == (state, 0)


def test_reading_the_link_takes_nothing_and_its_button_does(client, desk):
    row = asked(desk, "ida@exemple.fr")
    path = private_path(row)
    assert "Confirmer mon inscription" in text_of(client.get(path))
    row.refresh_from_db()
    assert row.state == "asked"
    answer = client.post(path, {"decision": "confirm"})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "Vous avez une place" in text_of(client.get(path))
    assert client.cookies == {}


def test_who_waits_is_told_and_gets_the_freed_seat(client, desk):
    first, second = registered(desk), registered(desk)
    assert "Vous êtes sur la liste d’attente" in text_of(client.get(private_path(second)))
    client.post(private_path(first), {"decision": "cancel"})
    assert "Inscription annulée" in text_of(client.get(private_path(first)))
    assert "Vous avez une place" in text_of(client.get(private_path(second)))


def test_link_with_one_sign_changed_opens_nothing(client, desk):
    path = private_path(registered(desk))
    head, token, _ = path.rsplit("/", 2)
    wrong = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    assert client.get(f"{head}/{wrong}/").status_code == 404
    assert client.post(f"{head}/{wrong}/", {"decision": "cancel"}).status_code == 404
    other = registered(desk)
    assert client.get(path.replace(f"/{Registration.objects.first().pk}/", f"/{other.pk}/")).status_code == 404


def test_owner_changes_what_they_said(client, desk):
    row = registered(desk, needs="Des sous-titres")
    path = private_path(row)
    answer = client.post(
        path, {"decision": "change", "name": "Ida M.", "question_outcome": "Et après ?", "is_seen": "on"}
    )
    assert answer.status_code == 303
    row.refresh_from_db()
    assert (row.name, row.needs, row.question_outcome, row.is_seen, row.state) == (
        "Ida M.",
        "",
        "Et après ?",
        True,
        "confirmed",
    )
    refused = client.post(path, {"decision": "change", "name": "", "question_outcome": "Gardée"})
    assert ("Gardée" in refused.content.decode(), refused.status_code) == (True, 200)


def test_only_who_has_a_seat_sees_those_who_agreed_to_be_seen(client, desk):
    RegistrationDesk.objects.update(capacity=2)
    visible = registered(desk, "a@exemple.fr", name="Alba Visible", is_seen=True)
    seated = registered(desk, "b@exemple.fr", name="Bruno Discret")
    waiting = registered(desk, "c@exemple.fr", name="Chloé Attend")
    page = text_of(client.get(private_path(seated)))
    assert ("Alba Visible" in page, "Chloé Attend" in page, "a@exemple.fr" in page) == (True, False, False)
    assert "Alba Visible" not in text_of(client.get(private_path(waiting)))
    assert "Bruno Discret" not in text_of(client.get(private_path(visible)))


def test_mails_give_the_link_that_opens_the_page(client, desk):
    row = registered(desk, "ida@exemple.fr")
    texts = OutgoingMail.objects.filter(recipient="ida@exemple.fr").values_list("text", flat=True)
    assert [private_path(row) in text for text in texts] == [True, True]


def test_mails_that_hold_the_link_are_forgotten_once_they_have_left(desk):
    first, second = registered(desk), registered(desk)
    cancel_registration(first)
    write_to(desk, [second], subject="Les documents", text="Bonjour.", key="1", by=organiser())
    sent = deliver()
    told = [(mail.kind, mail.text) for mail in OutgoingMail.objects.order_by("pk")]
    kinds = ["registration-confirm", "registration-state"] * 2 + ["registration-state"] * 2 + ["registration-message"]
    assert (told, len(sent)) == ([(kind, "") for kind in kinds], 7)
