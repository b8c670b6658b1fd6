"""Once the date has passed: was it held, what is left to do, and no promise that is not true."""

import pytest

from tests.factories.casestudies import case_study, witness
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.factories.workshops import workshop
from tests.harness.queries import query_counts
from workshops.models import WorkshopPage
from workshops.planning.afterwards import left_to_do

pytestmark = pytest.mark.django_db

ADD = "Ajouter à mon agenda"
PROMISE = "Le compte-rendu paraîtra ici"


@pytest.fixture
def desk(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


@pytest.mark.parametrize(
    ("when", "certainty", "shown"),
    [
        ("2099-03-18", "confirmed", (True, True)),
        ("2099-06", "proposed", (True, True)),
        ("2099-03-18", "idea", (False, True)),
        ("", "proposed", (False, True)),
        ("2020-03-18", "confirmed", (False, False)),
        ("2020-03-18", "proposed", (False, False)),
        ("2020-03-18", "held", (False, True)),
        ("2099-03-18", "cancelled", (False, False)),
        ("2099-03-18", "postponed", (False, False)),
        ("2099-03-18", "void", (False, False)),
    ],
)
def test_page_promises_only_what_may_be(client, when, certainty, shown):
    page = workshop(when, certainty=certainty)
    html = client.get(f"/ateliers/{page.slug}/").content.decode()
    assert (ADD in html, PROMISE in html) == shown
    if shown[0]:
        assert client.get(f"/ateliers/{page.slug}/atelier.ics").status_code == 200


def test_dashboard_asks_whether_a_past_workshop_was_held(desk):
    page = workshop("2020-03-18", title="Lui", certainty="proposed")
    html = desk.get("/admin/").content.decode()
    assert "Cet atelier a-t-il eu lieu" in html
    assert "csrfmiddlewaretoken" in html
    data = {"decision": "certainty", "seen": "proposed", "seen_when": "2020-03-18"}
    asked = desk.post(f"/admin/ateliers/{page.pk}/decider/", {**data, "value": "cancelled"})
    assert (asked.status_code, again(page).certainty) == (200, "proposed")
    answer = desk.post(f"/admin/ateliers/{page.pk}/decider/", {**data, "value": "held"})
    assert (answer.status_code, again(page).certainty) == (302, "held")
    assert "Cet atelier a-t-il eu lieu" not in desk.get("/admin/").content.decode()
    assert [event.text for event in page.events.all()] == ["proposé → tenu"]


def test_answer_given_on_the_dashboard_leads_back_to_it(desk):
    page = workshop("2020-03-18", certainty="proposed")
    assert '<input type="hidden" name="next" value="/admin/">' in desk.get("/admin/").text
    data = {"decision": "certainty", "seen": "proposed", "seen_when": "2020-03-18", "value": "held"}
    assert desk.post(f"/admin/ateliers/{page.pk}/decider/", {**data, "next": "/admin/"})["Location"] == "/admin/"


def test_answer_leads_nowhere_else(desk):
    page = workshop("2020-03-18", certainty="proposed")
    data = {"decision": "certainty", "seen": "proposed", "seen_when": "2020-03-18", "value": "held"}
    answer = desk.post(f"/admin/ateliers/{page.pk}/decider/", {**data, "next": "https://ailleurs.example/admin/"})
    assert answer["Location"] == f"/admin/ateliers/{page.pk}/decider/"


def test_list_of_the_end_shortens_as_things_are_written(desk, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: WorkshopPage.objects.get().latest)
    page = workshop("2026-10-08", title="Lui", certainty="held")
    assert left_to_do(page) == ["le compte-rendu", "une étude de cas", "un témoignage"]
    study = case_study("Une étude")
    study.workshops.add(page)
    study.save()
    testimony = witness("Un témoignage")
    testimony.workshop = page
    testimony.save()
    assert left_to_do(again(page)) == ["le compte-rendu"]
    html = desk.get("/admin/").content.decode()
    assert "il reste le compte-rendu" in html.replace("\u202f", " ")
    assert "Liste de fin d’atelier" in desk.get(f"/admin/ateliers/{page.pk}/decider/").content.decode()


def test_dashboard_costs_the_same_for_many_past_workshops(desk):
    def one_more() -> None:
        workshop("2020-03-18", certainty="confirmed")
        workshop("2026-10-08", certainty="held")

    first, *others = query_counts(desk, "/admin/", one_more)
    assert others == [first, first]


def test_held_by_mistake_can_be_taken_back(desk):
    page = workshop("2020-03-18", certainty="held")
    desk.post(f"/admin/ateliers/{page.pk}/decider/", {"decision": "certainty", "seen": "held", "value": "confirmed"})
    assert again(page).certainty == "confirmed"
