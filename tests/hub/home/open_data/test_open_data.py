"""The open data: what is published, nothing else, in three formats, with a codebook for every column."""

import csv
import io
import json
import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from casestudies.models import AssemblyPage, Proposal
from glossary.models import Term
from hub.community.models import Member
from hub.core.reading import one_reading
from hub.home.open_data import CODEBOOK, DATA_TABLES, codebook_rows
from hub.home.open_data.codebook import EXPLAINED
from hub.home.open_data.dataset import EXPORTED
from hub.home.starter import load_starter
from tests.factories.casestudies import answer, assembly, case_study, definition, fact, hide, source, step, witness
from tests.factories.organisers import member, proposal
from tests.factories.pages import home_page
from tests.factories.whole import everything
from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.open_data import document, exported_rows
from tests.harness.queries import growing, query_counts_of
from tests.harness.walk import noted_reads

pytestmark = pytest.mark.django_db

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


def csv_rows(response) -> list[dict[str, str]]:
    text = response.getvalue().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";"))


# ---------------------------------------------------------------- what is published
@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_data_hold_only_what_anybody_may_read(way):
    secret, shown = source(key="secrete"), source(key="montree")
    hidden = assembly("Cachée", authority=authority(slug="lieu-cache"))
    fact(hidden, source=secret)
    hide(hidden, way)
    visible = assembly("Visible", authority=authority(slug="lieu-visible"))
    fact(visible, source=shown)
    hidden_workshop = hide(workshop(), way)
    partner(hidden_workshop, authority(slug="partenaire-cache"))
    case_study(assemblies=[hidden, visible], workshops=[hidden_workshop])
    hide(case_study(practice=[step("Un", sources=(secret,))]), way)
    Term.objects.create(name="Sans définition", slug="sans-definition")
    rows = exported_rows()
    assert [row["titre"] for row in rows["assemblees"]] == ["Visible"]
    assert [row["assemblee"] for row in rows["faits"]] == [visible.slug]
    assert [row["identifiant"] for row in rows["sources"]] == ["montree"]
    assert [row["identifiant"] for row in rows["collectivites"]] == ["lieu-visible"]
    assert [(row["assemblees"], row["ateliers"]) for row in rows["etudes_de_cas"]] == [([visible.slug], [])]
    assert (rows["etapes"], rows["ateliers"], rows["partenaires"], rows["termes"]) == ([], [], [], [])


def test_a_fallback_never_names_a_hidden_workshop():
    workshop(slug="repli", fallback_for=hide(workshop(slug="cache"), "draft"))
    assert [(row["identifiant"], row["repli_de"]) for row in exported_rows()["ateliers"]] == [("repli", "")]


def test_data_hold_nothing_about_persons():
    proposal(name="Odile Nommée", email="odile@exemple.fr")
    member("membre@exemple.fr")
    witness("Un témoignage", shown_name="Paul Affiché")
    page = workshop()
    page.agenda.create(part=1, title="Accueil", speaker="Lise Parle")
    text = document().decode()
    assert [name for name in ("Odile", "exemple.fr", "Paul", "Lise") if name in text] == []


def test_no_column_comes_from_a_table_of_persons():
    personal = [
        Proposal,
        Member,
        *(model for model in apps.get_models() if model._meta.app_label in ("account", "mfa")),
    ]
    forbidden = {str(field.verbose_name) for model in personal for field in model._meta.fields if field.name == "email"}
    labels = {column.label for table in DATA_TABLES.values() for column in table.columns}
    assert labels & forbidden == set()
    assert {"shown_name", "speaker", "email"} & {
        column.field for table in DATA_TABLES.values() for column in table.columns
    } == set()


def test_steps_keep_no_number_of_this_site():
    html = (
        '<p data-block-key="a1b2">Voir <a linktype="page" id="3">la page</a> et <a href="https://ici.fr">ici</a>.</p>'
    )
    case_study(practice=[step("Un", html)])
    assert [row["texte"] for row in exported_rows()["etapes"]] == [
        '<p>Voir la page et <a href="https://ici.fr">ici</a>.</p>'
    ]


# ---------------------------------------------------------------- codebook
def test_codebook_has_a_line_for_every_column():
    lines = {(row["table"], row["colonne"]): row for row in codebook_rows(DATA_TABLES.values())}
    assert list(lines) == [(table.name, column.name) for table in DATA_TABLES.values() for column in table.columns]
    assert [key for key, line in lines.items() if not (line["libelle"] and line["type"])] == []
    field = AssemblyPage._meta.get_field("status")
    assert lines["assemblees", "statut"] == {
        "table": "assemblees",
        "colonne": "statut",
        "libelle": field.verbose_name,
        "type": "liste fermée",
        "unite": "",
        "valeurs": [f"{value} = {label}" for value, label in field.choices],
        "ecriture": "JSON : le code ; CSV et XLSX : le libellé",
        "remarque": "Si elle est à l’œuvre, d’après nos sources.",
    }


