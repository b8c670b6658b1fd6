"""What organisers read of the feedback of a workshop: numbers, and words without names."""

from dataclasses import dataclass

from hub.core.enums import Half
from workshops.thanking.enums import Found
from workshops.thanking.models import Feedback
from workshops.workshop.workshop import WorkshopPage

FIELDS = {Half.PRACTICE: "practice", Half.OUTCOME: "outcome"}


@dataclass(frozen=True)
class Heard:
    """One part: how many said what, and in which words."""

    half: Half
    counts: list[tuple[str, int]]
    words: list[str]


@dataclass(frozen=True)
class Summary:
    asked: int
    answered: int
    parts: list[Heard]


def summary_of(workshop: WorkshopPage) -> Summary:
    rows = list(Feedback.objects.filter(desk__workshop=workshop).order_by("pk"))
    return Summary(len(rows), sum(row.answered_at is not None for row in rows), [_heard(rows, half) for half in Half])


def _heard(rows: list[Feedback], half: Half) -> Heard:
    name = FIELDS[half]
    said = [getattr(row, name) for row in rows]
    words = [getattr(row, f"{name}_words") for row in rows]
    return Heard(half, [(choice.label, said.count(choice)) for choice in Found], [each for each in words if each])
