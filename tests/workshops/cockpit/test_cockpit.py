"""The cockpit of a workshop: what is ready and what is missing, who was written to, what will leave."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.community.models import email_key
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import report
from tests.factories.contributing import make_contributor
from tests.factories.mails import outgoing
from tests.factories.organisers import member, organiser
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.queries import queries_of
from workshops.cockpit.lines import lines, read
from workshops.models import AgendaItem, MeetingLink, Registration
from workshops.planning.preparation import lacks

pytestmark = pytest.mark.django_db
WHEN = "2099-03-18T14:00/2099-03-18T16:00"


@pytest.fixture
def page(db):
    return workshop(WHEN, certainty="confirmed", title="Indemniser")


@pytest.fixture
def screen(client, page):
    client.force_login(organiser())
    return reverse("workshop_cockpit", args=[page.pk])


def said(page):
    """State and details of each line, by its label."""
    now = timezone.now()
    return {line.label: (line.state, line.details) for line in lines(read(page, now, timezone.localdate(now)))}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_bare_workshop_says_all_that_is_missing(page):
    assert said(page) == {
        "Date": ("ready", ["mercredi 18 mars 2099, de 14 h à 16 h (heure de Paris)"]),
        "Page et lieu": ("ready", ["Visioconférence"]),
        "Partenaires": ("missing", ["un partenaire"]),
        "Thème et programme": ("missing", ["un thème", "un programme"]),
        "Hôte": ("missing", ["personne n’est nommé"]),
        "Second hôte": ("missing", ["personne n’est nommé"]),
        "Intervention : Comment on fait ?": ("missing", ["personne n’intervient"]),
        "Intervention : Qu’est-ce que cela produit ?": ("missing", ["personne n’intervient"]),
        "Documents attendus": ("ready", ["aucun"]),
        "Salle de visioconférence": ("missing", ["l’adresse de la visioconférence"]),
        "Inscriptions": ("missing", ["elles n’ont jamais été ouvertes"]),
        "Accord pour enregistrer": ("waiting", ["personne n’a encore été interrogé"]),
        "Compte-rendu": ("later", ["après l’atelier"]),
    }


def test_what_preparation_says_is_missing_is_what_the_cockpit_says(page):
    partner(page, authority("Ville de Rouen"))
    AgendaItem.objects.create(workshop=page, part=1, title="Récit", minutes=500)
    found = said(page)
    labels = ("Date", "Page et lieu", "Partenaires", "Thème et programme")
    missing = [words for label in labels for words in found[label][1] if found[label][0] == "missing"]
    assert missing == lacks(page) != []


def test_complete_workshop_is_ready(page, client, screen):
    page.themes.set([theme()])
    page.save()
    partner(page, authority(), "confirmed")
    for part in (1, 2):
        AgendaItem.objects.create(workshop=page, part=part, title="Récit")
        make_contributor(page, f"p{part}@example.org", role="speaker", part=part, recording="agreed")
    make_contributor(page, recording="agreed")
    make_contributor(page, "second@example.org", role="second_host", recording="agreed")
    MeetingLink.objects.create(workshop=page, address="https://visio.example.org/secrete", code="4321")
    desk_of(page)
    shown = said(page)
    assert {label: state for label, (state, _) in shown.items() if state != "ready"} == {"Compte-rendu": "later"}
    text = client.get(screen).content.decode()
    assert ["Rien ne manque" in text, "secrete" in text, "4321" in text] == [True, False, False]


def test_each_person_is_said_with_where_they_stand(page):
    make_contributor(page, "a@example.org", name="Ada", standing="asked", awaited="le diaporama", part=1)
    make_contributor(page, "b@example.org", name="Bob", role="speaker", part=1, recording="refused")
    make_contributor(page, "c@example.org", name="Cléo", role="speaker", part=2, standing="declined")
    found = said(page)
    assert found["Hôte"] == ("waiting", ["Ada : réponse attendue"])
    assert found["Intervention : Comment on fait ?"] == ("waiting", ["Ada : réponse attendue", "Bob : confirmé"])
    assert found["Intervention : Qu’est-ce que cela produit ?"] == ("missing", ["personne n’intervient"])
    assert found["Documents attendus"] == ("waiting", ["Ada : le diaporama"])
    assert found["Accord pour enregistrer"] == ("ready", ["pas d’enregistrement : Bob refuse"])


def test_registrations_are_said_in_numbers(page):
    desk = desk_of(page, capacity=2)
    for number in range(4):
        registered(desk, needs="Une boucle" if number == 0 else "")
    asked(desk)
    assert said(page)["Inscriptions"] == (
        "ready",
        ["ouvertes", "2 places prises sur 2", "2 personnes en attente", "1 besoin à lire"],
    )


def test_inscription_to_approve_waits_for_the_organisers(page):
    registered(desk_of(page, who="approval"))
    assert said(page)["Inscriptions"][0] == "waiting"


def test_past_workshop_says_what_it_leaves():
    page = workshop("2026-03-18T14:00/2026-03-18T16:00", certainty="held")
    desk = desk_of(page)
    for has_come in (True, None):
        Registration.objects.create(
            desk=desk, state="confirmed", email=f"{has_come}@exemple.fr", email_key=f"{has_come}", has_come=has_come
        )
    type(desk).objects.update(taken=2)
    found = said(page)
    assert found["Inscriptions"] == ("waiting", ["2 places prises", "1 présence notée", "1 présence à noter"])
    assert (list(found), found["Compte-rendu"]) == (
        ["Inscriptions", "Accord pour enregistrer", "Compte-rendu"],
        ("missing", ["il reste à écrire"]),
    )
    report(workshop=page)
    assert said(page)["Compte-rendu"] == ("ready", ["publié"])


def test_cancelled_workshop_lacks_nothing(client):
    page = workshop(WHEN, certainty="cancelled")
    client.force_login(organiser())
    text = text_of(client.get(reverse("workshop_cockpit", args=[page.pk])))
    assert (list(said(page)), "Rien ne manque" in text) == (["Inscriptions"], False)


def test_people_are_listed_with_their_last_mail_and_what_came_back(client, screen, page):
    partner(page, authority("Ville de Rouen", contact_email="contact@rouen.example.org"), "tentative")
    make_contributor(page, "Ada@example.org", name="Ada", organisation="Canteleu")
    written = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    outgoing("Ada@example.org", sent_at=written, state="sent", bounce="permanent", bounced_at=written)
    text = text_of(client.get(screen))
    assert "Ville de Rouen Partenaire Sous réserve aucun" in text
    assert "Ada (Canteleu) Hôte Confirmé 20 novembre 2026 à 10 h 05 Message revenu" in text


def test_reminders_to_come_are_said_with_their_number(client, screen, page):
    make_contributor(page)
    registered(desk_of(page))
    text = text_of(client.get(screen))
    assert "une semaine avant, le 11 mars 2099 à 14 h : 2 personnes aujourd’hui" in text
    assert "une heure avant, le 18 mars 2099 à 13 h : 2 personnes aujourd’hui" in text
    page.unpublish()
    assert "Aucun rappel n’est à venir" in text_of(client.get(screen))


def test_cockpit_leads_to_every_screen_and_each_leads_back(client, screen, page):
    names = ("workshop_decide", "workshop_poll", "workshop_registrations")
    shown = client.get(screen).content.decode()
    urls = [reverse(name, args=[page.pk]) for name in names]
    assert [f'href="{url}"' in shown for url in urls] == [True] * 3
    assert [f'href="{screen}"' in client.get(url).content.decode() for url in urls] == [True] * 3


def test_cockpit_is_reached_from_the_page_the_list_and_the_dashboard(client, screen, page):
    places = (reverse("wagtailadmin_pages:edit", args=[page.pk]), reverse("ateliers:index"), "/admin/")
    assert [f'href="{screen}"' in client.get(place).content.decode() for place in places] == [True] * 3


def test_member_is_sent_away(client, page):
    client.force_login(member("ida@exemple.fr"))
    assert client.get(reverse("workshop_cockpit", args=[page.pk])).status_code == 302


def test_looking_changes_nothing_and_sending_is_refused(client, screen):
    assert (client.post(screen).status_code, OutgoingMail.objects.count()) == (405, 0)


def test_cockpit_costs_the_same_for_1_30_and_500_people(client, screen, page):
    desk, counts = desk_of(page), []
    for size in (1, 30, 500):
        addresses = [f"p{size}-{number}@exemple.fr" for number in range(size - desk.registrations.count())]
        Registration.objects.bulk_create(
            Registration(desk=desk, state="confirmed", email=each, email_key=email_key(each), needs="x", name="Ida")
            for each in addresses
        )
        make_contributor(page, f"equipe-{size}@example.org")
        partner(page, authority(f"Ville {size}"))
        counts.append(queries_of(client, screen))
    assert len(set(counts)) == 1
