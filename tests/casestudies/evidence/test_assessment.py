"""The rule that makes the state of a criterion from its points, and what is written from it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.comparing.matrix import matrix
from casestudies.evidence.assessment import (
    answers_in,
    assess_own,
    code_of,
    criterion_state,
    sentences,
    state_of,
    summary_from,
)
from casestudies.evidence.enums import AnswerState
from glossary.models import Criterion, CriterionPoint
from tests.factories.casestudies import answer, assembly, definition

YES, PARTLY, NO = AnswerState.YES, AnswerState.PARTLY, AnswerState.NO
DEBATED, UNKNOWN = AnswerState.DEBATED, AnswerState.UNDOCUMENTED
#: From the least to the most met.
ORDER = [NO, PARTLY, YES]
STATES = st.sampled_from(list(AnswerState))
KNOWN = st.sampled_from(ORDER)


def with_points() -> list[Criterion]:
    """Two criteria in force: the first without points, the second with two."""
    _, second = definition("Portée par une autorité", "Tirée au sort, mandatée")
    for order, (key, label) in enumerate([("sort", "Tirage au sort"), ("mandat", "Mandat")]):
        CriterionPoint.objects.create(criterion=second, key=key, label=label, sort_order=order)
    return list(Criterion.objects.in_force())


# -- the rule
@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], UNKNOWN),
        ([YES, YES], YES),
        ([NO, NO], NO),
        ([YES, NO], PARTLY),
        ([PARTLY, UNKNOWN], PARTLY),
        ([YES, NO, UNKNOWN], PARTLY),
        ([YES, UNKNOWN], UNKNOWN),
        ([NO, UNKNOWN], UNKNOWN),
        ([YES, DEBATED], DEBATED),
        ([NO, DEBATED], DEBATED),
        ([YES, NO, DEBATED], PARTLY),
        ([DEBATED, UNKNOWN], UNKNOWN),
    ],
)
def test_state_is_what_remains_true_whatever_is_unknown(answers, state):
    assert state_of(answers) == state


@given(STATES, st.integers(1, 6))
def test_points_that_agree_give_their_own_state(state, times):
    assert state_of([state] * times) == state


@given(st.lists(STATES), st.randoms())
def test_order_and_repetition_do_not_count(answers, random):
    shuffled = [*answers, *answers]
    random.shuffle(shuffled)
    assert state_of(shuffled) == state_of(answers)


@given(st.lists(KNOWN, min_size=1), st.data())
def test_a_better_answer_never_makes_it_worse(answers, data):
    place = data.draw(st.integers(0, len(answers) - 1))
    better = data.draw(st.sampled_from(ORDER[ORDER.index(answers[place]) :]))
    raised = [*answers[:place], better, *answers[place + 1 :]]
    assert ORDER.index(state_of(raised)) >= ORDER.index(state_of(answers))


@given(st.lists(STATES), STATES)
def test_learning_one_more_answer_never_contradicts(answers, learnt):
    before = state_of([*answers, UNKNOWN])
    assert before == UNKNOWN or state_of([*answers, learnt]) == before


@given(st.lists(KNOWN, min_size=1))
def test_unknown_stays_unknown_unless_the_rest_settles_it(answers):
    assert state_of([*answers, UNKNOWN]) == (PARTLY if state_of(answers) == PARTLY else UNKNOWN)


@given(STATES, st.dictionaries(st.sampled_from(["sort", "mandat"]), STATES))
def test_what_is_said_of_the_whole_prevails(whole, points):
    assert criterion_state(["sort", "mandat"], {**points, "": whole}) == whole


# -- the same for an assembly and for oneself
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"), [("yes", "yes"), ("yes", "no"), ("no", None), ("partly", None), (None, None)]
)
def test_matrix_and_self_assessment_agree(client, one, other):
    criteria = with_points()
    page = assembly()
    points = dict(zip(criteria[1].points.all(), (one, other), strict=True))
    for point, state in points.items():
        if state:
            answer(page, criteria[1], state, point=point)
    own = {f"c2-{point.key}": AnswerState(state) for point, state in points.items() if state}
    expected = assess_own(criteria, own)[1].state
    assert matrix().rows[0].cells[1].lines[0].state == expected.label
    assert client.get(page.get_url()).context["assessments"][1].state == expected
    assert client.get(f"/assemblees/?critere-2={expected}").context["items"].object_list == [page]


@pytest.mark.django_db
def test_comparison_says_that_a_state_comes_from_points(client):
    criteria = with_points()
    page, other = assembly(), assembly()
    for point in criteria[1].points.all():
        answer(page, criteria[1], "yes", point=point)
    answer(other, criteria[1], "no", point=criteria[1].points.first())
    table = client.get(f"/assemblees/comparer/?a={page.slug}&a={other.slug}").context["table"]
    row = table.groups[2].rows[0]
    assert (row.label, [cell.words for cell in row.cells]) == (
        "Dans l’ensemble",
        ["Oui. D’après ses points", "Non documenté"],
    )


@pytest.mark.django_db
def test_stated_answer_is_never_replaced_by_its_points():
    criteria = with_points()
    page = assembly()
    answer(page, criteria[1], "no")
    answer(page, criteria[1], "yes", point=criteria[1].points.first())
    assert matrix().rows[0].cells[1].lines[0].state == "Non"


# -- in words
@pytest.mark.django_db
def test_sentences_name_criteria_and_count_nothing():
    criteria = definition(*"ABCDEF")
    states = [YES, YES, PARTLY, NO, DEBATED]
    results = assess_own(criteria, {f"c{number}": state for number, state in enumerate(states, 1)})
    assert sentences(results) == [
        "Votre dispositif répond aux critères « A » et « B ».",
        "Il répond en partie au critère « C ».",
        "Il ne répond pas au critère « D ».",
        "La réponse fait débat pour le critère « E ».",
        "Vos réponses ne permettent pas encore de le dire pour le critère « F ».",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (PARTLY, "Votre dispositif répond en partie au critère « A »."),
        (NO, "Votre dispositif ne répond pas au critère « A »."),
        (UNKNOWN, "Vos réponses ne permettent pas encore de le dire pour le critère « A »."),
    ],
)
def test_first_sentence_says_what_it_is_about(state, sentence):
    assert sentences(assess_own(definition("A"), {"c1": state})) == [sentence]


@pytest.mark.django_db
def test_summary_is_read_from_a_code():
    with_points()
    assert summary_from("c1:yes,c2-sort:partly").splitlines() == [
        "1. Portée par une autorité : oui.",
        "2. Tirée au sort, mandatée : partiellement (Tirage au sort : partiellement ; Mandat : je ne sais pas).",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "c9:yes", "c1:maybe", "c1", ":", "c1:yes:no", "\x00", "é" * 10_000, "c2:yes"])
def test_unreadable_code_says_nothing(code):
    with_points()
    assert summary_from(code) == ""


@given(st.dictionaries(st.from_regex(r"c[0-9]{1,3}(-[a-z_-]{1,40})?", fullmatch=True), STATES))
def test_code_is_read_back(answers):
    assert answers_in(code_of(answers)) == answers


@given(st.text())
def test_any_text_is_a_code_without_error(text):
    assert answers_in(text) == answers_in(code_of(answers_in(text)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "said"), [("no", "Elle ne répond pas au critère « Portée par une autorité publique »."), ("yes", "")]
)
def test_counter_example_says_which_criterion_it_does_not_meet(client, state, said):
    page = assembly(is_counter_example=True)
    answer(page, *definition("Portée par une autorité publique"), state=state)
    html = re.sub(r"[\u00a0\u202f]", " ", client.get(page.get_url()).content.decode())
    assert "cette démarche en est une autre" in html
    assert ("ne répond pas" in html, said in html) == (bool(said), True)
