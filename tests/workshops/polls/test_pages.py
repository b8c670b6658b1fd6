"""The page where one answers, and the organisers' screen."""

import re

import pytest
from django.urls import reverse

from tests.factories.organisers import organiser
from tests.factories.polls import poll_of
from tests.factories.workshops import workshop
from tests.harness.queries import query_counts
from workshops.models import DatePoll, PollAnswer, PollInvitee, WorkshopPage
from workshops.polls.actions import Person, answer_slots, stop_poll
from workshops.polls.links import answer_path

pytestmark = pytest.mark.django_db
SCRIPT = {"headers": {"accept": "application/json"}}


@pytest.fixture
def by():
    return organiser()


@pytest.fixture
def page():
    return workshop("2099-09|2099-10", certainty="proposed")


@pytest.fixture
def ida(page, by):
    return poll_of(page, by).invitees.get(name="Ida")


@pytest.fixture
def screen(client, by, page):
    client.force_login(by)
    return reverse("workshop_poll", args=[page.pk])


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def typed(*days, **more):
    boxes = {f"slot{number}-day": day for number, day in enumerate(days)}
    return {
        "decision": "open",
        "speakers": "Bob <bob@exemple.fr>",
        "others": "",
        "last_day": "2099-07-06",
        **boxes,
        **more,
    }


DAYS = ("2099-09-14", "2099-09-23", "2099-10-05")


def test_reading_answers_nothing_and_each_choice_is_kept_as_it_is_made(client, ida):
    path, slot = answer_path(ida), ida.poll.slots.first()
    assert "Pas encore de réponse" in text_of(client.get(path))
    assert PollAnswer.objects.count() == 0
    answer = client.post(path, {f"c{slot.pk}": "if_needed"}, **SCRIPT)
    assert (answer.status_code, answer.json()["saved"].startswith("Enregistré à ")) == (200, True)
    assert PollAnswer.objects.get().choice == "if_needed"
    assert client.cookies == {}


def test_button_keeps_all_answers_without_script(client, ida):
    path = answer_path(ida)
    answer = client.post(path, {f"c{slot.pk}": "yes" for slot in ida.poll.slots.all()})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}?fait=enregistre")
    page = client.get(answer.headers["Location"])
    assert (page.content.decode().count(" checked"), "Vos réponses sont enregistrées." in text_of(page)) == (3, True)


def test_others_are_numbers_never_names(client, ida):
    answer_slots(ida.poll.invitees.get(name="Bob"), {slot.pk: "no" for slot in ida.poll.slots.all()})
    page = text_of(client.get(answer_path(ida)))
    assert ("0 oui, 0 si besoin, 1 non" in page, "Bob" in page, "bob@exemple.fr" in page) == (True, False, False)


def test_answer_sent_after_the_end_is_a_sentence_and_keeps_what_was_chosen(client, ida, by):
    slot = ida.poll.slots.first()
    stop_poll(ida.poll, by=by)
    refused = client.post(answer_path(ida), {f"c{slot.pk}": "yes"})
    assert (refused.status_code, " checked" in refused.content.decode()) == (409, True)
    assert "Le sondage est terminé" in text_of(refused)
    assert client.post(answer_path(ida), {f"c{slot.pk}": "yes"}, **SCRIPT).status_code == 409
    assert PollAnswer.objects.count() == 0


@pytest.mark.parametrize("name", ["c999999", "c", "c9999999999999", "c²", "x\0"])
def test_answers_to_nothing_are_left_out(client, ida, name):
    assert client.post(answer_path(ida), {name: "yes"}).status_code == 303
    ida.refresh_from_db()
    assert (PollAnswer.objects.count(), ida.answered_at) == (0, None)


