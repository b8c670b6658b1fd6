"""What answers make of a criterion, for an assembly as for a self-assessment. Words, never a score.

An answer has a code: `c1` about a criterion as a whole, `c2-sortition` about one of its points. Nothing here knows
who answered, nor reads the database beyond the criteria it is given (except `summary_from`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casestudies.evidence.enums import AnswerState
from glossary.models import Criterion, criteria_in_force

YES, PARTLY, NO = AnswerState.YES, AnswerState.PARTLY, AnswerState.NO
DEBATED, UNKNOWN = AnswerState.DEBATED, AnswerState.UNDOCUMENTED
#: The five answers in the words of somebody who speaks of their own assembly.
OWN_WORDS = {YES: "oui", PARTLY: "partiellement", NO: "non", DEBATED: "en débat", UNKNOWN: "je ne sais pas"}
#: What a whole criterion is called when the answers to its points do not settle it.
UNSETTLED = "à préciser"

Answers = Mapping[str, AnswerState]
_CODED = re.compile(r"(c\d{1,3}(?:-[-\w]{1,40})?):(\w{1,12})")


# -- the rule
def state_of(answers: Iterable[str]) -> AnswerState:
    """The state of a criterion from the answers to its points: what remains true whatever is still unknown.

    «Partiellement» is sure as soon as one point is partial, or one is met and another is not. Otherwise one unknown
    point leaves the whole unknown, one debated point leaves it debated, and the points all say the same.
    """
    given = {AnswerState(answer) for answer in answers}
    if PARTLY in given or {YES, NO} <= given:
        return PARTLY
    if UNKNOWN in given or not given:
        return UNKNOWN
    return DEBATED if DEBATED in given else given.pop()


def criterion_state(points: Iterable[str], given: Mapping[str, str]) -> AnswerState:
    """The state of a criterion with these `points` (keys): `given` has answers by key of point, "" for the whole.

    What is said of the whole prevails: it has its own reason and source.
    """
    if "" in given:
        return AnswerState(given[""])
    return state_of(given.get(key, UNKNOWN) for key in points)


# -- questions and answers
@dataclass(frozen=True)
class Question:
    """One question: about a point, or about the whole of a criterion that has none (`key` is then empty)."""

    code: str
    key: str
    label: str


@dataclass(frozen=True)
class Result:
    """A criterion, its state, and each question with its answer."""

    criterion: Criterion
    state: AnswerState
    answers: tuple[tuple[Question, AnswerState], ...]

    @property
    def word(self) -> str:
        is_whole = [question.key for question, _ in self.answers] == [""]
        return UNSETTLED if self.state == UNKNOWN and not is_whole else OWN_WORDS[self.state]

    @property
    def points(self) -> list[tuple[str, AnswerState, str]]:
        """Label, state and word of each point; nothing for a criterion that has none."""
        return [(question.label, state, OWN_WORDS[state]) for question, state in self.answers if question.key]


def questions(criterion: Criterion) -> list[Question]:
    code = f"c{criterion.number}"
    points = [Question(f"{code}-{point.key}", point.key, point.label) for point in criterion.points.all()]
    return points or [Question(code, "", criterion.label)]


def assess_own(criteria: Iterable[Criterion], answers: Answers) -> list[Result]:
    """One result per criterion; a question without an answer is «je ne sais pas»."""
    results = []
    for criterion in criteria:
        asked = questions(criterion)
        given = {question.key: answers[question.code] for question in asked if question.code in answers}
        state = criterion_state([question.key for question in asked], given)
        results.append(Result(criterion, state, tuple((each, given.get(each.key, UNKNOWN)) for each in asked)))
    return results


# -- in words
_GROUPS = (
    (YES, "Votre dispositif répond {to}."),
    (PARTLY, "Il répond en partie {to}."),
    (NO, "Il ne répond pas {to}."),
    (DEBATED, "La réponse fait débat pour {the}."),
    (UNKNOWN, "Vos réponses ne permettent pas encore de le dire pour {the}."),
)


def sentences(results: Sequence[Result]) -> list[str]:
    """The results in sentences: which criteria are met, partly met, not met, debated, not known. Never how many."""
    said = []
    for state, pattern in _GROUPS:
        labels = [f"« {result.criterion.label} »" for result in results if result.state == state]
        if labels:
            many = len(labels) > 1
            names = f"{'s' * many} {_listed(labels)}"
            said.append(
                pattern.format(to=f"{'aux' if many else 'au'} critère{names}", the=f"le{'s' * many} critère{names}")
            )
    if said and not said[0].startswith("Votre"):
        said[0] = said[0].replace("Il ", "Votre dispositif ", 1)
    return said


def _listed(labels: Sequence[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} et {last}" if first else last


def summary_of(results: Sequence[Result]) -> str:
    """The results as plain text, one line per criterion, for somebody to go on writing."""
    lines = []
    for result in results:
        points = " ; ".join(f"{label} : {word}" for label, _, word in result.points)
        lines.append(f"{result.criterion} : {result.word}{f' ({points})' if points else ''}.")
    return "\n".join(lines)


# -- in an address
def code_of(answers: Answers) -> str:
    """`c1:yes,c2-sortition:partly`: every answer in a word an address can carry."""
    return ",".join(f"{code}:{state}" for code, state in answers.items())


def answers_in(code: str) -> dict[str, AnswerState]:
    """What `code_of` wrote; anything else is left out."""
    pairs = [found.groups() for part in code.split(",") if (found := _CODED.fullmatch(part))]
    return {name: AnswerState(state) for name, state in pairs if state in AnswerState.values}


def summary_from(code: str) -> str:
    """The text of the answers in `code` about the definition in force; empty when none is about it."""
    criteria = criteria_in_force()
    asked = {question.code for criterion in criteria for question in questions(criterion)}
    answers = {name: state for name, state in answers_in(code).items() if name in asked}
    return summary_of(assess_own(criteria, answers)) if answers else ""
