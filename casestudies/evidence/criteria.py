"""The criteria of the definition in force, with what is known of one assembly about each."""

from collections.abc import Iterable
from dataclasses import dataclass

from casestudies.evidence.assessment import criterion_state
from casestudies.evidence.enums import AnswerState
from casestudies.evidence.facts import CriterionAnswer
from casestudies.evidence.source import Source
from glossary.models import Criterion, criteria_in_force


@dataclass(frozen=True)
class Assessment:
    """One criterion: the answer, or nothing yet, and the answers to its points. In words, never a score."""

    criterion: Criterion
    answer: CriterionAnswer | None
    points: list[CriterionAnswer]

    @property
    def state(self) -> AnswerState:
        """What is stated of the whole, or what the answers to its points settle."""
        return answered_state(self.criterion, [*([self.answer] if self.answer else []), *self.points])

    @property
    def sources(self) -> list[Source]:
        answers = [*([self.answer] if self.answer else []), *self.points]
        return [source for answer in answers for source in answer.sources]


def answered_state(criterion: Criterion, answers: Iterable[CriterionAnswer]) -> AnswerState:
    """The state of a criterion from the answers of one assembly; those about other criteria do not count."""
    own = [answer for answer in answers if answer.criterion_id == criterion.pk]
    given = {answer.point.key if answer.point else "": answer.state for answer in own}
    return criterion_state([point.key for point in criterion.points.all()], given)


def assess(answers: Iterable[CriterionAnswer]) -> list[Assessment]:
    """One assessment per criterion of the definition in force, answered or not."""
    given = list(answers)
    assessments = []
    for criterion in criteria_in_force():
        own = [answer for answer in given if answer.criterion_id == criterion.pk]
        whole = next((answer for answer in own if answer.point_id is None), None)
        assessments.append(Assessment(criterion, whole, [answer for answer in own if answer.point_id is not None]))
    return assessments
