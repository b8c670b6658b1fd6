"""One question, all assemblies: what the table says, its filters, its files, its weight."""

import csv
import io
import itertools
import random
import re
from datetime import date

import pytest
from django.db import connection
from openpyxl import load_workbook

from casestudies.across.enums import Band, Draw, Pay
from casestudies.models import AssemblyPage, Fact, Generation, GenerationRoute
from hub.core.dates.when import When
from tests.factories.casestudies import assembly, fact, hide, source
from tests.factories.workshops import authority, theme
from tests.harness.queries import queries_of
from tests.harness.spoken import said_aloud

pytestmark = pytest.mark.django_db

DRAW, PAY = "/themes/tirage-au-sort/comparer/", "/themes/indemnisation/comparer/"
EVERY = "?lignes=toutes"


@pytest.fixture
def draw():
    return theme("Tirage au sort", slug="tirage-au-sort")


@pytest.fixture
def pay():
    return theme("Indemnisation", slug="indemnisation")


def at(name: str, **place: object) -> AssemblyPage:
    return assembly(f"Assemblée de {name}", authority=authority(name, short_name=name, **place))


def rows(response) -> list:
    return [row for _, _, group in response.context["groups"] for row in group]


def said(response) -> dict[str, dict[str, str]]:
    """Short name → column → words."""
    return {
        row.page.authority.short_name: {cell.column.name: plain(cell.words) for cell in row.cells}
        for row in rows(response)
    }


def plain(words: str) -> str:
    return words.replace("\xa0", " ").replace("\u202f", " ")


def test_numbers_of_a_draw_stand_in_their_columns_with_the_computed_rate(client, draw):
    page = at("Paris")
    numbers = {"invited": 10000, "invited_unit": "people", "volunteers": 748}
    fact(page, "selection", "Deux tirages.", strata="parité, âge", confidence="high", **numbers)
    fact(page, "size", "100 membres.", seated=100, substitutes=30, confidence="high")
    assert said(client.get(DRAW))["Paris"] == {
        "invited": "10 000 personnes",
        "volunteers": "748",
        "seated": "100 et 30 suppléantes et suppléants",
        "rate": "= 7,5 % 748 ÷ 10 000 personnes",
        "pool": "pas encore cherché",
        "strata": "parité, âge",
    }


def test_rate_without_invitations_is_not_computable(client, draw):
    fact(at("Rouen"), "selection", "Un tirage.", volunteers=20)
    assert said(client.get(DRAW))["Rouen"]["rate"] == "pas calculable"


@pytest.mark.parametrize(
    ("fields", "amount", "half_day"),
    [
        ({"value": "44 € par demi-journée.", "amount": 44, "unit": "half_day"}, "44 € par demi-journée", "= 44 €"),
        ({"value": "35 € par jour.", "amount": 35, "unit": "day"}, "35 € par jour", "= 17,50 € 35 € par jour ÷ 2"),
        (
            {"value": "41,22 € par séance.", "amount": "41.22", "unit": "session"},
            "41,22 € par séance",
            "pas calculable",
        ),
        ({"value": "30 £ par jour.", "amount": 30, "unit": "day"}, "30 £ par jour.", "pas calculable"),
        ({"value": "Comme un jury."}, "Comme un jury.", "pas calculable"),
        ({"value": "Aucune.", "amount": 0, "compensation_type": "none"}, "0 € aucune", "pas calculable"),
    ],
)
def test_amount_is_brought_to_a_half_day_only_where_nothing_is_supposed(client, pay, fields, amount, half_day):
    fact(at("Paris"), "compensation", confidence="high", **fields)
    cells = said(client.get(PAY))["Paris"]
    assert (cells["amount"], cells["half_day"]) == (amount, half_day)


