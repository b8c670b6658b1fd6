"""The search page."""

import itertools
import re

import pytest
from django.utils.text import slugify

from glossary.models import Term
from hub.search.kinds import KINDS
from tests.factories.casestudies import assembly, case_study, hide, report, witness
from tests.factories.pages import home_page
from tests.factories.workshops import theme, workshop
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

PATH = "/recherche/"
MAKE = {"ateliers": workshop, "etudes": case_study, "assemblees": assembly, "temoignages": witness}


@pytest.fixture(autouse=True)
def _site():
    home_page()


def term(name: str, definition: str = "Une définition.", **fields: object) -> Term:
    return Term.objects.create(name=name, slug=slugify(name), definition=definition, **fields)


def found(page) -> list[tuple[str, str]]:
    return [(result.kind.key, result.title) for result in page.context["results"]]


def title_of(page) -> str:
    return re.search(r"<title>(.*?)</title>", page.content.decode())[1].replace("\u202f", " ")


def test_search_finds_each_kind_in_order(client):
    report(title="Cartographie du compte-rendu")
    witness(title="Cartographie du témoignage")
    assembly("Cartographie de l’assemblée")
    case_study("Cartographie de l’étude")
    workshop("2027-06", title="Cartographie de l’atelier")
    theme("Cartographie du thème")
    term("cartographie")
    page = client.get(PATH, {"q": "cartographie"})
    assert found(page) == [
        ("glossaire", "cartographie"),
        ("themes", "Cartographie du thème"),
        ("ateliers", "Cartographie de l’atelier"),
        ("etudes", "Cartographie de l’étude"),
        ("assemblees", "Cartographie de l’assemblée"),
        ("temoignages", "Cartographie du témoignage"),
        ("comptes-rendus", "Cartographie du compte-rendu"),
    ]
    assert page.context["definition"].name == "cartographie"
    assert title_of(page) == "« cartographie » : 7 résultats · Agorathèque"


def test_search_keeps_to_one_kind(client):
    case_study("Cartographie de l’étude")
    workshop("2027-06", title="Cartographie de l’atelier")
    page = client.get(PATH, {"q": "cartographie", "type": "etudes"})
    assert found(page) == [("etudes", "Cartographie de l’étude")]
    assert [count for _, count, _ in page.context["kinds"]] == [0, 1, 1, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
@pytest.mark.parametrize("kind", MAKE)
def test_search_never_shows_what_is_hidden(client, kind, way):
    hide(MAKE[kind](title="Cartographie"), way)
    page = client.get(PATH, {"q": "cartographie"})
    assert (found(page), page.context["total"]) == ([], 0)


def test_search_leaves_out_terms_without_page(client):
    term("cartographie", definition="")
    assert found(client.get(PATH, {"q": "cartographie"})) == []


@pytest.mark.parametrize("typed", ["Indemnité", "indemnite", "INDEMNITÉ", "indemnités"])
def test_search_shows_the_definition_whatever_the_accents(client, typed):
    term("indemnité", forms="indemnités")
    assert client.get(PATH, {"q": typed}).context["definition"].name == "indemnité"


def test_search_without_text_or_result_helps(client):
    theme("Indemnisation")
    empty, nothing = client.get(PATH), client.get(PATH, {"q": "quorum"})
    assert (title_of(empty), title_of(nothing)) == (
        "Recherche · Agorathèque",
        "« quorum » : aucun résultat · Agorathèque",
    )
    assert ["Indemnisation</a>" in page.content.decode() for page in (empty, nothing)] == [True, True]
    assert "Proposer un témoignage" in nothing.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%FF",
        "q=" + "a" * 10_000,
        "q=" + "%C3%A9+" * 3_000,
        'q="',
        "q='",
        'q=l%22un"deux',
        "q=*",
        "q=(",
        "q=AND",
        "q=a+OR",
        "q=NEAR(a",
        "q=title:a",
        "q=-",
        "q=%25_",
        "q=%F0%9F%A6%84",
        "q=a%26%26b%7C!c",
        "q=a&page=-1",
        "q=a&page=abc&type=%00",
        "q=a&type=inconnu",
        "q=a&q=b&x[]=1",
    ],
)
def test_search_answers_anything(client, query):
    case_study("Une étude a b")
    assert client.get(f"{PATH}?{query}").status_code == 200


def test_search_shows_what_was_typed_as_text(client):
    page = client.get(PATH, {"q": "<script>alert(1)</script>"})
    assert "<script>" not in page.content.decode()


@pytest.mark.parametrize("kind", ["themes", "etudes", "assemblees", "ateliers"])
def test_search_cost_does_not_grow_with_results(client, kind):
    def add():
        number = next(numbers)
        theme(f"Cartographie {number}")
        case_study(f"Cartographie {number}")
        assembly(f"Cartographie {number}")
        workshop("2027-06", title=f"Cartographie {number}")

    numbers = itertools.count()
    counts = query_counts(client, f"{PATH}?q=cartographie&type={kind}", add)
    assert counts[1:] == counts[:1] * 2


def test_search_results_come_by_pages_that_keep_the_question(client):
    for number in range(14):
        case_study(f"Cartographie {number}")
    page = client.get(PATH, {"q": "cartographie", "type": "etudes"})
    assert len(page.context["results"]) == 12
    assert 'href="?q=cartographie&amp;type=etudes&amp;page=2"' in page.content.decode()


def test_search_kinds_have_distinct_keys():
    assert len({kind.key for kind in KINDS}) == len(KINDS)


def test_search_sets_no_cookie(client):
    assert client.get(PATH, {"q": "a"}).cookies == {}
