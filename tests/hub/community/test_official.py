"""The official lists: what is shipped, how names are found, and how a successor renews them."""

import io
import json
import subprocess
import sys
import tarfile

import pytest
from django.conf import settings

from hub.community.codes import code_problem, department_of
from hub.community.enums import AuthorityKind
from hub.community.official import LIST, Lists, Official, lists

SCRIPT = settings.BASE_DIR / "deploy" / "official_authorities.py"


def every() -> list[Official]:
    return [Official.of(line.split("\t", 1)[1]) for line in lists()._text.split("\n")]


def test_shipped_lists_are_small_and_whole():
    assert LIST.stat().st_size < 400_000
    assert (lists().version, lists().day) == ("6.0.0", "2026-03-09")
    kinds = [each.kind for each in every()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "commune": 34969,
        "intercommunality": 1266,
        "department": 101,
        "region": 18,
    }


def test_no_code_of_the_lists_is_refused():
    """Shapes of the Insee and the sum of SIREN numbers, 36 354 times."""
    assert [each for each in every() if code_problem(each.kind, each.code)] == []
    placed = [each for each in every() if each.kind in ("commune", "department")]
    assert [each for each in placed if department_of(each.kind, each.code) != each.department] == []


def test_names_fit_their_fields():
    assert max(len(each.name) for each in every()) <= 160
    assert max(len(each.short_name) for each in every()) <= 60


@pytest.mark.parametrize(
    ("kind", "code", "name", "short_name", "article"),
    [
        ("commune", "76540", "Ville de Rouen", "Rouen", "la"),
        ("commune", "49007", "Ville d’Angers", "Angers", "la"),
        ("commune", "76351", "Ville du Havre", "Le Havre", "la"),
        ("commune", "93045", "Ville des Lilas", "Les Lilas", "la"),
        ("commune", "17300", "Ville de La Rochelle", "La Rochelle", "la"),
        ("commune", "94038", "Ville de L’Haÿ-les-Roses", "L’Haÿ-les-Roses", "la"),
        ("commune", "11339", "Commune de Saint-Denis", "Saint-Denis", "la"),
        ("department", "31", "Département de la Haute-Garonne", "Haute-Garonne", "le"),
        ("department", "95", "Département du Val-d’Oise", "Val-d’Oise", "le"),
        ("region", "28", "Région Normandie", "Normandie", "la"),
        ("intercommunality", "200027548", "Communauté de communes des Savanes", "CC des Savanes", "la"),
        ("intercommunality", "200057875", "Est Ensemble", "Est Ensemble", ""),
        ("intercommunality", "200046977", "Métropole de Lyon", "Métropole de Lyon", "la"),
    ],
)
def test_official_names_are_written_as_one_says_them(kind, code, name, short_name, article):
    found = lists().coded(kind, code)
    assert (found.name, found.short_name, found.article) == (name, short_name, article)


@pytest.mark.parametrize("typed", ["Rouen", "rouen", "ROUEN", "Ville de Rouen", "mairie de rouen", "  Rouen  "])
def test_a_name_is_found_however_it_is_written(typed):
    assert lists().search(typed)[0].code == "76540"


def test_what_is_said_in_front_decides_the_scale():
    firsts = {
        typed: lists().search(typed)[0].kind for typed in ("ville de paris", "département de paris", "cc des sav")
    }
    assert firsts == {
        "ville de paris": AuthorityKind.COMMUNE,
        "département de paris": AuthorityKind.DEPARTMENT,
        "cc des sav": AuthorityKind.INTERCOMMUNALITY,
    }
    assert [each.kind for each in lists().named("Ville de Paris", "")] == ["commune"]
    assert [each.code for each in lists().named("Montreuil", "commune", "93")] == ["93048"]
    assert lists().named("", "") == []


@pytest.mark.parametrize(
    ("kind", "code", "is_right"),
    [
        ("commune", "2A004", True),
        ("commune", "97411", True),
        ("commune", "98735", True),
        ("commune", "20004", False),
        ("commune", "96001", False),
        ("commune", "7654", False),
        ("commune", "²²²²²", False),
        ("department", "2B", True),
        ("department", "974", True),
        ("department", "20", False),
        ("department", "971 ", False),
        ("region", "94", True),
        ("region", "9", False),
        ("intercommunality", "200023414", True),
        ("intercommunality", "200023441", False),
        ("other", "217500016", True),
        ("community", "75056", False),
    ],
)
def test_codes_have_the_shape_of_their_scale(kind, code, is_right):
    assert (code_problem(kind, code) == "") == is_right


def test_the_list_is_renewed_from_a_package(tmp_path):
    town = {"code": "01001", "nom": "L'Essai", "typeLiaison": 5, "departement": "01", "region": "84", "population": 9}
    former = {**town, "code": "01002", "type": "commune-deleguee"}
    group = {"code": "200000172", "nom": "CC d'Essai", "populationMunicipale": 9, "membres": [{"code": "01001"}]}
    files = {
        "package.json": {"version": "9.1.0"},
        "data/communes.json": [{**town, "type": "commune-actuelle"}, former],
        "data/epci.json": [group],
        "data/ept.json": [],
        "data/departements.json": [{"code": "01", "nom": "Ain", "typeLiaison": 5, "zone": "metro"}],
        "data/regions.json": [{"code": "975", "nom": "Ailleurs", "zone": "com"}],
    }
    archive, target = tmp_path / "package.tgz", tmp_path / "list.xz"
    with tarfile.open(archive, "w:gz") as packed:
        for name, content in files.items():
            text = json.dumps(content).encode()
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size, entry.mtime = len(text), 1_900_000_000
            packed.addfile(entry, io.BytesIO(text))
    subprocess.run([sys.executable, SCRIPT, archive, target], check=True, capture_output=True)
    renewed = Lists(target)
    assert (renewed.version, renewed.day) == ("9.1.0", "2030-03-17")
    assert [(each.name, each.code, each.department, each.population) for each in renewed.search("essai")] == [
        ("Commune de L’Essai", "01001", "01", 9),
        ("Communauté de communes d’Essai", "200000172", "01", 9),
    ]
    assert renewed.coded("department", "01").population == 9
    assert renewed.coded("region", "975") is None
