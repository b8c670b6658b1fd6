"""The comparison and the matrix as files: what the page shows, for a French spreadsheet."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.comparing.matrix import matrix_rows
from glossary.models import criteria_in_force
from tests.factories.casestudies import answer, case_study, definition, fact, source
from tests.harness.tables import FILE, place, sheet, table

pytestmark = pytest.mark.django_db


def test_file_is_what_the_page_shows(client):
    metz, nice = place("Metz"), place("Nice")
    one, _ = definition("Portée", "Tirée")
    fact(metz, "size", "55 membres.", conflict="Un site dit 50.")
    fact(nice, "compensation", "41,22 € par séance.", amount=41, unit="session")
    answer(metz, one)
    case_study("Une étude", assemblies=[metz])
    query = "a=nice&a=metz"
    shown = [cells for cells in table(client, query)[2:] if len(cells) == 3]
    head, *lines = sheet(client, query)
    assert head == ["Rubrique", "Ligne", "Nice", "Nice : preuves", "Metz", "Metz : preuves"]
    assert [[line[1], bare(line[2]), bare(line[4])] for line in lines] == [list(map(bare, cells)) for cells in shown]
    members = next(line for line in lines if line[1] == "Taille")
    assert members[5].startswith("Les sources ne disent pas la même chose. Un site dit 50.")


def bare(words: str) -> str:
    """`words` without what separates pieces in one or the other form."""
    return " ".join(re.sub(r"[./]", " ", words).split())


def test_file_of_the_matrix_has_one_line_per_assembly(client):
    metz = place("Metz")
    place("Nice")
    answer(metz, *definition("Portée"), reason="Par la Ville.", source=source(publisher="Ville", title="Acte"))
    head, *lines = sheet(client)
    assert head == ["Collectivité", "Assemblée", "1. Portée", "1. Portée : preuves"]
    assert lines == [
        ["Metz", "Assemblée de Metz", "Oui", "Par la Ville. Ville, « Acte ». Page officielle."],
        ["Nice", "Assemblée de Nice", "Non documenté", ""],
    ]


def test_file_opens_in_a_french_spreadsheet_and_runs_nothing(client):
    for name, value in {"Metz": "=1+1", "Nice": "\t@cmd\r\n+2", "Sens": "-3;4"}.items():
        fact(place(name), "mandate", value)
    response = client.get(f"{FILE}?a=metz&a=nice&a=sens")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="comparaison-metz-nice-sens.csv"'
    written = response.getvalue()
    assert written.startswith(b"\xef\xbb\xbfRubrique;Ligne;Metz;")
    assert written.count(b"\n") == written.count(b"\r\n") == len(sheet(client, "a=metz&a=nice&a=sens"))
    line = next(line for line in sheet(client, "a=metz&a=nice&a=sens") if line[1] == "Mandat")
    assert [line[2], line[4], line[6]] == ["'=1+1", "'@cmd +2", "'-3;4"]
    assert client.post(FILE).status_code == 405


def test_rows_of_the_matrix_are_read_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr("hub.core.exports.FEW", 1)
    definition("Portée")
    for name in ("Metz", "Nice", "Sens"):
        place(name)
    rows = matrix_rows(criteria_in_force())
    with CaptureQueriesContext(connection) as asked:
        counts = [len(asked) for _ in rows]
    assert counts[1] - counts[0] == counts[2] - counts[1] > 0
