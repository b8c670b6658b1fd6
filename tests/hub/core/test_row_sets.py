"""Rows that the editor sends by itself: empty ones count for nothing, none is stored twice."""

from http import HTTPStatus

import pytest

from casestudies.models import AssemblyPage, Fact, Generation, GenerationRoute
from tests.casestudies.evidence.test_editor_size import INLINES, basic_fields, edit_path
from tests.factories.casestudies import assembly, fact, source
from tests.factories.organisers import organiser

pytestmark = pytest.mark.django_db

EMPTY_FACT = {"id": "", "ORDER": "1", "DELETE": "", "confidence": "medium", "valid_on-kind": "", "value": ""}


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


@pytest.fixture
def draft() -> AssemblyPage:
    page = assembly()
    page.unpublish()
    return page


def formset(prefix: str, *lines: dict, initial: int = 0) -> dict:
    rows = {f"{prefix}-{number}-{name}": value for number, line in enumerate(lines) for name, value in line.items()}
    counts = {"TOTAL": len(lines), "INITIAL": initial, "MIN_NUM": 0, "MAX_NUM": 1000}
    return {**{f"{prefix}-{name}_FORMS": count for name, count in counts.items()}, **rows}


def form_of(page: AssemblyPage, **relations: dict) -> dict:
    data = basic_fields(page)
    for name in INLINES:
        data |= relations.get(name) or formset(name)
    return data


def kept(client, page: AssemblyPage, data: dict) -> dict:
    """What the editor answers when it keeps a draft by itself."""
    given = client.post(edit_path(page), data, headers={"Accept": "application/json"})
    assert given.status_code == HTTPStatus.OK, given.content
    return given.json()


def sized(value: str = "55 membres.") -> dict:
    return {**EMPTY_FACT, "key": "size", "value": value, "source": str(source().pk)}


@pytest.mark.parametrize("initial", [0, 1])
def test_empty_added_row_is_neither_refused_nor_kept(office, draft, initial):
    data = form_of(draft, facts=formset("facts", EMPTY_FACT, initial=initial))
    assert kept(office, draft, data)["success"]
    assert office.post(edit_path(draft), {**data, "action-publish": "1"}).status_code == HTTPStatus.FOUND
    assert Fact.objects.count() == 0


def test_row_with_one_word_is_checked(office, draft):
    data = form_of(draft, facts=formset("facts", {**EMPTY_FACT, "note": "À suivre"}))
    given = office.post(edit_path(draft), {**data, "action-publish": "1"})
    assert (given.status_code, "À suivre" in given.content.decode()) == (HTTPStatus.OK, True)
    assert Fact.objects.count() == 0


def test_same_form_sent_twice_stores_each_row_once(office, draft):
    data = form_of(draft, facts=formset("facts", sized(), {**sized("60 membres."), "ORDER": "2"}))
    for _ in range(2):
        kept(office, draft, data)
    assert list(Fact.objects.values_list("value", flat=True)) == ["55 membres.", "60 membres."]
    office.post(edit_path(draft), {**data, "action-publish": "1"})
    assert list(Fact.objects.values_list("value", flat=True)) == ["55 membres.", "60 membres."]


def test_same_form_sent_twice_for_what_is_public_stores_each_row_once(office):
    page = assembly()
    data = form_of(page, facts=formset("facts", sized()))
    for _ in range(2):
        kept(office, page, data)
    office.post(edit_path(page), {**data, "action-publish": "1"})
    assert list(Fact.objects.values_list("value", flat=True)) == ["55 membres."]


def test_same_generation_sent_twice_keeps_its_routes_once(office, draft):
    generation = {"id": "", "ORDER": "1", "DELETE": "", "label": "Promotion 1", "period-kind": "", "size": ""}
    routes = formset("generations-0-routes", {"id": "", "ORDER": "1", "DELETE": "", "route": "sortition", "count": "9"})
    data = form_of(draft, generations={**formset("generations", generation), **routes})
    for _ in range(2):
        kept(office, draft, data)
    assert (Generation.objects.count(), GenerationRoute.objects.count()) == (1, 1)


def test_row_changed_after_an_answer_that_was_lost_is_stored_once(office, draft):
    first, second = sized(), sized("90 membres.")
    kept(office, draft, form_of(draft, facts=formset("facts", first, second)))
    changed = formset("facts", first, {**second, "value": "91 membres."})
    kept(office, draft, {**form_of(draft, facts=changed), "answer-lost": "1"})
    assert sorted(Fact.objects.values_list("value", flat=True)) == ["55 membres.", "91 membres."]


def test_row_that_somebody_else_added_stays(office, draft):
    fact(draft, "size", "60 membres.", source=source())
    kept(office, draft, form_of(draft, facts=formset("facts", sized())))
    assert sorted(Fact.objects.values_list("value", flat=True)) == ["55 membres.", "60 membres."]


def test_keys_that_the_editor_learnt_are_used(office, draft):
    data = form_of(draft, facts=formset("facts", sized()))
    answer = kept(office, draft, data)
    data |= answer["field_updates"]
    kept(office, draft, {**data, "facts-0-value": "56 membres."})
    assert list(Fact.objects.values_list("value", flat=True)) == ["56 membres."]


@pytest.mark.parametrize("counts", [{"TOTAL": -1}, {"INITIAL": 10**9}, {"TOTAL": 10**9}, {"TOTAL": "x", "INITIAL": ""}])
def test_wrong_counts_get_a_sentence_and_lose_nothing(office, draft, counts):
    fact(draft, "size", "60 membres.", source=source())
    rows = formset("facts", sized("Quarante membres."))
    rows |= {f"facts-{name}_FORMS": str(value) for name, value in counts.items()}
    given = office.post(edit_path(draft), {**form_of(draft, facts=rows), "action-publish": "1"})
    shown = given.content.decode()
    assert (given.status_code, "Rien n’est enregistré" in shown, "Quarante membres." in shown) == (200, True, True)
    assert list(Fact.objects.values_list("value", flat=True)) == ["60 membres."]