def test_codebook_explains_every_column_to_a_reader():
    """Neither nothing, nor what the administration tells editors, nor a word of the trade."""
    said = {(row["table"], row["colonne"]): row["remarque"] for row in codebook_rows(DATA_TABLES.values())}
    assert [key for key, words in said.items() if not words] == []
    trade = re.compile(r"\b(slug|admin|champ|décochez|se décoche|facultati\w+|affiché)\b", re.I)
    assert {key: words for key, words in said.items() if trade.search(words)} == {}


def test_explanations_are_about_columns_that_exist():
    columns = {name: {column.name for column in table.columns} for name, table in DATA_TABLES.items()}
    shared = set().union(*columns.values())
    known = {name: columns[name] if name != "*" else shared for name in EXPLAINED}
    assert {name: set(told) - known[name] for name, told in EXPLAINED.items() if set(told) - known[name]} == {}


def test_codes_keep_their_zeros_in_a_workbook(client):
    place = authority("Bourg-en-Bresse", insee_code="01053", department_code="01", short_name="06 12 34 56 78")
    assembly(authority=place)
    sheet = load_workbook(io.BytesIO(client.get("/donnees/collectivites.xlsx").getvalue()))["collectivites"]
    cells = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    as_text = {name: (cells[name].value, cells[name].data_type, cells[name].number_format) for name in cells}
    assert as_text["code"] == ("01053", "s", "@")
    assert as_text["departement"] == ("01", "s", "@")
    assert as_text["nom_court"] == ("06 12 34 56 78", "s", "@")
    assert as_text["nom"] == ("Bourg-en-Bresse", "s", "General")


def test_package_describes_every_file_for_programs(client):
    home_page()
    described = json.loads(client.get("/donnees/datapackage.json").getvalue())
    assert {one["name"]: [field["name"] for field in one["schema"]["fields"]] for one in described["resources"]} == {
        name: [column.name for column in table.columns] for name, table in DATA_TABLES.items()
    }
    assert [
        client.get(one["path"].removeprefix("http://testserver")).status_code for one in described["resources"]
    ] == [200] * len(DATA_TABLES)


def test_columns_are_named_once_in_ascii():
    for table in [*DATA_TABLES.values(), CODEBOOK]:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert [name for name in names if not (name.isascii() and name.isidentifier())] == []


def test_files_have_the_columns_of_the_codebook(client):
    everything()
    for name, table in DATA_TABLES.items():
        header = client.get(f"/donnees/{name}.csv").getvalue().decode("utf-8-sig").split("\r\n", 1)[0]
        assert header.split(";") == [column.name for column in table.columns]


# ---------------------------------------------------------------- files
def test_csv_reads_well_in_french_excel(client):
    page = assembly("=SOMME(A1)", authority=authority("+33 Ville"), is_counter_example=True, status="active")
    fact(page, "compensation", "41,22 €\r\npar « séance » ; sous condition", amount="41.22", unit="session")
    line = csv_rows(client.get("/donnees/assemblees.csv"))[0]
    assert (line["titre"], line["nom_de_la_collectivite"]) == ("'=SOMME(A1)", "'+33 Ville")
    assert (line["contre_exemple"], line["statut"]) == ("oui", "Active")
    (known,) = csv_rows(client.get("/donnees/faits.csv"))
    assert (known["nombre"], known["jusqu_a"], known["unite"]) == ("41,22", "", "par séance")
    assert known["valeur"] == "41,22 €\npar « séance » ; sous condition"


def test_workbook_has_a_sheet_per_table_and_runs_nothing(client):
    page = assembly("=1+1")
    fact(page, amount="41.22", value="#N/A")
    book = load_workbook(io.BytesIO(client.get("/donnees/agoratheque.xlsx").getvalue()))
    assert book.sheetnames == [*DATA_TABLES, CODEBOOK.name]
    facts = list(book["faits"].iter_rows(values_only=True))
    cells = dict(zip(facts[0], facts[1], strict=True))
    assert (cells["nombre"], cells["valeur"]) == (41.22, "#N/A")
    title = book["assemblees"]["B2"]
    assert (title.value, title.data_type) == ("=1+1", "s")


def test_json_holds_codes_and_lists(client):
    subject = theme(slug="mandat")
    page = assembly(themes=[subject], other_names="Un nom\nUn autre", status="ended")
    criterion = definition("Portée")[0]
    answer(page, criterion, "partly", source=source(key="cle"))
    document = json.loads(client.get("/donnees/agoratheque.json").getvalue())
    assert (document["format"], document["version"]) == (1, "2026-11-02")
    (row,) = document["tables"]["assemblees"]
    assert (row["statut"], row["themes"], row["autres_noms"]) == ("ended", ["mandat"], ["Un nom", "Un autre"])
    (given,) = document["tables"]["reponses"]
    assert (given["reponse"], given["critere"], given["point"], given["sources"]) == ("partly", 1, "", ["cle"])


