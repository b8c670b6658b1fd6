"""Tables whose rows stand in groups: each cell names its headers, which RGAA asks for (5.7)."""

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.management import call_command

pytestmark = pytest.mark.django_db

COMPARISON = "/assemblees/comparer/?a=paris&a=poitiers&a=milan"
GROUPED = [COMPARISON, "/themes/indemnisation/comparer/?pays=FR", "/ateliers/rendre-des-comptes/conducteur/"]


def names(cell: Tag) -> set[str]:
    return set(cell.get_attribute_list("headers"))


def width(cell: Tag) -> int:
    return int(str(cell.get("colspan", 1)))


def headers_of(cell: Tag) -> set[str]:
    """The heading of its rows, that of its row, those of its columns unless it takes them all."""
    table, row = cell.find_parent("table"), cell.find_parent("tr")
    columns = table.select("thead tr:first-child > *")
    first = sum(map(width, cell.find_previous_siblings(["th", "td"])))
    heads = [cell.find_parent("tbody").select_one("th:not([scope])")]
    if cell.name == "td" and width(cell) < len(columns):
        heads += [*columns[first : first + width(cell)], *row.select("th[scope=row]")]
    return {head["id"] for head in heads}


def test_each_cell_of_a_grouped_table_names_its_headers(client):
    call_command("load_starter", verbosity=0)
    for path in GROUPED:
        table = BeautifulSoup(client.get(path).content, "html.parser").select_one("table")
        cells = table.select("tbody :is(td, th[scope=row])")
        assert [(path, names(cell)) for cell in cells] == [(path, headers_of(cell)) for cell in cells]
        assert len(cells) >= 8


def test_headers_of_comparison_and_matrix_are_names_alone(client):
    """They are heard with each cell."""
    call_command("load_starter", verbosity=0)
    for path in (COMPARISON, "/assemblees/comparer/"):
        table = BeautifulSoup(client.get(path).content, "html.parser").select_one("table")
        links = table.select("th a, th small")
        words = [" ".join(header.text.split()) for header in table.select("th[scope]")]
        assert (path, links, [each for each in words if len(each) > 80]) == (path, [], [])
