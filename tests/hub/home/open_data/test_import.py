"""Bringing the open data into another site."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from casestudies.models import AssemblyPage, CaseStudyPage, Fact, Source
from glossary.models import DefinitionVersion, Term, Theme
from hub.community.models import Authority
from hub.core.errors import ActionError
from hub.home.open_data import load
from hub.home.starter import load_starter
from tests.harness.dump import dump
from tests.harness.open_data import document
from workshops.models import Cycle, OutsideEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def exported(django_db_setup, django_db_blocker) -> bytes:
    """The open data of the starter content, in a database that is then empty again."""
    with django_db_blocker.unblock():
        load_starter(year=2027)
        content = document()
        django_db_setup.reset()
    return content


def changed(content: bytes, table: str, number: int = 0, **values: object) -> bytes:
    document = json.loads(content)
    document["tables"][table][number].update(values)
    return json.dumps(document).encode()


def test_import_into_an_empty_site_gives_the_same_export(exported):
    assert Theme.objects.count() == AssemblyPage.objects.count() == Source.objects.count() == 0
    report = load(exported)
    assert report.refused == []
    assert dict(report.kept) == {}
    assert document() == exported
    assert Page.find_problems() == ([], [], [], [], [])
    for model in (AssemblyPage, CaseStudyPage, Fact, Term, Authority, Cycle, OutsideEvent, DefinitionVersion):
        assert model.objects.exists()


def test_a_second_import_changes_nothing(exported):
    load(exported)
    before = dump()
    report = load(exported)
    assert (dict(report.created), report.refused) == ({}, [])
    assert dump() == before


def test_import_leaves_the_starter_content_as_it_is(exported):
    load_starter(year=2027)
    AssemblyPage.objects.filter(slug="paris").update(title="Corrigé ici")
    before = dump()
    assert dict(load(exported).created) == {}
    assert dump() == before


def test_import_reads_files_that_do_not_say_the_language_of_names(exported):
    document = json.loads(exported)
    languages = [row.pop("langue_du_nom") for row in document["tables"]["assemblees"]]
    assert sorted({*languages}) == ["de", "en", "fr", "it"]
    assert load(json.dumps(document).encode()).refused == []
    assert {*AssemblyPage.objects.values_list("language", flat=True)} == {"fr"}


#: (table, row, what is wrong in it, what the report says)
WRONG = [
    ("assemblees", 0, {"collectivite": "nulle-part"}, "la collectivité « nulle-part » n’existe pas"),
    ("assemblees", 1, {"statut": "endormie"}, "status"),
    ("assemblees", 2, {"titre": ""}, "title"),
    ("assemblees", 3, {"mise_a_jour_le": "hier"}, "« hier » n’est pas une date avec une heure"),
    ("assemblees", 4, {"contre_exemple": "oui"}, "« contre_exemple » n’est pas du type « oui ou non »"),
    ("assemblees", 5, {"themes": ["inconnu"]}, "le thème n’existe pas : inconnu"),
    ("faits", 99, {"sources": ["inconnue"]}, "la source « inconnue » n’existe pas"),
    ("faits", 98, {"sources": [], "confiance": "high"}, "Un fait a une source"),
    ("faits", 97, {"nombre": "beaucoup"}, "« nombre » n’est pas du type"),
    ("faits", 96, {"vrai_depuis": "2026-13"}, "Cette date n’existe pas"),
    ("reponses", 128, {"critere": 99}, "le critère « (1, 99) » n’existe pas"),
    ("reponses", 127, {"pourquoi": "", "reponse": "yes"}, "une raison et une source"),
    ("reponses", 125, {"critere": 1}, "une réponse est déjà là"),
    ("etapes", 0, {"texte": "<p>Oui<script>alert(1)</script></p>"}, "des balises que le site n’accepte pas"),
    ("etapes", 1, {"texte": '<a href="javascript:alert(1)">ici</a>'}, "des balises que le site n’accepte pas"),
    ("etapes", 2, {"partie": "3"}, "la partie « 3 » n’existe pas"),
    ("etapes", 3, {"titre": "a" * 121}, "un titre a de 1 à 120 signes"),
    ("sources", 0, {"adresse": "javascript:alert(1)"}, "url"),
    ("termes", 0, {"themes": ["aucun"]}, "le thème n’existe pas : aucun"),
    ("ateliers", 0, {"quand": "bientôt"}, "Date illisible"),
    ("etudes_de_cas", 0, {"assemblees": ["nulle"]}, "l’assemblée n’existe pas : nulle"),
    ("etudes_de_cas", 1, {"comment_on_fait": "a" * 300}, "practice_summary"),
]


def test_import_reports_what_it_cannot_take_and_takes_the_rest(exported):
    content = exported
    for table, number, values, _ in WRONG:
        content = changed(content, table, number, **values)
    report = load(content)
    assert [words for *_, words in WRONG if not any(words in reason for reason in report.refused)] == []
    assert (AssemblyPage.objects.count(), CaseStudyPage.objects.count()) == (11, 11)
    assert Page.find_problems() == ([], [], [], [], [])


def test_import_removes_control_characters(exported):
    load(changed(exported, "assemblees", titre="Ti\x00tre\u2028"))
    assert AssemblyPage.objects.filter(title="Titre").count() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b"{}", b'{"format": 2, "tables": {}}', b'{"format": 1}', b'{"format": 1, "tables": []}'],
)
def test_unreadable_files_are_refused_as_a_whole(content):
    before = dump()
    with pytest.raises(ActionError):
        load(content)
    assert dump() == before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["themes", "assemblees", "faits", "inconnue"]), JSON, max_size=4))
def test_any_table_is_loaded_or_reported(db, tables):
    load(json.dumps({"format": 1, "tables": tables}).encode())
    assert AssemblyPage.objects.count() == 0


def test_command_tells_what_it_did(exported, tmp_path):
    file, output = tmp_path / "agoratheque.json", io.StringIO()
    file.write_bytes(changed(exported, "faits", sources=["inconnue"]))
    call_command("import_open_data", str(file), stdout=output)
    assert "Assemblées : 16 de plus." in output.getvalue()
    assert "Refusé. Faits, « " in output.getvalue()
    with pytest.raises(CommandError):
        call_command("import_open_data", str(tmp_path / "absent.json"))
