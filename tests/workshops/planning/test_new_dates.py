"""A public date changed in the editor is told in the same history as decisions, by whom, once."""

import pytest
from wagtail.test.utils.form_data import nested_form_data

from hub.core.dates.when import When
from tests.factories.organisers import organiser
from tests.factories.workshops import workshop
from workshops.models import WorkshopPage
from workshops.planning.actions.copies import duplicate_workshop
from workshops.planning.actions.decisions import set_certainty

pytestmark = pytest.mark.django_db

NONE = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
JUNE = "juin 2027"
MARCH = {"kind": "days", "first_day": "2027-03-18"}


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


def told(page: WorkshopPage) -> list[tuple]:
    return list(page.events.values_list("text", "by__email"))


def edited(client, page: WorkshopPage, boxes: dict, **more: str):
    """The editor sent with the date in `boxes`."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "",
        "mode": "online",
        "place": "",
        "host_event": "",
        "cycle": "",
        "wording": "",
        "fallback_for": "",
        "fallback_condition": "",
        "seo_title": "",
        "search_description": "",
        "partners": NONE,
        "agenda": NONE,
        "comments": NONE,
        **{f"when-{name}": value for name, value in boxes.items()},
        **more,
    }
    answer = client.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(data))
    assert answer.status_code == 302
    return answer


@pytest.fixture
def desk(client):
    client.force_login(organiser("odile@exemple.fr"))
    return client


def test_date_changed_in_the_editor_is_told_with_its_author(desk):
    page = workshop("2027-06")
    edited(desk, page, MARCH, **{"action-publish": "1"})
    assert str(again(page).when) == "2027-03-18"
    assert told(page) == [(f"date : {JUNE} → 18 mars 2027", "odile@exemple.fr")]
    shown = desk.get(f"/admin/ateliers/{page.pk}/decider/").content.decode()
    assert f"date : {JUNE} → 18 mars 2027, par" in shown


def test_date_taken_away_is_told_too(desk):
    page = workshop("2027-06")
    edited(desk, page, {"kind": ""}, **{"action-publish": "1"})
    assert told(page) == [(f"date : {JUNE} → à définir", "odile@exemple.fr")]


def test_draft_tells_nothing_before_it_is_published(desk):
    page = workshop("2027-06")
    edited(desk, page, MARCH)
    edited(desk, page, {"kind": "days", "first_day": "2027-03-19"})
    assert (str(again(page).when), told(page)) == ("2027-06", [])
    again(page).get_latest_revision().publish()
    assert told(page) == [(f"date : {JUNE} → 19 mars 2027", None)]


def test_other_changes_and_unpublished_pages_tell_nothing(desk):
    page, hidden = workshop("2027-06"), workshop("2027-06", live=False)
    edited(desk, page, {"kind": "month", "month": "06", "year": "2027"}, wording="Texte", **{"action-publish": "1"})
    edited(desk, hidden, MARCH)
    edited(desk, hidden, MARCH, **{"action-publish": "1"})
    assert (again(page).wording, str(again(hidden).when)) == ("Texte", "2027-03-18")
    assert [told(page), told(hidden)] == [[], []]


def test_new_date_of_a_postponed_workshop_proposes_it_again(desk):
    page = workshop("2027-03-18", certainty="postponed", closing_reason="La salle est fermée.", announced="2027-03-18")
    edited(desk, page, {"kind": "days", "first_day": "2027-09-09"}, **{"action-publish": "1"})
    now = again(page)
    assert (now.certainty, now.closing_reason, str(now.announced)) == ("proposed", "", "2027-09-09")
    assert told(page) == [
        ("reporté → proposé : une nouvelle date est choisie", "odile@exemple.fr"),
        ("date : 18 mars 2027 → 9 septembre 2027", "odile@exemple.fr"),
    ]


def test_postponed_workshop_stays_so_while_its_text_is_edited(desk):
    page = workshop("2027-03-18", certainty="postponed", closing_reason="La salle est fermée.")
    edited(desk, page, MARCH, wording="Texte", **{"action-publish": "1"})
    assert (again(page).certainty, again(page).closing_reason) == ("postponed", "La salle est fermée.")


def test_decisions_and_copies_write_no_line_about_the_date():
    page, by = workshop("2027-06"), organiser("odile@exemple.fr")
    set_certainty(page, "confirmed", by=by)
    copy = duplicate_workshop(again(page), by=by)
    assert (copy.when, told(page)) == (When.parse(""), [("proposé → confirmé", "odile@exemple.fr")])
    assert told(copy) == [(f"copié de « {page.title} »", "odile@exemple.fr")]
