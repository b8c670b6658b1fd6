"""Themes, terms and criteria: short labels, addresses, orders, numbers and identifiers propose themselves."""

import html
import re

import pytest
from wagtail.test.utils.form_data import nested_form_data

from glossary.models import Criterion, CriterionPoint, DefinitionVersion, Term, Theme
from tests.factories.casestudies import definition
from tests.factories.organisers import organiser
from tests.factories.workshops import theme
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

WINDOW = "/admin/snippets/choose/glossary/theme/"
ADD_DEFINITION = "/admin/snippets/glossary/definitionversion/add/"


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def rows(*lines: dict) -> dict:
    """An inline formset as a browser sends it when all `lines` are new."""
    numbered = {str(number): {"id": "", "ORDER": number + 1, "DELETE": "", **line} for number, line in enumerate(lines)}
    return {"TOTAL_FORMS": len(lines), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000, **numbered}


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"[\u202f\u00a0]", " ", re.sub(r"<[^>]+>", " ", text))).split())


def new_theme(office, **given: str) -> dict:
    data = {"label": "Les suites", "short_label": "", "question": "Que deviennent les avis ?", **given}
    return office.post(f"{WINDOW}create/", {f"nouveau-{name}": value for name, value in data.items()}).json()


def test_a_theme_is_added_with_its_first_question(office):
    theme(order=7)
    assert new_theme(office)["result"]["string"] == "Les suites"
    made = Theme.objects.get(label="Les suites")
    assert (made.short_label, made.slug, made.order) == ("Les suites", "les-suites", 8)
    assert made.question == "Que deviennent les avis ?"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"label": ""}, "Champ requis."),
        ({"label": "Une question que personne ne sait dire en peu de mots"}, "40 signes au plus."),
        ({"label": "é" * 300}, "Assurez-vous que cette valeur comporte au plus 80 caractères"),
        ({"question": " \n "}, "Champ requis."),
        ({"label": "Indemnisation"}, "existe déjà."),
    ],
)
def test_what_a_new_theme_lacks_is_said(office, given, sentence):
    theme("Indemnisation")
    answer = new_theme(office, **given)
    assert (answer["step"], sentence in words(answer["htmlFragment"])) == ("reshow_creation_form", True)
    assert Theme.objects.count() == 1


def test_the_window_of_themes_costs_the_same_for_any_number(office):
    numbers = iter(range(100))
    assert len(set(query_counts(office, WINDOW, lambda: theme(f"Thème {next(numbers)}")))) == 1


def test_the_address_of_a_term_proposes_itself_and_stays(office):
    lines = {"definition": "", "easy_definition": "", "forms": "", "equivalents": "", "see_also": []}
    add = "/admin/snippets/glossary/term/add/"
    for name in ("L’îlot", "L’Îlot"):
        assert office.post(add, {**lines, "name": name, "slug": ""}).status_code == 302
    first = Term.objects.get(slug="l-ilot")
    assert set(Term.objects.values_list("slug", flat=True)) == {"l-ilot", "l-ilot-2"}
    edit = f"/admin/snippets/glossary/term/edit/{first.pk}/"
    assert office.post(edit, {**lines, "name": "Autre nom", "slug": ""}).status_code == 302
    assert Term.objects.get(name="Autre nom").slug == "l-ilot"


def criterion(number: str = "", *points: dict, **given: object) -> dict:
    return {"number": number, "label": "Portée", "wording": "Portée par qui ?", "points": rows(*points), **given}


def test_versions_criteria_and_points_number_themselves(office):
    definition("Autrefois")
    point = {"key": "", "label": "Tirage au sort"}
    given = {"number": "", "adopted_on-kind": "", "note": ""}
    criteria = rows(criterion(), criterion("1"), criterion("", point, {"key": "mandat", "label": "Durée"}))
    assert office.post(ADD_DEFINITION, nested_form_data({**given, "criteria": criteria})).status_code == 302
    made = DefinitionVersion.objects.get(number=2)
    assert list(Criterion.objects.filter(version=made).values_list("number", flat=True)) == [2, 1, 3]
    keys = CriterionPoint.objects.filter(criterion__version=made).values_list("key", flat=True)
    assert list(keys) == ["tirage-au-sort", "mandat"]


def test_two_criteria_of_one_number_are_refused(office):
    given = {"number": "4", "adopted_on-kind": "", "note": "", "criteria": rows(criterion("1"), criterion("1"))}
    answer = office.post(ADD_DEFINITION, nested_form_data(given))
    assert answer.status_code == 200
    assert "Corrigez les données en double" in words(answer.content.decode())
    assert DefinitionVersion.objects.count() == 0


def test_the_page_that_adds_a_version_shows_its_number(office):
    definition("Autrefois")
    shown = office.get(ADD_DEFINITION).content.decode()
    assert re.search(r'name="number" value="2"', shown)
