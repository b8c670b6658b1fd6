"""Answers of the starter sheets to the criteria, held against what was read of each assembly."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from casestudies.evidence.criteria import answered_state
from casestudies.evidence.enums import AnswerState, FactKey
from casestudies.models import AssemblyPage
from glossary.models import Criterion

#: What our reading of the sources says of each criterion, in order; «à vérifier» settles nothing.
READ = json.loads((Path(__file__).parent / "criteria_read.json").read_text(encoding="utf-8"))
STATES = {"oui": AnswerState.YES, "partiellement": AnswerState.PARTLY, "non": AnswerState.NO}


@pytest.fixture
def states(db) -> dict[tuple[str, int], AnswerState]:
    """The state of each criterion on the sheet of each assembly, by slug and number."""
    call_command("load_starter", verbosity=0)
    criteria = list(Criterion.objects.in_force())
    pages = AssemblyPage.objects.live().with_evidence()
    return {
        (page.slug, criterion.number): answered_state(criterion, page.answers.all())
        for page in pages
        for criterion in criteria
    }


def test_every_answer_is_what_was_read(states):
    wanted = {
        (slug, number): STATES.get(word, AnswerState.UNDOCUMENTED)
        for slug, words in READ.items()
        for number, word in enumerate(words, 1)
    }
    assert states == wanted


def test_no_point_contradicts_its_source(states):
    """Points that were answered carry a reason, and a source unless nothing was found."""
    for page in AssemblyPage.objects.live().with_evidence():
        for answer in page.answers.all():
            assert answer.reason
            assert answer.sources or answer.state == AnswerState.UNDOCUMENTED


#: Subjects of facts that answer a point by themselves.
TOLD_BY = {FactKey.MANDATE: "mandate", FactKey.COMPENSATION: "compensation"}
#: What Newham's source says of the mandate is who stays, never for how long.
NOT_TOLD = {("newham", "mandate")}


def test_no_known_fact_leaves_its_point_undocumented(states):
    untold = set()
    for page in AssemblyPage.objects.live().with_evidence():
        told = {TOLD_BY[fact.key] for fact in page.facts.all() if fact.key in TOLD_BY and not fact.is_unknown}
        answered = {each.point.key for each in page.answers.all() if each.point and each.state != "undocumented"}
        untold |= {(page.slug, key) for key in told - answered}
    assert untold == NOT_TOLD


def test_points_agree_with_the_whole_that_they_detail(states):
    """Where the whole is stated and points too, no point denies a «yes», nor affirms a «no»."""
    denied = {"yes": {"no"}, "no": {"yes", "partly"}}
    for page in AssemblyPage.objects.live().with_evidence():
        whole = {each.criterion_id: each.state for each in page.answers.all() if each.point is None}
        points = [(each.criterion_id, each.state) for each in page.answers.all() if each.point is not None]
        assert [number for number, state in points if state in denied.get(whole.get(number), ())] == []