@pytest.mark.parametrize("extension", MEDIA)
def test_files_keep_their_bytes_and_are_not_sent_twice(client, extension):
    everything()
    names = ["faits", "dictionnaire", *(["agoratheque"] if extension != "csv" else [])]
    for name in names:
        path = f"/donnees/{name}.{extension}"
        first, second = client.get(path), client.get(path)
        assert first.getvalue() == second.getvalue()
        assert (first["Content-Type"], first.cookies) == (MEDIA[extension], {})
        assert first["Content-Disposition"] == f'attachment; filename="{name}.{extension}"'
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    everything()
    assert client.get("/donnees/faits.json", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "path", ["rien.csv", "faits.pdf", "agoratheque.csv", "faits.csv/", "rien/", "dictionnaire/", "../faits.csv", ".csv"]
)
def test_unknown_files_are_not_found(client, path):
    assert client.get(f"/donnees/{path}").status_code == 404


# ---------------------------------------------------------------- pages
def test_pages_show_every_table(client):
    everything()
    html = client.get("/donnees/").content.decode()
    assert [name for name in DATA_TABLES if f'href="/donnees/{name}.csv"' not in html] == []
    assert "Les pages du site disent la même chose" in html
    for name, table in DATA_TABLES.items():
        page = client.get(f"/donnees/{name}/").content.decode()
        assert [column.name for column in table.columns if f"<code>{column.name}</code>" not in page] == []


def test_meaning_and_remark_of_a_column_are_two_sentences(client):
    everything()
    html = client.get("/donnees/faits/").content.decode()
    assert "Jusqu’à. <small>La borne haute, quand la source donne une fourchette.</small>" in html
    assert 'aria-current="page">Données ouvertes<' in client.get("/donnees/").content.decode()


def test_queries_do_not_grow_with_content(client):
    assert growing(query_counts_of(client, ["/donnees/", "/donnees/agoratheque.json"], everything)) == {}


def test_the_page_counts_what_changed_since_it_was_last_read(client):
    def facts() -> int:
        return next(count for table, count, _ in client.get("/donnees/").context["main"] if table.name == "faits")

    page = assembly()
    assert facts() == 0
    line = fact(page)
    assert facts() == 1
    line.delete()
    assert facts() == 0


def test_lines_share_their_page_and_their_sources():
    """However many lines refer to them: memory grows with what there is, not with what refers to it."""
    page, said = assembly(), source()
    for number in range(3):
        fact(page, "size", f"{number} membres", source=said)
    lines = list(EXPORTED["faits"].load([page.pk]))
    assert [len(lines), len({id(line.page) for line in lines}), len({id(line.source) for line in lines})] == [3, 1, 1]


# ---------------------------------------------------------------- a few rows at a time
def queries_read(rows) -> tuple[int, int]:
    """How many queries the first row costs, and all of them."""
    with CaptureQueriesContext(connection) as asked:
        next(rows)
        first = len(asked)
        list(rows)
    return first, len(asked)


def test_rows_are_read_a_few_at_a_time(monkeypatch):
    """The first row of a table is there before the others are read."""
    load_starter(year=2027)
    monkeypatch.setattr("hub.core.exports.FEW", 1)
    with one_reading():
        costs = {name: queries_read(each.rows()) for name, each in EXPORTED.items() if len(each.numbers()) > 1}
    assert len(costs) >= 15
    assert {name: cost for name, cost in costs.items() if cost[0] >= cost[1]} == {}


def test_a_table_reads_nothing_of_the_others(client):
    everything()
    with noted_reads() as read:
        client.get("/donnees/themes.csv")
    assert ("glossary_theme" in read, {"casestudies_fact", "casestudies_source"} & read) == (True, set())


def test_the_page_counts_rows_and_reads_none(client):
    everything()
    with CaptureQueriesContext(connection) as asked:
        client.get("/donnees/")
    assert [query["sql"] for query in asked if '"casestudies_fact"."value"' in query["sql"]] == []


def test_a_file_is_made_once_until_the_content_changes(client):
    page = assembly()
    first = client.get("/donnees/faits.csv")
    with CaptureQueriesContext(connection) as asked:
        again = client.get("/donnees/faits.csv")
    content = first.getvalue()
    assert (first.streaming, int(first["Content-Length"]), again.getvalue()) == (True, len(content), content)
    assert [query for query in asked if "casestudies" in query["sql"]] == []
    themes = client.get("/donnees/themes.csv")
    fact(page)
    changed = client.get("/donnees/faits.csv", headers={"if-none-match": first["ETag"]})
    same = client.get("/donnees/themes.csv", headers={"if-none-match": themes["ETag"]})
    assert (changed.status_code, same.status_code) == (200, 304)
