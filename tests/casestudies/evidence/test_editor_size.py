"""The editor of an assembly is light: bytes and queries, opening and saving, for many rows."""

from http import HTTPStatus

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from casestudies.models import AssemblyPage, Fact, Generation, GenerationRoute, Milestone
from glossary.models import Criterion, CriterionPoint
from tests.factories.casestudies import answer, assembly, definition, fact, source
from tests.factories.organisers import organiser
from tests.harness.editor import as_sent
from tests.harness.queries import SIZES, queries_of

pytestmark = pytest.mark.django_db

INLINES = ("milestones", "generations", "facts", "answers")
MOST_BYTES = 300_000
WORDS = "Délibération du conseil municipal en octobre 2021 ; première séance le samedi 27 novembre 2021."


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def add_rows(page: AssemblyPage, count: int) -> None:
    """`count` rows of each kind, as long as those of the starter content, each with sources of its own."""
    criterion = Criterion.objects.first() or definition("Portée")[0]
    for number in range(CriterionPoint.objects.count(), CriterionPoint.objects.count() + count):
        cited = {"source": source(title=WORDS), "second_source": source(title=WORDS)}
        fact(page, "size", WORDS, amount=number, valid_on="2021-10", note=WORDS, **cited)
        Milestone.objects.create(page=page, when="2021-10", text=WORDS, **cited)
        generation = Generation.objects.create(page=page, label=f"Promotion {number}", period="2021/2023", **cited)
        GenerationRoute.objects.create(generation=generation, route="sortition", count=10, label="Parmi les inscrits")
        point = CriterionPoint.objects.create(criterion=criterion, key=f"point-{number}", label="Tirage au sort")
        answer(page, criterion, point=point, reason=WORDS, **cited)


def basic_fields(page: AssemblyPage) -> dict:
    """What is no row."""
    names = ("introduction", "other_names", "status_note", "permanence_note", "seo_title", "search_description")
    counts = {"TOTAL": 0, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": ""}
    return {
        **dict.fromkeys(names, ""),
        "title": page.title,
        "slug": page.slug,
        "authority": page.authority_id,
        "status": "unknown",
        "language": "fr",
        **{f"comments-{name}_FORMS": count for name, count in counts.items()},
    }


def edit_path(page: AssemblyPage) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def test_thirty_rows_of_each_kind_are_light(office):
    page = assembly()
    add_rows(page, 30)
    assert len(office.get(edit_path(page)).content) <= MOST_BYTES


def test_twice_the_largest_starter_sheet_is_light(office):
    call_command("load_starter", verbosity=0)
    largest = max(AssemblyPage.objects.all(), key=lambda page: sum(getattr(page, name).count() for name in INLINES))
    for name in ("facts", "milestones", "generations"):
        for row in getattr(largest, name).all():
            row.pk = None
            row.save()
    assert len(office.get(edit_path(largest)).content) <= MOST_BYTES


def test_what_is_shown_and_sent_back_changes_nothing(office):
    page = assembly()
    add_rows(page, 3)
    shown = office.get(edit_path(page)).content.decode()
    data = {**basic_fields(page), **as_sent(shown, INLINES)}
    form_class = AssemblyPage.get_edit_handler().get_form_class()
    form = form_class(
        QueryDict(urlencode(data, doseq=True)),
        instance=AssemblyPage.objects.get(),
        for_user=organiser("a@ville.example"),
    )
    assert form.is_valid()
    changed = {name: [row.changed_data for row in form.formsets[name].forms] for name in INLINES}
    assert changed == {name: [[], [], []] for name in INLINES}
    routes = [row for one in form.formsets["generations"].forms for row in one.formsets["routes"].forms]
    assert [row.changed_data for row in routes] == [[], [], []]


def cost_of_saving(client, size: int, *, is_live: bool, action: str = "") -> int:
    """Queries to save a page of `size` rows of each kind."""
    page = assembly()
    add_rows(page, size)
    if not is_live:
        page.unpublish()
    AssemblyPage.objects.get(pk=page.pk).save_revision()
    shown = client.get(edit_path(page)).content.decode()
    data = {**basic_fields(page), **as_sent(shown, INLINES), "introduction": "Revue.", "publish_anyway": "on"}
    headers = {} if action else {"Accept": "application/json"}
    with CaptureQueriesContext(connection) as captured:
        kept = client.post(edit_path(page), {**data, action: "1"}, headers=headers)
    assert kept.status_code == (HTTPStatus.FOUND if action else HTTPStatus.OK)
    return len(captured)


def test_opening_a_draft_costs_the_same_for_any_number_of_rows(office):
    page, counts, made = assembly(), [], 0
    page.save_revision()
    for size in SIZES:
        add_rows(page, size - made)
        made = size
        AssemblyPage.objects.get().save_revision()
        counts.append(queries_of(office, edit_path(page)))
    assert counts == [counts[0]] * 3


@pytest.mark.parametrize("is_live", [True, False])
@pytest.mark.parametrize("action", ["", "action-publish"])
def test_saving_costs_the_same_for_any_number_of_rows(office, is_live, action):
    counts = [cost_of_saving(office, size, is_live=is_live, action=action) for size in (1, *SIZES)]
    is_stored = not is_live or action  # the draft of a live page stores no row
    drawn = 2  # each statement draws another token of the content
    assert counts[1:] == [counts[1] + (drawn * (statements(size) - 1) if is_stored else 0) for size in SIZES]


def statements(rows: int) -> int:
    """How many are needed to store so many facts: a database takes so many values at once, SQLite 999."""
    fields = [field for field in Fact._meta.concrete_fields if not field.primary_key]
    return -(-rows // connection.ops.bulk_batch_size(fields, [None] * rows))


def test_source_that_only_a_draft_cites_may_go(office):
    page, lost = assembly(), source()
    fact(page, "size", "55 membres.", source=source(), second_source=lost)
    draft = AssemblyPage.objects.get()
    draft.save_revision()
    Fact.objects.update(second_source=None)
    lost.delete()
    assert office.get(edit_path(page)).status_code == HTTPStatus.OK
    kept = AssemblyPage.objects.get().get_latest_revision_as_object().facts.all()
    assert [(one.value, one.second_source) for one in kept] == [("55 membres.", None)]
