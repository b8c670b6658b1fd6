"""A year that nobody has chosen is said wherever it shows, until somebody chooses a date."""

import importlib

import pytest
from django.apps import apps

from hub.core.dates.when import When
from hub.home.starter import load_starter
from tests.factories.organisers import organiser
from tests.factories.workshops import theme, workshop
from tests.workshops.planning.test_new_dates import MARCH, edited
from workshops.models import Cycle, WorkshopPage

pytestmark = pytest.mark.django_db

SAID = "Juin 2027, année supposée"


@pytest.fixture
def desk(client):
    client.force_login(organiser("odile@exemple.fr"))
    return client


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


def test_starter_years_are_assumed(client):
    load_starter(year=2027)
    assert set(WorkshopPage.objects.values_list("year_assumed", flat=True)) == {True}
    assert "Un seul mois, d’une année supposée" in client.get("/ateliers/").content.decode()
    for path in ("/", "/themes/", "/themes/indemnisation/", "/recherche/?q=indemnisation"):
        body = client.get(path).content.decode().replace("\u202f", " ").replace("\xa0", " ")
        assert (path, body.count("2027, année supposée")) == (path, body.count(" 2027"))


def test_assumed_year_is_said_on_the_page_and_in_the_running_order(client):
    workshop("2027-06", slug="juin", year_assumed=True)
    for path in ("/ateliers/juin/", "/ateliers/juin/conducteur/"):
        assert SAID in client.get(path).content.decode()
    assert "L’année est une hypothèse" in client.get("/ateliers/juin/").content.decode()


def test_search_engines_are_told_no_assumed_year(client):
    workshop("2027-03-18", slug="mars", year_assumed=True)
    assert "application/ld+json" not in client.get("/ateliers/mars/").content.decode()


def test_date_chosen_in_the_editor_is_no_assumption(desk):
    page = workshop("2027-06", year_assumed=True, themes=[theme()])
    edited(desk, page, MARCH, year_assumed="on", **{"action-publish": "1"})
    assert (again(page).year_assumed, again(page).date_words) == (False, "18 mars 2027")


def test_date_published_in_any_other_way_is_no_assumption():
    page = workshop("2027-06", year_assumed=True)
    page.when = page.when.parse("2028-06")
    page.save_revision().publish()
    assert again(page).date_words == "Juin 2028"


def test_assumption_stays_while_something_else_is_edited(desk):
    page = workshop("2027-06", year_assumed=True)
    boxes = {"kind": "month", "month": "06", "year": "2027"}
    edited(desk, page, boxes, year_assumed="on", wording="Texte", **{"action-publish": "1"})
    assert (again(page).wording, again(page).date_words) == ("Texte", SAID)
    edited(desk, page, boxes, **{"action-publish": "1"})
    assert again(page).date_words == "Juin 2027"


def test_chosen_date_has_nothing_to_tick(desk):
    page = workshop("2027-06")
    assert "year_assumed" not in desk.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_migration_takes_the_assumption_from_the_cycle_to_the_dates():
    migration = importlib.import_module("workshops.migrations.0003_decisions")
    note = "Le texte fondateur donne des jours et des mois, mais pas d’année."
    cycle = Cycle.objects.create(
        label="Premier", slug="premier", period=When.parse("2027"), note=note + migration.ASSUMED
    )
    untouched, undated, chosen = (workshop(when, cycle=cycle) for when in ("2027-06", "", "2027-03-18"))
    chosen.events.create(text="date : mars 2027 → 18 mars 2027")
    draft = untouched.save_revision()
    migration.assume_years(apps, None)
    migration.keep_what_was_told(apps, None)
    assert [again(page).year_assumed for page in (untouched, undated, chosen)] == [True, False, False]
    assert [str(again(page).announced) for page in (untouched, undated, chosen)] == ["", "", "2027-03-18"]
    draft.refresh_from_db()
    assert (draft.content["year_assumed"], Cycle.objects.get().note) == (True, note)
