"""Which question a fact answers."""

import pytest

from casestudies.across.columns import SHEETS, usual_keys
from casestudies.across.table import facts_of
from casestudies.evidence.enums import FactKey
from casestudies.evidence.subjects import SUBJECTS, answering
from tests.factories.casestudies import assembly, fact
from tests.factories.workshops import theme

pytestmark = pytest.mark.django_db


def test_subjects_of_a_theme_are_those_of_its_tables():
    assert {slug: set(usual_keys(sheets)) for slug, sheets in SHEETS.items()} == {
        slug: set(keys) for slug, keys in SUBJECTS.items()
    }


def test_fact_answers_its_own_theme_or_that_of_its_subject():
    pay, draw = theme("Indemnisation", slug="indemnisation"), theme("Tirage", slug="tirage-au-sort")
    sheet = assembly()
    facts = [
        fact(sheet, "compensation", "44 €."),
        fact(sheet, "compensation", "Payée par tirage.", theme=draw),
        fact(sheet, "size", "100 membres."),
        fact(sheet, "topics", "Le climat.", theme=pay),
        fact(sheet, "topics", "L’eau."),
    ]
    said = {
        name: [each.value for each in answering(facts, themes)]
        for name, themes in {"pay": [pay], "draw": [draw], "both": [draw, pay], "none": []}.items()
    }
    assert said == {
        "pay": ["44 €.", "Le climat."],
        "draw": ["Payée par tirage.", "100 membres."],
        "both": ["44 €.", "Payée par tirage.", "100 membres.", "Le climat."],
        "none": [],
    }
    for each in (pay, draw):
        assert set(answering(facts, [each])) == set(facts_of(each, list(FactKey)))
