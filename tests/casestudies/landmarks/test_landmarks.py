"""«Repères»: where, when and how much; unknown is not zero, an estimate says so."""

import re
from datetime import date
from decimal import Decimal
from itertools import combinations
from math import hypot

import pytest

from casestudies.landmarks.amounts import draw_amounts
from casestudies.landmarks.map import Place, draw_map, french_dots
from casestudies.landmarks.page import half_day_amount, landmarks
from casestudies.landmarks.timeline import draw_timeline
from casestudies.models import Fact, Generation, Milestone
from hub.core.dates.when import When
from tests.factories.casestudies import assembly, case_study, fact, hide, source, step
from tests.factories.workshops import authority
from tests.harness.queries import query_counts

TODAY = date(2026, 11, 22)


def generation(page, period: str, label: str = "Une génération") -> Generation:
    return Generation.objects.create(page=page, label=label, period=When.parse(period), source=source())


def milestone(page, when: str, **fields: object) -> Milestone:
    return Milestone.objects.create(page=page, when=When.parse(when), text="Une date", source=source(), **fields)


def spaced(text: str) -> str:
    return " ".join(text.split())


# -- where
def test_map_file_covers_metropolitan_france():
    dots = french_dots()
    assert len(dots) == 96
    assert {code for code, own in dots.items() if not own.dots} == set()
    every = [dot for own in dots.values() for dot in own.dots]
    assert len(every) == len(set(every))


@pytest.mark.django_db
def test_where_says_in_words_what_the_map_lacks():
    for name, fields in {
        "Metz": {"department_code": "57"},
        "Mamoudzou": {"department_code": "976"},
        "Milan": {"country": "IT", "department_code": "57"},
        "Région": {},
    }.items():
        assembly(authority=authority(name, **fields), is_counter_example=name == "Metz")
    where = landmarks(TODAY).where
    assert [(place.name, place.department_name, place.kind) for place in where.places] == [
        ("Metz", "Moselle", "contre-exemple")
    ]
    assert (where.off_the_map, where.abroad) == (["Mamoudzou", "Région"], ["Milan"])


def test_map_draws_full_and_hollow_dots():
    places = [Place("Metz", "57", "Moselle", True), Place("Nice", "06", "Alpes-Maritimes", False)]
    picture = draw_map(places)
    assert len(picture.dots) == len(french_dots()["57"].dots)
    assert picture.taken.count("M") == len(french_dots()["06"].dots)
    assert sorted((text.text, text.weight) for text in picture.texts) == [("Metz", "m"), ("Nice", "b")]


def test_map_labels_never_overlap_whatever_the_places():
    codes = sorted(french_dots())
    for chosen in (codes[:12], codes[40:60], ["75", "92", "93", "94", "77", "78"] * 2):
        places = [Place(f"Lieu {number}", code, "", False) for number, code in enumerate(chosen)]
        texts = draw_map(places).texts
        assert len(texts) == len(places)
        for one, other in combinations(texts, 2):
            assert one.anchor != other.anchor or abs(float(one.y) - float(other.y)) >= 30


def test_map_labels_stand_at_sea():
    texts = draw_map([Place("Bourges", "18", "Cher", False), Place("Metz", "57", "Moselle", False)]).texts
    for text in texts:
        row = [x for own in french_dots().values() for x, y in own.dots if abs(y - float(text.y) + 6) < 15]
        assert float(text.x) > max(row) if text.anchor == "start" else float(text.x) < min(row)


def test_map_leaders_do_not_run_over_another_place():
    places = [Place("Poitiers", "86", "Vienne", False), Place("Bourges", "18", "Cher", False)]
    places += [Place("Rouen", "76", "Seine-Maritime", False), Place("Villeurbanne", "69", "Rhône", False)]
    places += [Place("Marseille", "13", "Bouches-du-Rhône", False), Place("Toulouse", "31", "Haute-Garonne", False)]
    dots = french_dots()
    for place, line in zip(sorted(places), _leaders(places), strict=True):
        others = {
            dot for other in places if other.department != place.department for dot in dots[other.department].dots
        }
        assert min(hypot(x - along[0], y - along[1]) for x, y in others for along in line) > 7, place.name


