"""The page of who holds a workshop, and the organisers' screen."""

import re
import uuid

import pytest
from django.urls import reverse

from hub.core.enums import Half
from hub.mail.models import OutgoingMail
from tests.factories.contributing import make_contributor
from tests.factories.organisers import member, organiser
from tests.factories.workshops import workshop
from tests.harness.clock import stopped_at
from tests.harness.queries import query_counts
from workshops.contributing.links import join_path, private_path
from workshops.models import AgendaItem, Contributor, MeetingLink

pytestmark = pytest.mark.django_db
WHEN, PAST = "2099-03-18T14:00/2099-03-18T16:00", "2026-01-15T14:00/2026-01-15T16:00"


@pytest.fixture
def page():
    return workshop(WHEN, certainty="confirmed")


@pytest.fixture
def row(page):
    return make_contributor(
        page, "ida@exemple.fr", name="Ida Martin", role="speaker", part=2, standing="asked", awaited="le diaporama"
    )


@pytest.fixture
def screen(client, page):
    client.force_login(organiser())
    return reverse("workshop_team", args=[page.pk])


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u202f", " ")


def typed(**more):
    return {"decision": "add", "name": "Ada", "email": "ada@exemple.fr", "role": "speaker", "part": "1", **more}


def test_page_shows_the_part_what_is_missing_and_what_is_asked(client, page, row):
    for part, title in ((Half.PRACTICE, "Le tirage"), (Half.OUTCOME, "Les suites")):
        AgendaItem.objects.create(workshop=page, part=part, title=title, minutes=25)
    text = text_of(client.get(private_path(row)))
    words = ("Les suites", "14 h 25", "25 min", "le diaporama", "Je viens", "J’accepte l’enregistrement")
    assert [each in text for each in words] == [True] * 6
    assert ("Le tirage" in text, "sans votre accord, rien n’est enregistré" in text) == (False, True)


def test_reading_the_page_says_nothing(client, row):
    for send in (client.get, client.head):
        assert send(private_path(row)).status_code == 200
    row.refresh_from_db()
    assert (row.standing, row.recording, client.cookies) == ("asked", "silent", {})


def test_buttons_answer_and_are_changed_by_the_same_link(client, row):
    def press(decision):
        answer = client.post(private_path(row), {"decision": decision})
        row.refresh_from_db()
        return answer.status_code, row.standing, row.recording

    assert press("confirm") == (303, "confirmed", "silent")
    assert press("agree") == (303, "confirmed", "agreed")
    assert "Vous acceptez" in text_of(client.get(private_path(row)))
    assert press("refuse") == (303, "confirmed", "refused")
    assert press("decline") == (303, "declined", "refused")
    assert press("n’importe quoi") == (409, "declined", "refused")


def test_after_the_workshop_only_the_agreement_changes(client):
    row = make_contributor(workshop(PAST, certainty="held"))
    assert "Je ne viens plus" not in text_of(client.get(private_path(row)))
    assert client.post(private_path(row), {"decision": "decline"}).status_code == 409
    assert client.post(private_path(row), {"decision": "refuse"}).status_code == 303
    row.refresh_from_db()
    assert (row.standing, row.recording) == ("confirmed", "refused")


def test_wrong_link_opens_nothing(client, row):
    path = private_path(row)
    for wrong in (path[:-2] + ("A" if path[-2] != "A" else "B") + "/", join_path(row).replace("rejoindre/", "")):
        for send in (client.get, client.post):
            assert send(wrong).status_code == 404
    Contributor.objects.filter(pk=row.pk).delete()
    assert client.get(path).status_code == 404


def test_page_gives_the_way_in_when_it_is_time_and_never_the_room(client, page, row):
    MeetingLink.objects.create(workshop=page, address="https://visio.exemple.fr/salle-7")
    host = make_contributor(page)
    with stopped_at("2099-03-18T12:40:00Z"):
        pages = [client.get(private_path(each)).content.decode() for each in (row, host)]
        assert [join_path(each) in text for each, text in zip((row, host), pages, strict=True)] == [False, True]
        assert ["quinze minutes avant" in pages[0], "salle-7" in "".join(pages)] == [True, False]


def test_organiser_adds_corrects_asks_notes_and_removes(client, page, screen):
    assert client.post(screen, typed()).status_code == 302
    row = Contributor.objects.get()
    assert "Ada" in text_of(client.get(screen))
    assert 'value="ada@exemple.fr"' in client.get(f"{screen}?personne={row.pk}").content.decode()
    change = typed(decision="change", personne=row.pk, name="Ada Roy", awaited="le texte")
    assert client.post(screen, change).status_code == 302
    assert client.post(screen, {"decision": "ask", "personne": row.pk, "key": str(uuid.uuid4())}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.awaited, row.standing, OutgoingMail.objects.count()) == ("Ada Roy", "le texte", "asked", 1)
    text = text_of(client.get(screen))
    assert [words in text for words in ("Réponse attendue", "le texte", "il manque l’accord de Ada Roy")] == [True] * 3
    for decision, standing in (("confirmed", "confirmed"), ("declined", "declined")):
        client.post(screen, {"decision": decision, "personne": row.pk})
        row.refresh_from_db()
        assert row.standing == standing
    assert client.post(screen, {"decision": "remove", "personne": row.pk}).status_code == 302
    assert Contributor.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": ""}, "Écrivez le prénom et le nom."),
        ({"email": "ada"}, "Il manque « @ » dans l’adresse électronique."),
        ({"email": "ada@exemple.fr\nBcc: b@exemple.fr"}, "adresse"),
        ({"part": ""}, "Dites dans quelle partie la personne intervient."),
        ({"part": "7"}, "Dites dans quelle partie la personne intervient."),
        ({"role": "roi"}, "Choisissez un rôle."),
    ],
)
def test_refused_form_says_why_and_keeps_what_was_typed(client, screen, more, words):
    answer = client.post(screen, typed(organisation="Ville de Loin", **more))
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert ("Ville de Loin" in answer.content.decode(), Contributor.objects.count()) == (True, 0)


def test_decision_about_somebody_else_changes_nothing(client, screen):
    other = make_contributor(workshop(WHEN, certainty="confirmed"), standing="asked")
    for personne in (other.pk, "0", "x", "9" * 30, ""):
        for decision in ("confirmed", "remove", "ask", "change"):
            assert client.post(screen, typed(decision=decision, personne=personne)).status_code == 409
    other.refresh_from_db()
    assert (other.standing, other.name) == ("asked", "Prénom Hôte")


def test_forgotten_person_can_be_read_and_removed_only(client, screen, page):
    Contributor.objects.create(workshop=page, email="", email_key="oublie-1", role="host", recording="agreed")
    page_text = text_of(client.get(screen))
    assert ("Nom effacé" in page_text, "Corriger" in page_text) == (True, False)


def test_only_organisers_see_the_screen(client, page, row):
    client.force_login(member("membre@exemple.fr"))
    address = reverse("workshop_team", args=[page.pk])
    for answer in (client.get(address), client.post(address, typed())):
        assert (answer.status_code, "ida@exemple.fr" in answer.content.decode()) == (302, False)
    assert Contributor.objects.count() == 1


def test_screen_costs_the_same_with_1_3_and_30_people(client, page, screen):
    count = iter(range(100))

    def add():
        make_contributor(page, f"p{next(count)}@exemple.fr", role="speaker", part=1)

    assert len(set(query_counts(client, screen, add))) == 1