def test_wrong_link_opens_nothing(client, ida):
    head, token, _ = answer_path(ida).rsplit("/", 2)
    other = ida.poll.invitees.get(name="Bob")
    wrong = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    addresses = [f"{head}/{wrong}/", answer_path(ida).replace(f"/{ida.pk}/", f"/{other.pk}/")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_page_costs_the_same_for_1_3_and_30_people(client, page, by):
    ida = poll_of(page, by, Person("ida@exemple.fr", "Ida")).invitees.get()

    def add():
        number = PollInvitee.objects.count()
        other = PollInvitee.objects.create(
            poll=ida.poll, email=f"{number}@exemple.fr", email_key=f"{number}@exemple.fr"
        )
        answer_slots(other, {slot.pk: "yes" for slot in ida.poll.slots.all()})

    assert len(set(query_counts(client, answer_path(ida), add))) == 1


# ---------------------------------------------------------------- the organisers' screen
def test_organiser_opens_a_poll(client, screen):
    hours = {"slot0-start": "14:00", "slot0-end": "15:30"}
    answer = client.post(screen, typed(*DAYS, others="Ida Martin <ida@exemple.fr>\n\nzoe@exemple.fr", **hours))
    assert answer.status_code == 302
    poll = DatePoll.objects.get()
    assert [str(slot.when) for slot in poll.slots.all()] == ["2099-09-14T14:00/2099-09-14T15:30", *DAYS[1:]]
    asked = poll.invitees.order_by("email").values_list("email", "name", "speaks")
    assert list(asked) == [
        ("bob@exemple.fr", "Bob", True),
        ("ida@exemple.fr", "Ida Martin", False),
        ("zoe@exemple.fr", "", False),
    ]
    assert "Pas encore de réponse : Bob" in text_of(client.get(screen))


def test_dates_are_checked_without_sending_anything(client, screen):
    answer = client.post(screen, typed("2099-07-14", decision="check", others="ida@exemple.fr"))
    assert answer.status_code == 200
    assert ("Jour férié" in text_of(answer), "ida@exemple.fr" in answer.content.decode()) == (True, True)
    assert DatePoll.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"others": "pas une adresse"}, "« pas une adresse »"),
        ({"others": "a@exemple.fr\nBcc: b@exemple.fr"}, "« Bcc: b@exemple.fr »"),
        ({"last_day": ""}, "Écrivez le dernier jour"),
        ({"slot1-start": "14:00"}, "Un créneau est un jour"),
        ({"slot1-day": "2099-03-29", "slot1-start": "02:30", "slot1-end": "04:00"}, "Cette heure n’existe pas"),
        ({"slot1-day": "2099-10-25", "slot1-start": "02:30", "slot1-end": "04:00"}, "Cette heure existe deux fois"),
        ({"slot1-start": "15:00", "slot1-end": "14:00"}, "La fin est avant le début"),
        ({"slot1-day": "hier"}, "date valide"),
        ({"slot1-day": DAYS[0]}, "tous différents"),
        ({"speakers": ""}, "Interrogez de 1 à"),
        ({"last_day": "2020-01-01"}, "La fin du sondage est à venir"),
    ],
)
def test_what_is_no_poll_is_a_sentence_and_loses_nothing(client, screen, more, sentence):
    answer = client.post(screen, typed(*DAYS, **more))
    assert answer.status_code in {409, 422}
    assert (sentence in text_of(answer), DAYS[2] in answer.content.decode()) == (True, True)
    assert DatePoll.objects.count() == 0


def test_organiser_retains_a_slot_and_is_asked_when_a_speaker_refused(client, screen, page, by):
    poll = poll_of(page, by)
    slot = poll.slots.first()
    answer_slots(poll.invitees.get(name="Bob"), {slot.pk: "no"})
    asked = client.post(screen, {"decision": "retain", "slot": slot.pk, "certainty": "confirmed"})
    assert "Retenir quand même ?" in text_of(asked)
    assert WorkshopPage.objects.get(pk=page.pk).certainty == "proposed"
    sent = {"decision": "retain", "slot": slot.pk, "certainty": "confirmed", "despite": "on"}
    assert client.post(screen, sent).status_code == 302
    assert WorkshopPage.objects.get(pk=page.pk).certainty == "confirmed"
    assert "Créneau retenu" in text_of(client.get(screen))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"decision": "x"},
        {"decision": "retain"},
        {"decision": "retain", "slot": "x", "certainty": "confirmed"},
        {"decision": "stop"},
    ],
)
def test_decisions_about_nothing_are_sentences(client, screen, data):
    assert client.post(screen, data).status_code == 409


def test_slot_of_another_workshop_is_not_retained(client, screen, by):
    other = poll_of(workshop("2099-10"), by).slots.first()
    sent = {"decision": "retain", "slot": other.pk, "certainty": "confirmed"}
    assert client.post(screen, sent).status_code == 409
    assert DatePoll.objects.get().closed_at is None


def test_slot_is_titled_by_its_day_with_hours_beside(client, ida):
    shown = text_of(client.get(answer_path(ida)))
    assert "Lundi 14 septembre 2099 De 14 h à 15 h 30 (heure de Paris)" in shown
    assert "Lundi 5 octobre 2099 Toute la journée" in shown
