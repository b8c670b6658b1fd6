"""The radar while a date is typed: it looks at the form as it stands, and writes nothing."""

import pytest
from django.urls import reverse

from tests.factories.conflicts import constraint, planned
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.factories.workshops import authority, workshop
from workshops.models import OutsideEvent, WorkshopPage

pytestmark = pytest.mark.django_db

DAY = {"when-kind": "days", "when-first_day": "2027-05-06"}


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def seen(client, typed: dict[str, object], pk: int = 0, *, alone: bool = True) -> str:
    headers = {"X-Requested-With": "fetch"} if alone else {}
    answer = client.post(reverse("workshop_radar", args=[pk]), typed, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_typed_date_is_looked_at(office):
    constraint("Congrès", "2027-05-06", starts="09:00", ends="12:00")
    html = seen(office, DAY)
    for words in ("Pour la date saisie : 6 mai 2027.", "Ascension", "« Congrès », le 6 mai 2027, de 9 h à 12 h."):
        assert words in html
    assert "<html" not in html


def test_button_opens_the_same_on_a_page(office):
    html = seen(office, DAY, alone=False)
    assert "<html" in html
    assert "Pour la date saisie : 6 mai 2027." in html
    assert "Rien n’est enregistré" in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Rien à vérifier tant que la date est à définir."),
        ({"when-kind": "days"}, "Indiquez le premier jour."),
        ({"when-kind": "hour", "when-first_day": "2027-05-06", "when-start": "14:00"}, "Indiquez l’heure de fin."),
        ({"when-kind": "days", "when-first_day": "2027-02-31"}, "Cette date n’existe pas : « 2027-02-31 »."),
        ({"when-kind": "zut", "when-first_day": "\0"}, "Rien à vérifier tant que la date est à définir."),
        ({"when-kind": "month", "when-month": "06", "when-year": "2027"}, "Pour la date saisie : Juin 2027."),
        ({**DAY, "fallback_for": "zut", "host_event": "9" * 40, "partners-TOTAL_FORMS": "-1"}, "6 mai 2027"),
        ({**DAY, "partners-TOTAL_FORMS": "3", "partners-0-authority": "", "partners-1-authority": "x"}, "6 mai 2027"),
    ],
)
def test_whatever_is_typed_gets_a_sentence(office, typed, words):
    assert words in seen(office, typed)


def test_partners_of_the_form_count(office):
    toulouse, withdrawn, removed = (authority(name, department_code="31") for name in ("Toulouse", "Retirée", "Ôtée"))
    html = seen(
        office,
        {
            "when-kind": "days",
            "when-first_day": "2027-02-10",
            "partners-TOTAL_FORMS": "3",
            "partners-0-authority": toulouse.pk,
            "partners-0-certainty": "planned",
            "partners-1-authority": withdrawn.pk,
            "partners-1-certainty": "withdrawn",
            "partners-2-authority": removed.pk,
            "partners-2-DELETE": "on",
        },
    )
    assert [name in html for name in ("(Toulouse)", "Retirée", "Ôtée")] == [True, False, False]


def test_the_workshop_its_original_and_its_host_do_not_count(office):
    itself, original = (planned("2027-05-06", title=title) for title in ("Lui-même", "Premier"))
    host = OutsideEvent.objects.create(name="Hôte", slug="hote", when=itself.when)
    typed = {**DAY, "fallback_for": original.pk, "host_event": host.pk}
    assert [name in seen(office, typed, itself.pk) for name in ("Lui-même", "Premier", "Hôte")] == [False] * 3
    assert [name in seen(office, DAY) for name in ("Lui-même", "Premier", "Hôte")] == [True] * 3


def test_nothing_is_written_and_only_a_post_is_read(office):
    page = workshop("2027-06", title="Atelier")
    before = WorkshopPage.objects.values().get(pk=page.pk)
    seen(office, DAY, page.pk)
    assert WorkshopPage.objects.values().get(pk=page.pk) == before
    assert office.get(reverse("workshop_radar", args=[page.pk])).status_code == 405


def test_whoever_may_not_edit_pages_sees_nothing(client):
    home_page()
    assert client.post(reverse("workshop_radar", args=[0]), DAY).status_code == 302
    client.force_login(member())
    assert client.post(reverse("workshop_radar", args=[0]), DAY).status_code == 302


def test_queries_do_not_grow_with_what_is_found(office, django_assert_max_num_queries):
    for number in range(30):
        constraint(f"Événement {number}", "2027-05-06")
        workshop("2027-05-06", title=f"Atelier {number}")
    with django_assert_max_num_queries(14):
        seen(office, DAY)