def test_not_found_is_told_apart_from_not_looked_for(client, pay):
    page = at("Rouen")
    at("Lyon")
    vain = {"confidence": "unknown", "looked_on": date(2026, 3, 1), "sought": "extras"}
    fact(page, "compensation", "Rien.", **vain)
    cells = said(client.get(PAY))
    assert cells["Rouen"]["extras"] == "non trouvé / Cherché le 1er mars 2026."
    assert cells["Rouen"]["amount"] == "pas encore cherché"
    assert set(cells["Lyon"].values()) == {"pas encore cherché", "pas calculable"}


def test_whole_subject_not_found_is_one_cell_of_the_page(client, pay):
    fact(at("Rouen"), "compensation", "Rien.", confidence="unknown")
    response = client.get(PAY)
    assert [(cell.gap, cell.places) for cell in rows(response)[0].shown] == [
        ("non trouvé", (1,)),
        ("pas calculable", (2,)),
        ("non trouvé", (3, 4, 5)),
    ]
    assert "Le jour de la recherche n’est pas noté." in response.text


def test_two_sources_of_one_date_that_disagree_are_shown_so(client, draw):
    page, when = at("Paris"), When.parse("2024")
    for publisher, count in (("Ville", 10000), ("Journal", 5000)):
        origin = source(publisher=publisher)
        fact(page, "selection", "Un tirage.", invited=count, valid_on=when, source=origin, confidence="high")
    response = client.get(DRAW)
    clash = "À la même date, les sources ne s’accordent pas : 10 000 (Ville) ; 5 000 (Journal)."
    assert [cell.clash for cell in rows(response)[0].cells if cell.clash] == [(clash,)]
    assert "5 000 (Journal)" in plain(response.text)


def test_low_confidence_and_note_are_told_once_in_words(client, draw):
    numbers = {"invited": 100, "volunteers": 10}
    fact(at("Paris"), "selection", "Un tirage.", label="Sélection, 2024", confidence="low", note="Environ.", **numbers)
    cells = said(client.get(DRAW))["Paris"]
    assert cells["invited"] == "100 (2024, confiance faible, Environ)"
    assert cells["volunteers"] == "10 (2024, confiance faible)"


def test_calls_stand_raised_in_brackets_with_one_link(client, draw):
    fact(at("Paris"), "selection", "Un tirage.", invited=44, second_source=source())
    html = client.get(DRAW).text
    assert re.findall(r'<a class="call".*?</a>', html) == [
        '<a class="call" href="#s1" aria-label="Sources 1, 2">[1, 2]</a>'
    ]


def test_those_that_look_alike_come_first_and_nothing_is_hidden(client, draw):
    for name, people, kind in (("A", 2_000_000, "commune"), ("B", 60_000, "commune"), ("C", None, "region")):
        fact(at(name, population=people, kind=kind), "size", "Dix.", seated=10)
    response = client.get(f"{DRAW}?pays=FR")
    assert response.context["groups"][0][:2] == ("Vous ressemblent : 3", "pays : France")
    response = client.get(f"{DRAW}?habitants=50-200&echelle=commune")
    assert [(row.page.authority.short_name, row.is_alike, row.reason) for row in rows(response)] == [
        ("B", True, ""),
        ("A", False, "population : plus de 200 000 habitants"),
        ("C", False, "population : population non connue ; échelle : région"),
    ]
    assert [group[:2] for group in response.context["groups"]] == [
        ("Vous ressemblent : 1", "population : 50 000 à 200 000 habitants ; échelle : commune"),
        ("Les autres : 2", "Rien n’est masqué ; sous chaque nom, ce qui diffère."),
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", []),
        ("?pays=FR", ["2 assemblées vous ressemblent sur 3"]),
        ("?pays=BE", ["1 assemblée vous ressemble sur 3"]),
        ("?pays=BE&habitants=50-200", ["Aucune assemblée n’a tout cela ; les voici toutes"]),
    ],
)
def test_how_many_look_alike_is_said_aloud(client, draw, query, said):
    for name, place in (("A", {"population": 60_000}), ("B", {}), ("C", {"country": "BE"})):
        fact(at(name, **place), "size", "Dix.", seated=10)
    assert said_aloud(client.get(DRAW + query).text) == said


