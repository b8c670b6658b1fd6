"""The criteria of the definition in force, with what is known of one assembly about each."""

from collections.abc import Iterable
from dataclasses import dataclass

from casestudies.models.evidence import CriterionAnswer
from casestudies.models.source import Source
from glossary.models import Criterion


@dataclass(frozen=True)
class Assessment:
    """One criterion: the answer, or nothing yet, and the answers to its points. In words, never a score."""

    criterion: Criterion
    answer: CriterionAnswer | None
    points: list[CriterionAnswer]

    @property
    def sources(self) -> list[Source]:
        answers = [*([self.answer] if self.answer else []), *self.points]
        return [source for answer in answers for source in answer.sources]


def assess(answers: Iterable[CriterionAnswer]) -> list[Assessment]:
    """One assessment per criterion of the definition in force, answered or not."""
    given = list(answers)
    assessments = []
    for criterion in Criterion.objects.filter(version__is_current=True).order_by("number"):
        own = [answer for answer in given if answer.criterion_id == criterion.pk]
        whole = next((answer for answer in own if answer.point_id is None), None)
        assessments.append(Assessment(criterion, whole, [answer for answer in own if answer.point_id is not None]))
    return assessments
