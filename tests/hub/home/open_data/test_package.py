"""The description of the CSV files for programs, held against each cell of the starter content."""

import csv
import io
import json
import re

import pytest

from hub.home.open_data import DATA_TABLES
from hub.home.starter import load_starter

pytestmark = pytest.mark.django_db

#: What a value of each type of Table Schema looks like in the file.
WRITTEN = {
    "string": r"[\s\S]*",
    "integer": r"-?\d+",
    "number": r"-?\d+(,\d+)?",
    "boolean": "oui|non",
    "date": r"\d{4}-\d\d-\d\d",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
}


def fits(field: dict, value: str) -> bool:
    allowed = field.get("constraints", {}).get("enum", [value])
    return value in allowed and re.fullmatch(WRITTEN[field["type"]], value) is not None


@pytest.fixture
def fields(client) -> dict[str, list[dict]]:
    """The columns of each file as the package describes them."""
    load_starter(year=2027)
    described = json.loads(client.get("/donnees/datapackage.json").getvalue())
    return {one["name"]: one["schema"]["fields"] for one in described["resources"]}


def misfits(client, name: str, fields: list[dict]) -> list[tuple[str, str, str]]:
    """The cells of a file that are not as its columns are described."""
    text = client.get(f"/donnees/{name}.csv").getvalue().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert header == [field["name"] for field in fields]
    cells = [(field, value) for row in rows for field, value in zip(fields, row, strict=True) if value]
    return [(name, field["name"], value) for field, value in cells if not fits(field, value)]


def test_every_cell_is_of_the_type_described(client, fields):
    assert list(fields) == list(DATA_TABLES)
    assert [misfit for name, each in fields.items() for misfit in misfits(client, name, each)] == []


def test_codes_are_texts_and_closed_lists_name_each_label_once(fields):
    types = {field["name"]: field["type"] for field in fields["collectivites"]}
    assert (types["code"], types["departement"], types["population"]) == ("string", "string", "integer")
    lists = [field["constraints"]["enum"] for each in fields.values() for field in each if "constraints" in field]
    assert [labels for labels in lists if len(labels) != len(set(labels))] == []
