"""Saving an assembly writes the rows that differ, and whatever follows its rows still hears of them."""

from contextlib import contextmanager

import pytest
from django.db.models.signals import post_delete, post_save
from wagtail.models import ReferenceIndex

from casestudies.models import AssemblyPage, CriterionAnswer, Fact, Generation, GenerationRoute, Milestone
from tests.casestudies.evidence.test_editor_size import add_rows
from tests.factories.casestudies import answer, assembly, definition, fact, source

pytestmark = pytest.mark.django_db

ROWS = (Fact, Milestone, Generation, GenerationRoute, CriterionAnswer)


@contextmanager
def heard(signal):
    """The kinds of rows of which `signal` tells inside."""
    told = []

    def listen(sender, **kwargs):
        if sender in ROWS:
            told.append(sender)

    signal.connect(listen)
    try:
        yield told
    finally:
        signal.disconnect(listen)


def drafted(page: AssemblyPage) -> AssemblyPage:
    """`page` with all its rows in memory, as an editor has it."""
    AssemblyPage.objects.get(pk=page.pk).save_revision()
    return AssemblyPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def stored() -> list[list[dict]]:
    return [list(model.objects.order_by("pk").values()) for model in ROWS]


def test_what_did_not_change_is_not_written():
    page = assembly()
    add_rows(page, 3)
    before, draft = stored(), drafted(page)
    with heard(post_save) as told:
        draft.save()
    assert (told, stored()) == ([], before)


def test_what_changed_was_added_or_went_is_written():
    page = assembly()
    add_rows(page, 3)
    draft = drafted(page)
    facts, generations = draft.facts.get_object_list(), draft.generations.get_object_list()
    keys = [row.pk for row in facts]
    facts[0].value = "60 membres."
    draft.facts.remove(facts[1])
    draft.facts.add(Fact(key="size", value="70 membres.", source=source(), sort_order=9))
    generations[0].routes.get_object_list()[0].count = 12
    draft.generations.remove(generations[2])
    with heard(post_save) as told, heard(post_delete) as gone:
        draft.save()
    assert [fact.value for fact in Fact.objects.exclude(pk=keys[2]).order_by("pk")] == ["60 membres.", "70 membres."]
    assert Fact.objects.filter(pk__in=keys).count() == 2
    assert list(GenerationRoute.objects.order_by("pk").values_list("count", flat=True)) == [12, 10]
    assert told == [Fact, GenerationRoute]
    assert gone == [Fact, GenerationRoute, Generation]


def test_rows_of_a_new_page_are_stored_with_what_is_inside():
    page = assembly()
    add_rows(page, 2)
    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"})
    assert [getattr(copy, name).count() for name in ("facts", "milestones", "generations", "answers")] == [2] * 4
    assert [generation.routes.count() for generation in copy.generations.all()] == [1, 1]
    assert len({row.pk for row in Fact.objects.all()}) == 4


def test_row_that_only_a_draft_had_keeps_its_key():
    page = assembly()
    row = fact(page, "size", "55 membres.", source=source())
    draft, key = drafted(page), row.pk
    row.delete()
    draft.save()
    assert list(Fact.objects.values_list("pk", "value")) == [(key, "55 membres.")]


def test_index_of_references_knows_the_sources_of_new_rows():
    page, paper = assembly(), source()
    draft = drafted(page)
    draft.facts.add(Fact(key="size", value="55 membres.", source=paper))
    draft.save()
    assert [use.object_id for use in ReferenceIndex.get_references_to(paper)] == [str(page.pk)]


@pytest.mark.django_db(transaction=True)
def test_search_finds_what_a_row_says_at_once(client):
    page = assembly()
    draft = drafted(page)
    draft.facts.add(Fact(key="size", value="Hippocampes.", source=source()))
    draft.save()
    assert page.title in client.get("/recherche/?q=hippocampes").content.decode()


def test_answers_keep_one_for_each_criterion():
    page, (criterion, _) = assembly(), definition("Portée", "Tirée")
    answer(page, criterion)
    draft = drafted(page)
    draft.answers.get_object_list()[0].reason = "Par délibération."
    draft.save()
    assert list(CriterionAnswer.objects.values_list("reason", flat=True)) == ["Par délibération."]
