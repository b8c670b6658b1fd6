"""Entering a date known in part: the boxes say it, and a refused date loses nothing."""

import pytest
from django.forms import Form
from django.http import QueryDict

from hub.core.dates.when import When
from hub.core.dates.when_widget import WhenBoxes, WhenFormField
from tests.hub.core.dates.test_when import FRENCH


class DateForm(Form):
    when = WhenFormField(required=False)


def form(**boxes: object) -> DateForm:
    data = QueryDict(mutable=True)
    for name, value in boxes.items():
        data.setlist(f"when-{name}", value if isinstance(value, list) else [value])
    return DateForm(data)


@pytest.mark.parametrize("text", [*(text for text, _ in FRENCH), "2026-12|2027-01|2027-05"])
def test_boxes_say_what_the_date_says(text):
    assert When.parse(WhenBoxes.of(When.parse(text)).text()) == When.parse(text)


@pytest.mark.parametrize(
    ("boxes", "text"),
    [
        ({"kind": ""}, ""),
        ({"kind": "month", "month": "06", "year": "2027", "first_day": "2027-01-01"}, "2027-06"),
        ({"kind": "months", "months": ["10", "09"], "year": "2027"}, "2027-09|2027-10"),
        ({"kind": "months", "months": ["12", "+01"], "year": "2026"}, "2026-12|2027-01"),
        ({"kind": "days", "first_day": "2027-03-18", "last_day": "2027-03-19"}, "2027-03-18/2027-03-19"),
        ({"kind": "days", "first_day": "2027-03-18", "last_day": "2027-03-18"}, "2027-03-18"),
        (
            {"kind": "hour", "first_day": "2027-03-18", "start": "14:00", "end": "16:00"},
            "2027-03-18T14:00/2027-03-18T16:00",
        ),
        ({"kind": "span", "span_from": "2022-10", "span_to": "2025"}, "2022-10/2025"),
    ],
)
def test_form_reads_the_boxes_of_the_chosen_precision(boxes, text):
    given = form(**boxes)
    assert given.is_valid(), given.errors
    assert str(given.cleaned_data["when"]) == text


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({"kind": "month", "month": "06"}, "Indiquez l’année."),
        ({"kind": "days"}, "Indiquez le premier jour."),
        ({"kind": "hour", "first_day": "2027-03-18", "start": "14:00"}, "Indiquez l’heure de fin."),
        ({"kind": "months", "months": ["09"], "year": "2027"}, "Choisissez au moins deux mois, ou « Un mois »."),
        ({"kind": "days", "first_day": "2027-03-19", "last_day": "2027-03-18"}, "La fin est avant le début."),
        (
            {"kind": "hour", "first_day": "2027-03-28", "start": "02:30", "end": "04:00"},
            "Cette heure n’existe pas : on passe ce jour-là à l’heure d’été.",
        ),
        (
            {"kind": "hour", "first_day": "2027-10-31", "start": "02:30", "end": "04:00"},
            "Cette heure existe deux fois : on passe ce jour-là à l’heure d’hiver.",
        ),
        ({"kind": "year", "year": "l’an prochain"}, "Date illisible : « l’an prochain »."),
    ],
)
def test_form_refuses_nonsense_and_shows_it_again(boxes, sentence):
    given = form(**boxes)
    assert given.errors == {"when": [sentence]}
    shown = given.as_div()
    for value in boxes.values():
        for typed in value if isinstance(value, list) else [value]:
            assert f'value="{typed}"' in shown


def test_form_knows_when_nothing_changed():
    data = QueryDict("when-kind=month&when-month=06&when-year=2027")
    assert DateForm(data, initial={"when": When.parse("2027-06")}).has_changed() is False
    assert DateForm(data, initial={"when": When.parse("2027-07")}).has_changed() is True