def test_fact_answers_the_theme_it_is_marked_with(client, draw, pay):
    page = at("Paris")
    moved = fact(page, "compensation", "44 € par demi-journée.", amount=44, unit="half_day", confidence="high")
    assert said(client.get(PAY))["Paris"]["amount"] == "44 € par demi-journée"
    asked = f"{PAY}?indemnite=inconnu&echelle=commune"
    assert client.get(asked).status_code == 200
    moved.theme = draw
    moved.save()
    assert client.get(asked).status_code == 200
    assert said(client.get(PAY))["Paris"]["amount"] == "pas encore cherché"
    assert said(client.get(f"{DRAW}?volet=autres"))["Paris"]["amount"] == "44 € par demi-journée"


def test_theme_of_one_s_own_has_a_table_once_a_fact_is_marked(client):
    own = theme("Jeunesse", slug="jeunesse")
    page = at("Paris")
    assert "Aucun fait ne répond encore" in client.get("/themes/jeunesse/comparer/").text
    assert client.get("/themes/jeunesse/comparer.csv").status_code == 404
    fact(page, "topics", "Le climat.", theme=own, confidence="high")
    assert said(client.get("/themes/jeunesse/comparer/")) == {"Paris": {"topics": "Le climat."}}


def test_theme_that_is_renamed_keeps_its_table(client, pay):
    fact(at("Paris"), "compensation", "44 € par jour.", amount=44, unit="day", confidence="high")
    pay.slug = "argent"
    pay.save()
    assert said(client.get("/themes/argent/comparer/"))["Paris"]["amount"] == "44 € par jour"


@pytest.mark.parametrize("way", ["draft", "expired", "private"])
def test_hidden_assemblies_and_counter_examples_are_no_rows(client, draw, way):
    for page in (hide(at("Caché"), way), assembly("Contre", is_counter_example=True), at("Paris")):
        fact(page, "size", "Dix.", seated=10)
    assert list(said(client.get(DRAW))) == ["Paris"]


def everything(client, address: str, size: int = 400) -> list[list[str]]:
    """The cells of all the pages."""
    found, number = [], 1
    while len(found) < size:
        response = client.get(f"{address}{'&' if '?' in address else '?'}page={number}")
        found += [[cell.words for cell in row.cells] for row in rows(response)]
        if not response.context["items"].has_next():
            break
        number += 1
    return found


def test_files_hold_what_the_pages_show_in_their_order(client, draw):
    for number in range(13):
        page = at(f"Ville {number:02}", population=number * 20_000)
        fact(page, "selection", f"Un tirage {number}.", invited=number + 10, volunteers=number, pool="=adresses")
    query = "?habitants=50-200&tri=population"
    shown = everything(client, f"{DRAW}{query}")
    assert len(shown) == 13
    text = client.get(f"{DRAW[:-1]}.csv{query}").getvalue().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    columns = [place for place, name in enumerate(lines[0]) if place >= 7 and not name.endswith("_sources")]
    assert [[line[place].removeprefix("'") for place in columns] for line in lines[1:]] == shown
    sheet = load_workbook(io.BytesIO(client.get(f"{DRAW[:-1]}.xlsx{query}").getvalue())).active
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [[row[place] for place in columns] for row in cells[1:]] == shown


@pytest.mark.parametrize("query", ["?page=99", "?volet=lune&habitants=%00&tri=x&echelle=a", "?lignes=9", EVERY])
def test_what_can_not_be_read_is_left_out(client, draw, query):
    fact(at("Paris"), "size", "Dix.", seated=10)
    response = client.get(DRAW + query)
    assert (response.status_code, list(said(response))) == (200, ["Paris"])


@pytest.mark.parametrize("address", [DRAW, f"{DRAW}{EVERY}", f"{DRAW}?habitants=50-200", f"{DRAW[:-1]}.csv"])
def test_table_costs_the_same_number_of_queries_for_any_number_of_assemblies(client, draw, address):
    counts = []
    for size in (1, 29, 90):
        for _ in range(size):
            page = at(f"Ville {AssemblyPage.objects.count()}", population=60_000)
            fact(page, "selection", "Un tirage.", invited=300, volunteers=29, second_source=source())
            generation = Generation.objects.create(page=page, label="Une")
            GenerationRoute.objects.create(generation=generation, route="sortition")
        counts.append(queries_of(client, address))
    assert counts == [counts[0]] * 3


