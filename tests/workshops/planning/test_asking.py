"""The screen of decisions: what asks once, what names whom, and two organisers at once."""

import re

import pytest

from hub.home.my_space.actions.news import subscribe_to_news
from tests.factories.organisers import member, organiser
from tests.factories.workshops import theme, workshop
from workshops.models import Announcement, WorkshopPage
from workshops.planning.actions.decisions import activate_fallback, set_certainty

pytestmark = pytest.mark.django_db

HOUR = {"when-kind": "hour", "when-first_day": "2099-06-10", "when-start": "14:00", "when-end": "16:00"}


@pytest.fixture
def desk(client):
    client.force_login(organiser("odile@exemple.fr"))
    return client


def address(page: WorkshopPage) -> str:
    return f"/admin/ateliers/{page.pk}/decider/"


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


def words(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


def seen(page: WorkshopPage) -> dict[str, str]:
    return {"seen": page.certainty, "seen_when": str(page.when)}


def decided(client, page: WorkshopPage, value: str, **more: str):
    return client.post(address(page), {"decision": "certainty", "value": value, **seen(page), **more})


def test_screen_names_the_workshop(desk):
    page = workshop("2099-03-18", title="Rendre des comptes")
    html = desk.get(address(page)).content.decode()
    assert '<h2 class="w-h2">Rendre des comptes</h2>' in html
    assert "Décider : Rendre des comptes" in html


@pytest.mark.parametrize(("value", "button"), [("cancelled", "Annuler l’atelier"), ("postponed", "Reporter l’atelier")])
def test_what_is_hard_to_take_back_asks_once_with_a_public_reason(desk, value, button):
    subject = theme()
    for _ in range(2):
        subscribe_to_news(member(), themes=[subject], rhythm="weekly")
    page = workshop("2099-03-18", title="Lui", slug="lui", certainty="confirmed", themes=[subject])
    asked = decided(desk, page, value, note="Entre nous")
    assert (asked.status_code, again(page).certainty) == (200, "confirmed")
    text = words(asked)
    assert f"{button} : « Lui »" in text
    assert "2 personnes qui suivent un thème de cet atelier recevront un message" in text
    assert "Entre nous" in text
    without = decided(desk, page, value, asked="on", note="Entre nous")
    assert (without.status_code, again(page).certainty) == (422, "confirmed")
    assert "Dites pourquoi en une phrase" in words(without)
    done = decided(desk, page, value, asked="on", reason="La salle est fermée.", note="Entre nous")
    assert (done.status_code, again(page).certainty) == (302, value)
    assert again(page).closing_reason == "La salle est fermée."
    assert "La salle est fermée." in words(desk.get("/ateliers/lui/"))
    assert "Entre nous" not in words(desk.get("/ateliers/lui/"))


def test_reason_leaves_with_the_closing(desk):
    page = workshop("2099-03-18", certainty="confirmed")
    decided(desk, page, "postponed", asked="on", reason="La salle est fermée.")
    decided(desk, again(page), "tentative")
    assert (again(page).certainty, again(page).closing_reason) == ("tentative", "")


def test_date_is_fixed_from_the_dashboard_in_two_clicks(desk):
    page = workshop("2099-06", title="Lui", year_assumed=True)
    dashboard = desk.get("/admin/").content.decode()
    link = re.search(rf'href="({address(page)})#date">Fixer la date', dashboard)[1]
    assert "Fixer cette date" in desk.get(link).content.decode()
    answer = desk.post(link, {"decision": "date", "value": "confirmed", **seen(page), **HOUR})
    now = again(page)
    assert (answer.status_code, str(now.when), now.certainty, now.year_assumed) == (
        302,
        "2099-06-10T14:00/2099-06-10T16:00",
        "confirmed",
        False,
    )
    lines = [(event.text, str(event.by)) for event in page.events.all()]
    assert lines == [
        ("date : juin 2099 → mercredi 10 juin 2099, de 14 h à 16 h (heure de Paris)", "odile@exemple.fr"),
        ("proposé → confirmé", "odile@exemple.fr"),
    ]


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        (
            {"when-kind": "hour", "when-first_day": "2099-03-29", "when-start": "02:30", "when-end": "04:00"},
            "Cette heure n’existe pas",
        ),
        (
            {"when-kind": "hour", "when-first_day": "2099-10-25", "when-start": "02:30", "when-end": "04:00"},
            "Cette heure existe deux fois",
        ),
        ({"when-kind": "days", "when-first_day": "2099-02-30"}, "Cette date n’existe pas"),
        ({"when-kind": "days"}, "Indiquez le premier jour"),
        ({"when-kind": ""}, "Indiquez ce que vous savez de la date"),
        ({}, "Indiquez ce que vous savez de la date"),
    ],
)
def test_date_that_does_not_exist_is_refused_and_nothing_is_lost(desk, boxes, sentence):
    page = workshop("2099-06")
    answer = desk.post(address(page), {"decision": "date", "value": "confirmed", **seen(page), **boxes})
    assert (answer.status_code, str(again(page).when)) == (422, "2099-06")
    assert sentence in words(answer)
    assert all(f'value="{value}"' in answer.content.decode() for key, value in boxes.items() if key != "when-kind")


