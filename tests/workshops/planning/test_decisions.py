"""The organiser's page of decisions, the running order and the structured data."""

import json
import re

import pytest

from tests.factories.organisers import member, organiser
from tests.factories.workshops import authority, partner, workshop
from workshops.models import AgendaItem, WorkshopPage
from workshops.planning.preparation import lacks

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(organiser())
    return client


def address(page: WorkshopPage) -> str:
    return f"/admin/ateliers/{page.pk}/decider/"


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


def test_organiser_confirms_a_workshop_and_the_history_says_so(desk):
    page = workshop("2027-06")
    answer = desk.post(
        address(page),
        {"decision": "certainty", "seen": "proposed", "value": "confirmed", "note": "Paris est d’accord."},
    )
    assert (answer.status_code, again(page).certainty) == (302, "confirmed")
    html = desk.get(address(page)).content.decode()
    assert "proposé → confirmé" in html
    assert "Paris est d’accord." in html


def test_second_organiser_is_told_and_the_note_is_kept(desk):
    page = workshop("2027-06", certainty="confirmed")
    answer = desk.post(
        address(page), {"decision": "certainty", "seen": "proposed", "value": "cancelled", "note": "Ma note"}
    )
    assert (answer.status_code, again(page).certainty) == (409, "confirmed")
    assert "Quelqu’un d’autre" in answer.content.decode()
    assert "Ma note" in answer.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"decision": "tout"},
        {"decision": "certainty", "seen": "proposed", "value": "x"},
        {"decision": "certainty"},
        {"decision": "partner", "partner": "99999", "seen": "planned", "value": "confirmed"},
        {"decision": "activate"},
        {"decision": "other_theme"},
        {"decision": "certainty", "seen": "planned", "value": "withdrawn"},
    ],
)
def test_decisions_that_make_no_sense_are_refused_with_a_sentence(desk, data):
    page = workshop("2027-06")
    answer = desk.post(address(page), data)
    assert answer.status_code in (409, 422)
    assert again(page).certainty == "proposed"


def test_fallback_is_offered_when_the_other_is_cancelled(desk):
    march = workshop("2027-03-18", title="Mars", certainty="cancelled")
    november = workshop("2027-11", title="Novembre", fallback_for=march)
    assert "activer l’atelier de repli" in desk.get(address(march)).content.decode()
    assert "Activer l’atelier de repli" in desk.get(address(november)).content.decode()
    desk.post(address(november), {"decision": "activate"})
    assert again(november).fallback_for is None


def test_partner_is_confirmed_from_the_page(desk):
    page = workshop("2027-06")
    paris = partner(page, authority("Ville de Paris"), "tentative")
    desk.post(address(page), {"decision": "partner", "partner": paris.pk, "seen": "tentative", "value": "confirmed"})
    assert [each.certainty for each in again(page).partners.all()] == ["confirmed"]


def test_copy_opens_the_draft(desk):
    page = workshop("2027-06")
    answer = desk.post(address(page), {"decision": "duplicate"})
    copy = WorkshopPage.objects.exclude(pk=page.pk).get()
    assert answer["Location"] == f"/admin/pages/{copy.pk}/edit/"


def test_looking_changes_nothing_and_members_stay_out(desk, client):
    page = workshop("2027-06")
    desk.get(address(page))
    assert page.events.count() == 0
    client.force_login(member())
    assert client.post(address(page), {"decision": "duplicate"}).status_code in (302, 403)
    assert WorkshopPage.objects.count() == 1


def test_header_of_the_editor_leads_to_the_decisions(desk):
    page = workshop("2027-06")
    assert address(page) in desk.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def agenda(page: WorkshopPage, *moments: tuple[int, str, int | None]) -> None:
    for part, title, minutes in moments:
        AgendaItem.objects.create(workshop=page, part=part, title=title, minutes=minutes)


def test_running_order_counts_minutes_and_clock_times(client):
    page = workshop("2027-03-18T14:00/2027-03-18T15:00", slug="mars")
    agenda(page, (1, "Accueil", 10), (1, "Récit", 30), (2, "Échange", 30))
    order = client.get("/ateliers/mars/conducteur/").context["order"]
    assert [[(line.item.title, f"{line.starts:%H:%M}") for line in lines] for _, lines, _ in order.parts] == [
        [("Accueil", "14:00"), ("Récit", "14:10")],
        [("Échange", "14:40")],
    ]
    assert (order.total_minutes, order.slot_minutes) == (70, 60)
    assert order.remark == "Le programme dépasse le créneau de 10 min."


def test_running_order_invents_no_hour(client):
    page = workshop("2027-06", slug="juin")
    agenda(page, (1, "Accueil", None))
    order = client.get("/ateliers/juin/conducteur/").context["order"]
    assert order.parts[0][1][0].starts is None
    assert (order.slot_minutes, order.remark) == (None, "")


def test_running_order_of_a_draft_is_not_shown(client):
    workshop("2027-06", slug="juin", live=False)
    assert client.get("/ateliers/juin/conducteur/").status_code == 404


def structured(client, page: WorkshopPage) -> dict | None:
    html = client.get(f"/ateliers/{page.slug}/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(found[1]) if found else None


def test_structured_data_gives_only_what_is_known(client):
    hour = workshop("2027-03-18T14:00/2027-03-18T16:00", title="</script><b>", certainty="confirmed")
    data = structured(client, hour)
    assert (data["@type"], data["name"]) == ("Event", "</script><b>")
    assert (data["startDate"], data["endDate"]) == ("2027-03-18T14:00:00+01:00", "2027-03-18T16:00:00+01:00")
    assert structured(client, workshop("2027-03-18/2027-03-19", certainty="confirmed"))["endDate"] == "2027-03-19"
    assert structured(client, workshop("2027-06")) is None
    fallback = workshop("2027-11-05", fallback_for=hour)
    assert structured(client, fallback) is None
    cancelled = structured(client, workshop("2027-03-18", certainty="cancelled"))
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"


def test_programme_longer_than_its_slot_is_something_to_settle():
    page = workshop("2027-03-18T14:00/2027-03-18T15:00", certainty="confirmed")
    agenda(page, (1, "Récit", 40), (2, "Échange", 40))
    assert "20 minutes : le programme dépasse le créneau" in lacks(again(page))


def test_certainty_is_read_only_in_the_editor(desk):
    page = workshop("2027-06")
    html = desk.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'name="certainty"' not in html
    assert "Se change par le bouton" in html
