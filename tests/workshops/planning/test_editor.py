"""What the editor of a workshop asks: how sure it is while nobody knows it, and about slips before publishing."""

from datetime import date

import pytest
from wagtail.test.utils.form_data import nested_form_data

from tests.factories.organisers import organiser
from tests.factories.pages import index_page
from tests.factories.workshops import workshop
from tests.workshops.planning.test_new_dates import NONE
from workshops.models import WorkshopIndexPage, WorkshopPage

pytestmark = pytest.mark.django_db

FUTURE = {"when-kind": "days", "when-first_day": "2099-03-18"}
PAST = {"when-kind": "days", "when-first_day": "2020-03-18"}


@pytest.fixture
def desk(client):
    client.force_login(organiser("odile@exemple.fr"))
    return client


def sent(client, path: str, **values: object):
    data = {
        "title": "Les experts et nous",
        "slug": "experts",
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
        "when-kind": "",
        "partners": NONE,
        "agenda": NONE,
        "comments": NONE,
        **values,
    }
    return client.post(path, nested_form_data(data))


def created(client, **values: object):
    parent = index_page(WorkshopIndexPage, "ateliers", "Ateliers")
    return sent(client, f"/admin/pages/add/workshops/workshoppage/{parent.pk}/", **values)


def edit(page: WorkshopPage) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def test_first_certainty_is_chosen_on_creation(desk):
    answer = created(desk, certainty="confirmed", **FUTURE, **{"action-publish": "1"})
    page = WorkshopPage.objects.get()
    assert (answer.status_code, page.live, page.certainty, page.is_firm) == (302, True, "confirmed", True)


def test_only_certainties_of_what_may_take_place_are_offered_and_only_before_publication(desk):
    assert created(desk, certainty="cancelled").status_code == 200
    assert WorkshopPage.objects.count() == 0
    draft = workshop("2099-03-18", live=False, first_published_at=None)
    WorkshopPage.objects.update(first_published_at=None)
    html = desk.get(edit(draft)).content.decode()
    offered = [value for value in ("idea", "proposed", "tentative", "confirmed", "held") if f'value="{value}"' in html]
    assert offered == ["idea", "proposed", "tentative", "confirmed"]
    public = workshop("2099-03-18")
    assert 'name="certainty"' not in desk.get(edit(public)).content.decode()
    sent(desk, edit(public), certainty="cancelled", **FUTURE, **{"action-publish": "1"})
    assert WorkshopPage.objects.get(pk=public.pk).certainty == "proposed"


def test_button_to_decide_is_in_sight_in_the_editor(desk):
    page = workshop("2099-03-18")
    html = desk.get(edit(page)).content.decode()
    assert f'<a class="button" href="/admin/ateliers/{page.pk}/decider/">Décider</a>' in html


def test_past_date_is_asked_about_once_before_it_is_public(desk):
    answer = created(desk, certainty="proposed", **PAST, **{"action-publish": "1"})
    html = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert (answer.status_code, WorkshopPage.objects.count()) == (200, 0)
    assert "Cette date est passée : 18 mars 2020." in html
    assert 'name="publish_anyway"' in html
    answer = created(desk, certainty="proposed", publish_anyway="on", **PAST, **{"action-publish": "1"})
    assert (answer.status_code, WorkshopPage.objects.get().live) == (302, True)


def test_past_workshop_is_edited_without_question(desk):
    page = workshop("2020-03-18", certainty="confirmed")
    answer = sent(desk, edit(page), wording="Texte", **PAST, **{"action-publish": "1"})
    assert (answer.status_code, WorkshopPage.objects.get().wording) == (302, "Texte")


def test_empty_workshop_is_asked_about_before_it_is_public(desk):
    answer = created(desk, certainty="proposed", **{"action-publish": "1"})
    assert (answer.status_code, WorkshopPage.objects.count()) == (200, 0)
    assert "n’a encore que son titre" in answer.content.decode()
    assert created(desk, certainty="proposed").status_code == 302
    page = WorkshopPage.objects.get()
    answer = sent(desk, edit(page), certainty="proposed", introduction="Un atelier.", **{"action-publish": "1"})
    assert (answer.status_code, WorkshopPage.objects.get().live) == (302, True)


def test_nothing_to_tick_without_question(desk):
    assert 'name="publish_anyway"' not in desk.get(edit(workshop("2099-03-18"))).content.decode()
    assert date(2099, 3, 18) == WorkshopPage.objects.get().earliest


def test_copy_of_a_postponed_workshop_is_neither_postponed_nor_explained(desk):
    page = workshop("2099-03-18", certainty="confirmed", slug="mars")
    page.save_revision().publish()
    WorkshopPage.objects.update(certainty="postponed", closing_reason="La salle est fermée.")
    page = WorkshopPage.objects.get()
    page.save_revision().publish()
    copy = WorkshopPage.objects.get().copy(update_attrs={"slug": "copie", "title": "Copie"}, keep_live=False)
    copy.get_latest_revision().publish()
    now = WorkshopPage.objects.get(slug="copie")
    assert (now.certainty, now.closing_reason, now.sequence, now.uid != page.uid) == ("proposed", "", 0, True)