def test_four_hundred_assemblies_of_forty_facts_are_read_a_page_at_a_time(client, draw):
    place, origin = authority("Paris", population=60_000), source()
    page = assembly("Modèle", authority=place)
    copies = [assembly(f"Assemblée {number}", authority=place) for number in range(399)]
    keys = ("selection", "size", "mandate", "rhythm")
    Fact.objects.bulk_create(
        Fact(page=each, key=keys[number % 4], value=f"Fait {number}.", source=origin, sort_order=number)
        for each in (page, *copies)
        for number in range(40)
    )
    response = client.get(DRAW)
    assert (response.context["items"].paginator.count, len(rows(response))) == (400, 5)
    assert len(rows(client.get(DRAW + EVERY))) == 60


@pytest.mark.parametrize(
    ("population", "band"),
    [(None, Band.UNKNOWN), (0, Band.SMALL), (49_999, Band.SMALL), (50_000, Band.MEDIUM), (200_001, Band.LARGE)],
)
def test_bands_of_population_meet_without_overlap(population, band):
    assert Band.of(population) == band


@pytest.mark.parametrize(
    ("routes", "draw"),
    [
        ([], Draw.UNKNOWN),
        (["sortition", "sortition"], Draw.TOTAL),
        (["sortition", "sortition_among_volunteers"], Draw.VOLUNTEERS),
        (["sortition", "nomination"], Draw.PARTIAL),
        (["volunteers"], Draw.NONE),
    ],
)
def test_kind_of_draw_follows_the_ways_in(routes, draw):
    assert Draw.of(routes) == draw


@pytest.mark.parametrize(
    ("kinds", "pay"),
    [
        ([], Pay.UNKNOWN),
        (["unknown"], Pay.NOT_FOUND),
        (["unknown", "allowance"], Pay.PAID),
        (["expenses_only"], Pay.EXPENSES),
        (["none"], Pay.NOTHING),
    ],
)
def test_paid_or_not_follows_the_facts(kinds, pay):
    assert Pay.of(kinds) == pay


SQL = """
SELECT count(*) FROM casestudies_assemblypage a JOIN wagtailcore_page p ON p.id = a.page_ptr_id
JOIN community_authority c ON c.id = a.authority_id
WHERE p.live AND NOT a.is_counter_example AND c.kind = %s AND a.status = %s AND {band}
"""
BANDS = {
    "moins-de-50": "c.population < 50000",
    "50-200": "c.population BETWEEN 50000 AND 200000",
    "plus-de-200": "c.population > 200000",
    "inconnue": "c.population IS NULL",
}


def test_counts_equal_those_of_plain_sql(client, draw):
    chance = random.Random(15)  # noqa: S311 -- the same every time, no secret
    kinds, states = ["commune", "department", "region"], ["active", "ended", "unknown"]
    for number in range(40):
        people = chance.choice([None, 10, 49_999, 50_000, 200_000, 200_001])
        place = authority(f"Ville {number}", kind=chance.choice(kinds), population=people)
        assembly(authority=place, status=chance.choice(states), is_counter_example=chance.random() < 0.2)
    fact(AssemblyPage.objects.first(), "size", "Dix.", seated=10)
    compared = 0
    for band, kind, state in itertools.product(BANDS, kinds, states):
        with connection.cursor() as cursor:
            cursor.execute(SQL.format(band=BANDS[band]), [kind, state])
            expected = cursor.fetchone()[0]
        response = client.get(f"{DRAW}?habitants={band}&echelle={kind}&statut={state}")
        if len(response.context["query"].chosen) == 3:
            assert response.context["found"] == expected
            compared += 1
    assert compared == 36