def _leaders(places: list[Place]) -> list[list[tuple[float, float]]]:
    """Points along the leader of each place, in the order of names."""
    lines = {}
    for leader in draw_map(places).leaders.split("M")[1:]:
        (x, y), (end_x, end_y) = ((float(part) for part in point.split()) for point in leader.split("L"))
        near = min(
            places,
            key=lambda place: hypot(
                *(a - b for a, b in zip(french_dots()[place.department].middle, (x, y), strict=True))
            ),
        )
        lines[near] = [(x + (end_x - x) * step / 50, y + (end_y - y) * step / 50) for step in range(51)]
    return [lines[place] for place in sorted(places)]


# -- when
@pytest.mark.django_db
def test_mandates_are_drawn_as_they_are_known():
    page = assembly(authority=authority("Metz"))
    for period in ("2022-10-22/2025-01", "2020/2021", "2026/2027"):
        generation(page, period)
    milestone(page, "2019")
    bars = landmarks(TODAY).mandates.bars
    assert [(str(bar.start), str(bar.end), bar.kind, bar.words) for bar in bars] == [
        ("2020-01-01", "2021-12-31", "outline", "2020–2021"),
        ("2022-10-22", "2025-01-31", "solid", "du 22 octobre 2022 à janvier 2025"),
        ("2026-01-01", "2027-12-31", "planned", "2026–2027"),
    ]


@pytest.mark.django_db
def test_mandate_without_generation_fades_after_the_last_known_date():
    page = assembly(authority=authority("Metz"))
    for when, certain in {"2023-03": True, "2021-11-27": True, "2025": False, "2030": True}.items():
        milestone(page, when, is_certain=certain)
    (bar,) = landmarks(TODAY).mandates.bars
    assert (str(bar.start), str(bar.end), bar.kind) == ("2021-11-27", "2023-03-01", "fading")
    assert bar.words == "27 novembre 2021, puis mars 2023"


@pytest.mark.django_db
def test_mandates_run_from_the_oldest_assembly_and_tell_the_undated():
    old, young = assembly(authority=authority("Zuydcoote")), assembly(authority=authority("Agen"))
    assembly(authority=authority("Muette"))
    other = assembly(authority=authority("Autre"), is_counter_example=True)
    milestone(other, "2018")
    generation(young, "2024")
    generation(old, "2019")
    generation(old, "2025")
    mandates = landmarks(TODAY).mandates
    assert [bar.name for bar in mandates.bars] == ["Zuydcoote", "Zuydcoote", "Agen"]
    assert mandates.undated == ["Autre", "Muette"]


# -- how much
@pytest.mark.parametrize(
    ("amount", "unit", "value", "half_day", "is_estimate"),
    [
        (44, "half_day", "44 € par demi-journée", "44 €", False),
        (35, "day", "35 € par jour", "environ 17,50 €", True),
        (Decimal("41.22"), "session", "41,22 € par séance", "environ 41,22 €", True),
        (12, "hour", "12 € de l’heure", "environ 42 €", True),
        (0, "", "Aucune", "0 €", False),
    ],
)
def test_amounts_are_brought_to_a_half_day(amount, unit, value, half_day, is_estimate):
    drawn = half_day_amount("Metz", Fact(key="compensation", value=value, amount=amount, unit=unit))
    assert (spaced(drawn.half_day), drawn.is_estimate) == (half_day, is_estimate)


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": None, "unit": "day", "value": "Une indemnité en €"},
        {"amount": 500, "unit": "lump_sum", "value": "500 € de forfait"},
        {"amount": 500, "unit": "", "value": "500 €"},
        {"amount": 50, "unit": "day", "value": "50 £ par jour"},
        {"amount": 50, "unit": "day", "value": "50 € ?", "confidence": "unknown"},
    ],
)
def test_what_cannot_be_converted_is_not_drawn(fields):
    assert half_day_amount("Metz", Fact(key="compensation", **fields)) is None


