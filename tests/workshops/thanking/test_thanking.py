"""Thanks with the report, and feedback: once per person, by a private link, numbers kept without names."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hub.core.errors import WrongState
from hub.core.registries import Erasure, Person
from hub.mail.models import OutgoingMail
from tests.factories.contributing import make_contributor
from tests.factories.organisers import organiser
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.mails import deliver
from workshops.models import Feedback, Registration
from workshops.registering.actions.desk import mark_presence
from workshops.registering.actions.purging import purge_registrations
from workshops.thanking.actions import Said, give_feedback, thank
from workshops.thanking.links import feedback_path
from workshops.thanking.personal import erase_feedback, export_feedback
from workshops.thanking.summary import summary_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat()
SAID = Said("yes", "Le retour annuel", "partly", "Les chiffres manquaient")


@pytest.fixture
def desk():
    """Registrations of a workshop that takes place today."""
    return desk_of(workshop(TODAY, certainty="confirmed"), closes_at=timezone.now() + timedelta(hours=1))


def thanked(desk):
    return thank(desk.workshop, report="Compte-rendu", link="https://exemple.fr/cr/")


@pytest.fixture
def row(desk):
    person = registered(desk, "ida@exemple.fr")
    thanked(desk)
    return Feedback.objects.get(registration=person)


def test_everybody_who_had_a_seat_is_written_to_once_in_their_own_words(desk):
    by = organiser()
    came, away, unknown = (registered(desk, f"{name}@exemple.fr") for name in ("ida", "bob", "zoe"))
    asked(desk, "jamais@exemple.fr")
    mark_presence(came, has_come=True, by=by)
    mark_presence(away, has_come=False, by=by)
    make_contributor(desk.workshop, "anime@exemple.fr")
    make_contributor(desk.workshop, "ida@exemple.fr", role="speaker")
    make_contributor(desk.workshop, "decline@exemple.fr", standing="declined")
    deliver()
    assert [thanked(desk), thanked(desk)] == [4, 4]
    title = desk.workshop.title
    mails = OutgoingMail.objects.filter(kind="report-thanks").order_by("recipient")
    assert list(mails.values_list("recipient", "subject")) == [
        ("anime@exemple.fr", f"Merci, et le compte-rendu : {title}"),
        ("bob@exemple.fr", f"En votre absence, le compte-rendu : {title}"),
        ("ida@exemple.fr", f"Merci, et le compte-rendu : {title}"),
        ("zoe@exemple.fr", f"Le compte-rendu : {title}"),
    ]
    assert Feedback.objects.count() == 3
    assert Registration.objects.get(pk=unknown.pk).has_come is None


@pytest.mark.parametrize(("when", "certainty"), [("2099-03-18", "confirmed"), (TODAY, "cancelled"), ("2099", "held")])
def test_nobody_is_thanked_for_what_did_not_take_place(when, certainty):
    desk = desk_of(workshop("2099-03-18", certainty="confirmed"))
    registered(desk)
    page = desk.workshop
    page.when, page.certainty = type(page.when).parse(when), certainty
    page.save()
    assert (thanked(desk), Feedback.objects.count()) == (0, 0)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_feedback_is_given_and_changed_by_the_private_link(client, row):
    path = feedback_path(row)
    assert "Qu’avez-vous trouvé dans cet atelier ?" in text_of(client.get(path)).replace("\u202f", " ")
    for practice in ("yes", "no"):
        answer = client.post(path, {"practice": practice, "practice_words": "Le retour", "outcome": "partly"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}?fait=enregistre")
    assert "Merci, c’est enregistré." in text_of(client.get(f"{path}?fait=enregistre"))
    assert Feedback.objects.values_list("practice", "practice_words", "outcome").get() == ("no", "Le retour", "partly")
    assert client.cookies == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Répondez à l’une des deux questions"),
        ({"practice": "x", "outcome_words": "Gardé"}, "Choisissez oui, en partie ou non."),
        ({"practice_words": "x" * 2_001}, "Ce texte est trop long"),
        ({"practice_words": "\0 "}, "Répondez à l’une des deux questions"),
    ],
)
def test_what_is_no_feedback_is_a_sentence_and_loses_nothing(client, row, data, words):
    answer = client.post(feedback_path(row), data)
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert all(
        value in answer.content.decode() for name, value in data.items() if "words" in name and "\0" not in value
    )
    assert Feedback.objects.get().answered_at is None


def test_wrong_link_opens_nothing(client, row):
    head, token, _ = feedback_path(row).rsplit("/", 2)
    wrong = ("A" if token[0] != "A" else "B") + token[1:]
    other = registered(row.desk)
    thanked(row.desk)
    theirs = Feedback.objects.get(registration=other)
    elsewhere = feedback_path(row).replace(f"/{row.pk}/", f"/{theirs.pk}/")
    assert [client.get(path).status_code for path in (f"{head}/{wrong}/", elsewhere)] == [404, 404]


def test_after_thirty_days_nothing_changes(client, row):
    give_feedback(row, SAID)
    Feedback.objects.update(asked_at=timezone.now() - timedelta(days=30))
    row.refresh_from_db()
    with pytest.raises(WrongState):
        give_feedback(row, Said("no"))
    answer = client.post(feedback_path(row), {"practice": "no"})
    assert (answer.status_code, "Le temps de répondre est passé" in text_of(answer)) == (409, True)
    assert Feedback.objects.get().practice == "yes"


def test_organisers_read_numbers_and_words_without_names(row):
    give_feedback(row, SAID)
    registered(row.desk)
    thanked(row.desk)
    found = summary_of(row.desk.workshop)
    assert (found.asked, found.answered) == (2, 1)
    assert [(heard.counts, heard.words) for heard in found.parts] == [
        ([("Oui", 1), ("En partie", 0), ("Non", 0)], ["Le retour annuel"]),
        ([("Oui", 0), ("En partie", 1), ("Non", 0)], ["Les chiffres manquaient"]),
    ]


def anonymous():
    return list(Feedback.objects.values_list("registration", "practice", "practice_words", "outcome", "outcome_words"))


def test_words_leave_with_the_names_and_numbers_stay(client, row):
    give_feedback(row, SAID)
    path = feedback_path(row)
    purge_registrations(datetime(2100, 1, 1, tzinfo=UTC))
    assert Registration.objects.count() == 0
    assert anonymous() == [(None, "yes", "", "partly", "")]
    assert client.get(path).status_code == 404


def test_person_takes_away_and_erases_what_they_said(row):
    give_feedback(row, SAID)
    person = Person("ida@exemple.fr")
    assert [line["comment_on_fait_en_mots"] for line in export_feedback(person)] == ["Le retour annuel"]
    erase_feedback(person, Erasure(at=timezone.now(), keep_published=False, account_only=True))
    assert anonymous()[0][2] == "Le retour annuel"
    erase_feedback(person, Erasure(at=timezone.now(), keep_published=False))
    assert (anonymous(), export_feedback(person)) == ([(None, "yes", "", "partly", "")], [])