def test_past_date_is_fixed_once_confirmed(desk):
    page = workshop("2099-06")
    data = {"decision": "date", "value": "confirmed", **seen(page), "when-kind": "days", "when-first_day": "2020-03-18"}
    asked = desk.post(address(page), data)
    assert (asked.status_code, str(again(page).when)) == (422, "2099-06")
    assert "Cette date est passée : 18 mars 2020." in words(asked)
    assert "la fixer quand même" in words(asked)
    assert (desk.post(address(page), {**data, "asked": "on"}).status_code, str(again(page).when)) == (302, "2020-03-18")


def test_second_organiser_is_told_of_a_date_moved_meanwhile(desk):
    page = workshop("2099-06", certainty="proposed")
    screen = seen(page)
    desk.post(address(page), {"decision": "date", "value": "proposed", **screen, **HOUR})
    other = desk.post(address(page), {"decision": "certainty", "value": "confirmed", **screen})
    later = desk.post(address(page), {"decision": "date", "value": "confirmed", **screen, **HOUR})
    asked = desk.post(address(page), {**screen, "seen": "tentative", "decision": "certainty", "value": "cancelled"})
    assert [answer.status_code for answer in (other, later, asked)] == [409, 409, 409]
    assert all("Quelqu’un d’autre" in words(answer) for answer in (other, later, asked))
    assert again(page).certainty == "proposed"


def test_decision_is_undone_from_the_screen(desk):
    page = workshop("2099-03-18", certainty="confirmed")
    decided(desk, page, "cancelled", asked="on", reason="La salle est fermée.")
    assert "Annuler cette décision" in words(desk.get(address(page)))
    answer = desk.post(address(page), {"decision": "undo", **seen(again(page))})
    assert (answer.status_code, again(page).certainty) == (302, "confirmed")
    assert "Annuler cette décision" not in words(desk.get(address(page)))
    again_undone = desk.post(address(page), {"decision": "undo", **seen(again(page))})
    assert (again_undone.status_code, Announcement.objects.count()) == (409, 0)
    assert "trop tard" in words(again_undone)


def test_undoing_never_takes_away_what_another_organiser_decided_meanwhile(desk):
    page = workshop("2099-03-18", certainty="proposed")
    decided(desk, page, "tentative")
    mine = seen(again(page))
    set_certainty(again(page), "confirmed", by=organiser())
    assert 'name="seen_when" value="2099-03-18"' in desk.get(address(page)).content.decode()
    for sent in (mine, {}):
        answer = desk.post(address(page), {"decision": "undo", **sent})
        assert (answer.status_code, again(page).certainty) == (409, "confirmed")


@pytest.mark.parametrize(
    ("fields", "line"), [({}, "Proposé 18 mars 2099."), ({"fallback_lost": "Juin"}, "Proposé 18 mars 2099, repli.")]
)
def test_screen_says_each_state_once(desk, fields, line):
    assert line in words(desk.get(address(workshop("2099-03-18", **fields))))


def test_closing_what_is_past_promises_no_mail(desk):
    subject = theme()
    subscribe_to_news(member(), themes=[subject], rhythm="weekly")
    page = workshop("2020-03-18", certainty="confirmed", themes=[subject])
    text = words(decided(desk, page, "cancelled"))
    assert "Sa date est passée : aucun message ne partira." in text
    assert "recevra" not in text


def test_putting_the_first_one_back_warns_about_the_active_fallback(desk):
    by = organiser()
    march = workshop("2099-03-18", title="Mars", certainty="confirmed")
    november = workshop("2099-11", title="Novembre", fallback_for=march)
    set_certainty(march, "cancelled", by=by, reason="La salle est fermée.")
    activate_fallback(again(november), by=by)
    asked = decided(desk, again(march), "proposed")
    assert (asked.status_code, again(march).certainty) == (200, "cancelled")
    assert "« Novembre » (Novembre 2099) a été activé à sa place." in words(asked)
    assert decided(desk, again(march), "proposed", asked="on").status_code == 302
    assert again(march).certainty == "proposed"


def test_held_is_offered_once_the_date_has_come(desk):
    assert "Marquer comme tenu" not in words(desk.get(address(workshop("2099-03-18", certainty="confirmed"))))
    assert "Marquer comme tenu" in words(desk.get(address(workshop("2020-03-18", certainty="confirmed"))))


def test_decision_in_the_list_is_one_click_away(desk):
    page = workshop("2099-03-18")
    assert f'href="{address(page)}">Décider' in desk.get("/admin/ateliers/").content.decode()