def test_a_range_and_a_doubt_are_kept():
    found = Fact(key="compensation", value="20 à 30 €", amount=20, amount_max=30, unit="day", confidence="low")
    drawn = half_day_amount("Metz", found)
    assert spaced(drawn.half_day) == "environ 10 à 15 €"
    assert drawn.certainty == "estimation, source à confirmer"
    picture = draw_amounts([drawn])
    assert [dot.kind for dot in picture.dots] == ["hollow", "hollow"]
    assert picture.spreads != ""


@pytest.mark.django_db
def test_unknown_amounts_are_told_apart_from_zero_and_from_silence():
    for name, fields in {
        "Metz": {"value": "44 € par demi-journée", "amount": 44, "unit": "half_day"},
        "Agen": {"value": "Aucune", "amount": 0, "compensation_type": "none"},
        "Nice": {"value": "Montant non trouvé.", "confidence": "unknown"},
        "Sens": {"value": "Comme un jury d’assises."},
        "Vire": {"value": "Un forfait de 500 €.", "amount": 500, "unit": "lump_sum"},
        "Dole": {},
    }.items():
        page = assembly(authority=authority(name))
        if fields:
            fact(page, "compensation", fields.pop("value"), **fields)
    pay = landmarks(TODAY).compensations
    assert [(amount.name, spaced(amount.half_day)) for amount in pay.drawn] == [("Agen", "0 €"), ("Metz", "44 €")]
    assert pay.others == [("Sens", "Comme un jury d’assises"), ("Vire", "Un forfait de 500 €")]
    assert (pay.not_found, pay.silent) == (["Nice"], ["Dole"])


# -- the page
@pytest.mark.django_db
def test_page_shows_only_what_anybody_may_read(client):
    for way in ("draft", "private", "expired"):
        page = assembly(authority=authority(f"Cachée {way}", department_code="57"))
        fact(page, "compensation", "44 €", amount=44, unit="half_day")
        generation(page, "2020")
        hide(page, way)
        hide(case_study(practice=[step("La règle")]), way)
    response = client.get("/reperes/")
    assert (response.status_code, response.context["marks"].studies) == (200, 0)
    assert "Cachée" not in response.content.decode()


@pytest.mark.django_db
def test_page_counts_what_studies_say(client):
    case_study(practice=[step("La règle")], outcome=[step("Un effet")])
    case_study(practice=[step("La règle")], outcome=[step("Un effet", documented=False)])
    case_study(practice=[step("La règle", documented=False)])
    marks = client.get("/reperes/").context["marks"]
    assert (marks.with_practice, marks.with_outcome, marks.studies) == (2, 1, 3)


@pytest.mark.django_db
def test_each_picture_has_a_title_a_description_and_its_table(client):
    page = assembly(authority=authority("<b>Metz</b> & Cie", department_code="57"))
    generation(page, "2022/2023")
    fact(page, "compensation", "44 € par séance", amount=44, unit="session")
    html = client.get("/reperes/").content.decode()
    drawings = re.findall(r'<svg [^>]*role="img".*?</svg>', html, re.S)
    assert [len(re.findall("<title|<desc", drawing)) for drawing in drawings] == [2, 2, 2]
    assert html.count('<details class="data">') == html.count('<table class="plain">') == 3
    assert "<b>Metz" not in html
    assert "estimation" in drawings[2]
    assert "environ" in drawings[2]


@pytest.mark.django_db
def test_page_queries_do_not_grow_with_items(client):
    def more() -> None:
        page = assembly(authority=authority(department_code="76"))
        generation(page, "2022")
        milestone(page, "2021")
        fact(page, "compensation", "44 €", amount=44, unit="day")
        case_study(assemblies=[page], practice=[step("La règle")])

    first, *others = query_counts(client, "/reperes/", more)
    assert others == [first, first]


def test_nothing_to_draw_is_no_picture():
    assert (draw_timeline([]), draw_amounts([])) == (None, None)
    assert draw_map([]).texts == ()
