"""The same fact twice is asked about before it is public, once."""

import html

import pytest

from casestudies.evidence.disputes import repeated
from casestudies.models import AssemblyPage, Fact
from hub.core.dates.when import When
from tests.casestudies.evidence.test_editor_size import INLINES, basic_fields, edit_path
from tests.factories.casestudies import assembly, fact, source
from tests.factories.organisers import organiser
from tests.harness.editor import as_sent, packed

pytestmark = pytest.mark.django_db

QUESTION = "Le même fait est écrit 2 fois : « Taille : 55 membres. », 2023."
ADDED = {"id": "", "ORDER": "9", "DELETE": "", "confidence": "medium", "key": "size", "valid_on-kind": "year"}
LAST = {"valid_on-year": "2023", "value": "55 membres", "note": "Dans la délibération."}


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def sized(page: AssemblyPage, value: str = "55 membres.", when: str = "2023", **fields: object) -> Fact:
    return fact(page, fields.pop("key", "size"), value, valid_on=When.parse(when), source=source(), **fields)


def shown_rows(client, page: AssemblyPage) -> dict:
    shown = client.get(edit_path(page)).content.decode()
    return {**basic_fields(page), **as_sent(shown, INLINES)}


def with_twin(client, page: AssemblyPage) -> dict:
    """What the editor sends when the fact that it shows is added again."""
    data = shown_rows(client, page)
    number = data["facts-TOTAL_FORMS"]
    added = {**ADDED, **LAST, "source": source().pk}
    return {
        **data,
        **{f"facts-{number}-{name}": value for name, value in added.items()},
        "facts-TOTAL_FORMS": number + 1,
    }


def published(client, page: AssemblyPage, data: dict, **more: str):
    return client.post(edit_path(page), {**data, "action-publish": "1", **more})


def words(answer) -> str:
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, True),
        ({"value": "55  MEMBRES"}, True),
        ({"value": "60 membres."}, False),
        ({"when": "2024"}, False),
        ({"label": "Conseil"}, False),
        ({"key": "mandate"}, False),
    ],
)
def test_same_fact_has_the_same_name_date_and_value(fields, asked):
    page = assembly()
    twins = [sized(page), sized(page, **fields)]
    assert repeated(page.facts.all()) == ([twins] if asked else [])


@pytest.mark.parametrize("is_live", [True, False])
def test_same_fact_twice_is_asked_about_and_nothing_is_lost(office, is_live):
    page = assembly()
    sized(page)
    if not is_live:
        page.unpublish()
    answer = published(office, page, with_twin(office, page))
    assert (answer.status_code, QUESTION in words(answer), "Dans la délibération." in words(answer)) == (
        200,
        True,
        True,
    )
    assert 'name="publish_anyway"' in words(answer)
    assert Fact.objects.count() == 1


@pytest.mark.parametrize("is_live", [True, False])
def test_same_fact_twice_is_published_once_accepted_and_not_asked_about_again(office, is_live):
    page = assembly()
    sized(page)
    if not is_live:
        page.unpublish()
    assert published(office, page, with_twin(office, page), publish_anyway="on").status_code == 302
    assert Fact.objects.count() == 2
    assert published(office, page, shown_rows(office, page)).status_code == 302
    assert 'name="publish_anyway"' not in office.get(edit_path(page)).content.decode()


def test_third_time_is_asked_about(office):
    page = assembly()
    sized(page)
    sized(page)
    answer = published(office, page, with_twin(office, page))
    assert QUESTION.replace("2 fois", "3 fois") in words(answer)


def test_fact_that_is_taken_away_is_no_repetition(office):
    page = assembly()
    sized(page)
    data = with_twin(office, page)
    assert published(office, page, {**data, "facts-0-DELETE": "on"}).status_code == 302
    assert list(Fact.objects.values_list("value", flat=True)) == ["55 membres"]


def test_draft_is_kept_without_a_question(office):
    page = assembly()
    sized(page)
    data = with_twin(office, page)
    kept = office.post(edit_path(page), data, headers={"Accept": "application/json"})
    assert (kept.status_code, kept.json()["success"]) == (200, True)
    assert office.post(edit_path(page), data).status_code == 302


def test_titles_of_rows_say_it(office):
    page = assembly()
    for value in ("55 membres.", "55 membres", "60 membres."):
        sized(page, value, "2023" if value[0] == "5" else "2024")
    rows = packed(office.get(edit_path(page)).content.decode(), "facts")["rows"]
    assert [row["title"][:12] for row in rows] == ["(en double) ", "(en double) ", "Taille, 60 m"]
