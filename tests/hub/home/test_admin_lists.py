"""The lists of the administration: columns, order, filters, cost."""

from datetime import date

import pytest

from casestudies.models import PageProvenance
from tests.factories.casestudies import assembly, case_study, report, source, step, witness
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.factories.whole import everything
from tests.factories.workshops import theme, workshop
from tests.harness.queries import growing, query_counts_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
LISTS = [
    "/admin/ateliers/",
    "/admin/etudes-de-cas/",
    "/admin/fiches-assemblees/",
    "/admin/temoignages/",
    "/admin/comptes-rendus/",
    "/admin/snippets/glossary/term/",
    "/admin/snippets/glossary/theme/",
    "/admin/snippets/casestudies/source/",
    "/admin/snippets/community/authority/",
    "/admin/snippets/workshops/cycle/",
    "/admin/snippets/workshops/outsideevent/",
]

OTHER_LISTS = ["/admin/propositions/", "/admin/signalements/", "/admin/a-reverifier/", "/admin/users/"]


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


@pytest.fixture
def office(client):
    """A browser in which an organiser is signed in."""
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def test_list_queries_do_not_grow(office):
    assert growing(query_counts_of(office, LISTS, everything)) == {}


@pytest.mark.parametrize("make", [case_study, witness, report, assembly, workshop])
def test_explorer_queries_do_not_grow(office, make):
    path = f"/admin/pages/{make().get_parent().pk}/"
    assert growing(query_counts_of(office, [path], make)) == {}


def test_page_of_a_person_is_not_copied_from_the_explorer(office):
    """Its line has no «Copier», that of another page has."""
    of_a_person, other = case_study(), case_study()
    of_a_person.unpublish()
    PageProvenance.objects.create(page=of_a_person)
    shown = office.get(f"/admin/pages/{other.get_parent().pk}/").content.decode()
    assert [f"/admin/pages/{page.pk}/copy/" in shown for page in (of_a_person, other)] == [False, True]


def test_workshops_are_listed_to_come_first(office):
    for when, title in [("2026-05-02", "Passé"), ("", "Sans date"), ("2027-09", "Automne"), ("2027-06", "Été")]:
        workshop(when, title=title)
    titles = [page.title for page in office.get("/admin/ateliers/").context["object_list"]]
    assert titles == ["Été", "Automne", "Sans date", "Passé"]
    assert "Septembre 2027" in office.get("/admin/ateliers/").content.decode()


def test_search_filters_and_order_combine(office):
    pay, draw = theme("Indemnisation"), theme("Tirage au sort")
    workshop("2027-06", title="Indemniser à Rouen", themes=[pay, draw], certainty="tentative")
    workshop("2027-03", title="Indemniser à Paris", themes=[pay])
    workshop("2027-04", title="Tirer au sort", themes=[draw])
    query = f"?q=indemniser&moment=to_come&themes={pay.pk}&themes={draw.pk}&ordering=-earliest"
    found = office.get("/admin/ateliers/" + query).context["object_list"]
    assert [page.title for page in found] == ["Indemniser à Rouen", "Indemniser à Paris"]


@pytest.mark.parametrize("path", [*LISTS, *OTHER_LISTS])
@pytest.mark.parametrize(
    "query", ["?q=%00&p=-1", "?ordering=zz&themes=zz&moment=zz&p=99999999999999999999", "?q=" + 9000 * "a"]
)
def test_any_query_answers(office, path, query):
    everything()
    assert office.get(path + query).status_code == 200


def test_second_part_is_read_without_building_its_blocks(office):
    case_study("Documentée", outcome=[step("Un effet", sources=(source(),))])
    case_study("À documenter", outcome=[step("Rien encore", documented=False)])
    case_study("Vide")
    table = office.get("/admin/etudes-de-cas/").context["table"]
    column = table.columns["has_outcome"]
    shown = {page.title: column.get_value(page) for page in table.data}
    assert shown == {"Documentée": True, "À documenter": False, "Vide": False}
