"""Numbers that prose hid: each in its box, checked in sentences, refused by the database too."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from casestudies.evidence.disputes import disputed, repeated
from casestudies.evidence.structure import DETAILS, NOT_YET, NOTHING_FOUND, ONLY_NOT_FOUND, OWN, ZERO_INVITED
from casestudies.models import Fact
from hub.core.dates.when import When
from tests.factories.casestudies import assembly, fact, source

pytestmark = pytest.mark.django_db


def wrong(**fields: object) -> dict[str, list[str]]:
    """What the editor says of a fact with `fields`."""
    given = {"key": "selection", "value": "Un tirage.", "source": source(), **fields}
    try:
        Fact(**given).clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("invited", "volunteers", "unit", "words", "division"),
    [
        (10000, 748, "", "= 7,5 %", "748 ÷ 10 000"),
        (300, 29, "people", "= 9,7 %", "29 ÷ 300 personnes"),
        (10000, 500, "households", "= 5 %", "500 ÷ 10 000 foyers"),
        (300, 0, "", "= 0 %", "0 ÷ 300"),
        (0, 10, "", "", ""),
        (None, 10, "", "", ""),
        (300, None, "", "", ""),
    ],
)
def test_rate_is_computed_and_shown_with_its_division(invited, volunteers, unit, words, division):
    found = Fact(invited=invited, volunteers=volunteers, invited_unit=unit)
    assert (found.rate_words, found.rate_division) == (words, division)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"invited": 0}, {"invited": ZERO_INVITED}),
        (
            {"invited": 100, "seated": 101},
            {"seated": "Plus de membres (101) que d’invitations (100) : vérifiez."},
        ),
        (
            {"invited": 1000, "volunteers": 1001, "drawn": 1002},
            {
                "volunteers": "Plus de volontaires (1 001) que d’invitations (1 000) : vérifiez.",
                "drawn": "Plus de personnes tirées au sort (1 002) que d’invitations (1 000) : vérifiez.",
            },
        ),
        ({"invited_unit": "people"}, {"invited_unit": "Écrivez d’abord le nombre d’invitations."}),
        ({"extras": "Repas."}, {"extras": "Cette case ne va pas avec le sujet « Sélection » : videz-la."}),
        ({"sought": "pool"}, {"sought": ONLY_NOT_FOUND}),
        ({"confidence": "unknown", "pool": "Adresses."}, {"pool": NOTHING_FOUND}),
        ({"confidence": "unknown", "sought": "extras"}, {"sought": "Ce point n’appartient pas à ce sujet."}),
        ({"invited": 100, "volunteers": 100, "drawn": 40, "seated": 100}, {}),
        ({"confidence": "unknown", "sought": "pool"}, {}),
    ],
)
def test_wrong_boxes_are_told_in_sentences(fields, said):
    assert wrong(**fields) == {name: [sentence] for name, sentence in said.items()}


def test_search_of_tomorrow_is_refused():
    today = timezone.localdate()
    assert wrong(confidence="unknown", looked_on=today) == {}
    assert wrong(confidence="unknown", looked_on=today + timedelta(days=1)) == {"looked_on": [NOT_YET]}


@pytest.mark.parametrize("fields", [{"invited": 0}, {"invited": 10, "seated": 11}, {"invited": 10, "volunteers": 11}])
def test_database_refuses_what_can_not_be(fields):
    page, origin = assembly(), source()
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(page=page, key="selection", value="Un tirage.", source=origin, **fields)


def test_same_words_with_other_numbers_on_one_date_are_disputed_and_no_double():
    page = assembly()
    when = When.parse("2024")
    one = fact(page, "selection", "Un tirage.", valid_on=when, invited=10000)
    other = fact(page, "selection", "Un tirage.", valid_on=when, invited=5000)
    assert disputed(page.facts.all()) == [one, other]
    assert repeated(page.facts.all()) == []


def test_every_own_box_belongs_to_a_subject():
    assert {detail for details in DETAILS.values() for detail in details} >= set(OWN)
