"""Honest dates: nothing is ever shown, sorted or filtered with more precision than was given."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.dates.when import Precision, When

FRENCH = [
    ("", "Date à définir"),
    ("2027", "2027"),
    ("2022/2023", "2022–2023"),
    ("2027-06", "Juin 2027"),
    ("2027-09|2027-10", "Septembre ou octobre 2027"),
    ("2027-03-18/2027-03-19", "18–19 mars 2027"),
    ("2027-04-01", "1er avril 2027"),
    ("2027-02-28/2027-03-02", "du 28 février au 2 mars 2027"),
    ("2026-12-30/2027-01-02", "du 30 décembre 2026 au 2 janvier 2027"),
    ("2022-10-22/2025-01", "du 22 octobre 2022 à janvier 2025"),
    ("2027-03-18T14:00/2027-03-18T16:30", "jeudi 18 mars 2027, de 14 h à 16 h 30 (heure de Paris)"),
    (
        "2027-03-18T22:00/2027-03-19T01:00",
        "du jeudi 18 mars 2027, 22 h, au vendredi 19 mars 2027, 1 h (heure de Paris)",
    ),
]
REFUSED = [
    ("juin", "Date illisible : « juin »."),
    ("2027-13", "Cette date n’existe pas : « 2027-13 »."),
    ("2027-00", "Cette date n’existe pas : « 2027-00 »."),
    ("2027-02-29", "Cette date n’existe pas : « 2027-02-29 »."),
    ("0000", "Cette date n’existe pas : « 0000 »."),
    ("2027-06-02/2027-06-01", "La fin est avant le début."),
    ("2027-06-01T14:00", "Un horaire a une heure de début et une heure de fin."),
    ("2027-06-01T14:00/2027-06-01T14:00", "La fin est avant le début."),
    ("2027-01/2027-02/2027-03", "Indiquez au plus un début et une fin."),
    ("2027-10|2027-09", "Indiquez les mois dans l’ordre, chacun une seule fois."),
    ("2027-09|2027-10-01", "« L’un de plusieurs mois » n’accepte que des mois."),
    ("2027-03-28T02:30/2027-03-28T04:00", "Cette heure n’existe pas : on passe ce jour-là à l’heure d’été."),
    ("2027-10-31T02:30/2027-10-31T04:00", "Cette heure existe deux fois : on passe ce jour-là à l’heure d’hiver."),
]


@pytest.mark.parametrize(("text", "french"), FRENCH)
def test_when_is_shown_as_precise_as_it_is_known(text, french):
    assert When.parse(text).french() == french


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_when_refuses_nonsense_with_a_sentence(text, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 -- the whole sentence is compared below
        When.parse(text)
    assert str(refused.value) == sentence


def test_when_sorts_firm_dates_before_vague_ones_of_the_same_start():
    texts = ["", "2027-06", "2027-06-01", "2027-05", "2027-06-01T09:00/2027-06-01T10:00", "2027-06|2027-07"]
    assert [str(when) for when in sorted(map(When.parse, texts))] == [
        "2027-05",
        "2027-06-01T09:00/2027-06-01T10:00",
        "2027-06-01",
        "2027-06",
        "2027-06|2027-07",
        "",
    ]


def test_each_precision_is_one_of_its_own_from_most_to_least():
    texts = [
        "2027-06-01T09:00/2027-06-01T10:00",
        "2027-06-01",
        "2027-06",
        "2027-06|2027-07",
        "2026-01-02/2027-06",
        "2027",
    ]
    assert [When.parse(text).precision for text in [*texts, ""]] == list(Precision)
    assert sorted(Precision) == list(Precision)


def test_when_overlaps_any_day_it_may_fall_on():
    when = When.parse("2027-09|2027-10")
    assert when.overlaps(date(2027, 10, 31), date(2027, 12, 31))
    assert not when.overlaps(date(2027, 11, 1), date(2027, 12, 31))
    assert not When.parse("").overlaps(date(2027, 1, 1), date(2027, 12, 31))


def test_when_of_a_day_ends_the_day_after_for_calendars():
    assert When.parse("2027-03-18/2027-03-19").end_exclusive == date(2027, 3, 20)


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
months = days.map(lambda day: day.strftime("%Y-%m"))
texts = st.one_of(
    st.just(""),
    days.map(lambda day: f"{day.year:04d}"),
    months,
    days.map(date.isoformat),
    st.tuples(days, days).map(lambda pair: "/".join(sorted(day.isoformat() for day in pair))),
    st.sets(months, min_size=2, max_size=3).map(lambda chosen: "|".join(sorted(chosen))),
    st.tuples(days, st.integers(4, 20)).map(
        lambda given: f"{given[0]}T{given[1]:02}:00/{given[0]}T{given[1] + 2:02}:30"
    ),
)


@given(texts)
def test_when_survives_a_round_trip_and_stays_in_order(text):
    when = When.parse(text)
    assert str(when) == text
    assert When.parse(str(when)) == when
    if text:
        assert when.earliest <= when.latest
        assert when.end_exclusive == when.latest + timedelta(days=1)


@given(texts)
def test_when_never_shows_an_hour_or_a_day_that_was_not_given(text):
    when = When.parse(text)
    words = when.french().replace("1er", "1").replace("–", " ").split()
    if when.precision != Precision.HOUR:
        assert "h" not in words
    if when.precision in (Precision.MONTH, Precision.ONE_OF_MONTHS, Precision.YEAR, Precision.UNDEFINED):
        assert [word for word in words if word.isdigit() and len(word) < 4] == []


@given(st.lists(texts, max_size=8))
def test_when_order_is_total_and_stable(given_texts):
    whens = [When.parse(text) for text in given_texts]
    backwards = whens[::-1]
    assert sorted(whens) == sorted(backwards)


@given(st.text())
def test_when_reads_any_text_or_refuses_it_in_french(text):
    try:
        shown = str(When.parse(text))
    except ValueError as error:
        shown = str(error)
    assert shown == text.strip() or shown.endswith(".")
