"""Facts that contradict one another are shown so, without a box to tick."""

import csv
import io

import pytest

from casestudies.evidence.disputes import SENTENCE, disputed
from hub.core.dates.when import When
from tests.casestudies.checking.test_verification import asked, sheet
from tests.factories.casestudies import assembly, fact, source
from tests.factories.organisers import organiser

pytestmark = pytest.mark.django_db


def sized(page, value: str, when: str = "2023", **fields: object):
    return fact(page, fields.pop("key", "size"), value, valid_on=When.parse(when), source=source(), **fields)


def test_same_subject_and_date_with_two_values_are_disputed():
    page = assembly()
    one, other = sized(page, "55 membres."), sized(page, "60 membres.")
    sized(page, "70 membres.", "2024")
    sized(page, "12 mois.", key="mandate")
    assert disputed(page.facts.all()) == [one, other]


@pytest.mark.parametrize(
    ("value", "fields"),
    [
        ("55  MEMBRES", {}),
        ("60 membres.", {"label": "Conseil"}),
        ("60 membres.", {"when": "2023-06"}),
        ("Non trouvé.", {"confidence": "unknown"}),
    ],
)
def test_same_value_other_name_other_date_or_not_found_is_no_dispute(value, fields):
    page = assembly()
    sized(page, "55 membres.")
    sized(page, value, **fields)
    assert disputed(page.facts.all()) == []


@pytest.mark.parametrize(("key", "when"), [("follow_up", "2023"), ("size", "")])
def test_events_and_facts_without_date_are_no_dispute(key, when):
    page = assembly()
    for value in ("Un vœu.", "Une délibération."):
        sized(page, value, when, key=key)
    assert disputed(page.facts.all()) == []


def test_dispute_is_said_wherever_facts_are(client):
    page = assembly(slug="metz")
    for value in ("55 membres.", "60 membres."):
        sized(page, value)
    other = assembly(slug="nice")
    sized(other, "70 membres.")
    assert client.get(page.url).content.decode().count(SENTENCE) == 2
    assert client.get(other.url).content.decode().count(SENTENCE) == 0
    assert client.get("/historique/metz/").content.decode().count(SENTENCE) == 2
    assert client.get("/historique/nice/").content.decode().count(SENTENCE) == 0
    assert SENTENCE in client.get("/assemblees/comparer/?a=metz&a=nice").content.decode()
    lines = csv.DictReader(io.StringIO(client.get("/donnees/faits.csv").getvalue().decode("utf-8-sig")), delimiter=";")
    assert sorted((line["valeur"], line["contredit"]) for line in lines) == [
        ("55 membres.", "oui"),
        ("60 membres.", "oui"),
        ("70 membres.", "non"),
    ]


def test_editor_says_it_in_the_titles_of_rows(client):
    client.force_login(organiser())
    page = assembly()
    for value in ("55 membres.", "60 membres."):
        sized(page, value)
    assert client.get(f"/admin/pages/{page.pk}/edit/").content.decode().count('"title":"(en désaccord) Taille') == 2


def test_dispute_is_said_to_the_authority_that_verifies(client):
    page = sheet()
    for value in ("55 membres.", "60 membres."):
        sized(page, value)
    sized(page, "12 mois.", key="mandate")
    assert client.get(asked(page)[1]).content.decode().count(SENTENCE) == 2
