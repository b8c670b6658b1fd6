"""Identifiers of the open data stay the same when an address changes."""

import json

import pytest

from casestudies.models import AssemblyPage, CaseStudyPage
from glossary.models import Term, Theme
from hub.community.models import Authority
from hub.core.former.keys import open_key
from hub.core.lists import kept
from hub.home.open_data import load
from hub.home.starter import load_starter
from tests.factories.casestudies import assembly, case_study, fact
from tests.factories.workshops import authority, theme, workshop
from tests.harness.open_data import document
from tests.hub.core.former.test_addresses import rename
from workshops.models import Cycle, WorkshopPage

pytestmark = pytest.mark.django_db
#: Columns that tell where a page is, or when it was changed.
MOVING = {"adresse", "mise_a_jour_le"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    kept.forget()


def identities() -> dict:
    """Every row of the open data without its address."""
    tables = json.loads(document())["tables"]
    return {
        table: [{name: value for name, value in row.items() if name not in MOVING} for row in rows]
        for table, rows in tables.items()
    }


def test_renaming_everything_changes_no_identifier_and_no_reference():
    load_starter(year=2027)
    before = identities()
    for model in (Theme, Term, Authority, Cycle, AssemblyPage, CaseStudyPage, WorkshopPage):
        for item in model.objects.all():
            rename(item, f"x-{item.slug}")
    assert identities() == before


def test_an_identifier_is_the_first_slug_for_ever():
    chosen = rename(rename(rename(theme(slug="avant"), "apres"), "avant"), "encore")
    assert open_key(chosen) == "avant"


def test_what_takes_a_former_slug_has_an_identifier_of_its_own():
    place = authority()
    first, second = assembly("Une", slug="avant", authority=place), theme("Thème", slug="avant")
    rename(first, "apres")
    taking = assembly("Autre", slug="avant", authority=place)
    third = assembly("Encore", slug="avant-2", authority=place)
    keys = [open_key(AssemblyPage.objects.get(pk=page.pk)) for page in (first, taking, third)]
    assert keys == ["avant", "avant-2", "avant-2-2"]
    assert open_key(second) == "avant"
    assert open_key(rename(taking, "ailleurs")) == "avant-2"


def test_a_file_from_before_the_change_loads_nothing_twice():
    load_starter(year=2027)
    content = document()
    for model in (Theme, Term, AssemblyPage, CaseStudyPage, WorkshopPage):
        for item in model.objects.all():
            rename(item, f"x-{item.slug}")
    report = load(content)
    assert (dict(report.created), report.refused) == ({}, [])


def test_lists_as_files_have_the_same_identifiers(client):
    chosen = theme(slug="avant")
    page = assembly(slug="paris", themes=[chosen])
    fact(page)
    case_study(slug="etude", themes=[chosen], assemblies=[page])
    workshop("2027-06", slug="atelier", themes=[chosen])
    paths = ["/assemblees/?format=json", "/etudes-de-cas/?format=json"]
    before = [json.loads(client.get(path).getvalue()) for path in paths]
    rename(chosen, "apres")
    rename(page, "lutece")
    after = [json.loads(client.get(path).getvalue()) for path in paths]
    names = ("identifiant", "themes", "assemblees")
    assert [[row.get(name) for name in names] for rows in after for row in rows_of(rows)] == [
        [row.get(name) for name in names] for rows in before for row in rows_of(rows)
    ]


def rows_of(document: object) -> list[dict]:
    return document if isinstance(document, list) else document["rows"]
