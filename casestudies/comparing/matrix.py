"""Every assembly × every criterion in force: a word in each cell. No score, no rank, no percentage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casestudies.comparing.comparison import Cell, Evidence, Line, Row, counted_title, sentence
from casestudies.evidence.assembly import AssemblyPage, distinct_names
from casestudies.evidence.criteria import answered_state
from casestudies.evidence.enums import AnswerState
from casestudies.evidence.facts import CriterionAnswer
from glossary.models import Criterion, CriterionPoint, criteria_in_force
from hub.core.exports import few_at_a_time, loading


@dataclass(frozen=True)
class Matrix:
    """Every visible assembly × the criteria in force: a word in each cell, which leads to its reason and sources.

    The number of a line is that of its criterion on the sheet of the assembly; 0 when there is nothing to read there.
    """

    criteria: list[Criterion]
    rows: tuple[Row, ...]
    has_starters: bool

    @property
    def title(self) -> str:
        return counted_title(len(self.rows), len(self.criteria))


def matrix(first: Sequence[AssemblyPage] = ()) -> Matrix:
    """One row per visible assembly: those chosen `first`, which boxes send in this order; then as in their list."""
    criteria = criteria_in_force()
    rows = tuple(matrix_rows(criteria, first))
    return Matrix(criteria, rows, any(row.page.is_starter for row in rows if row.page))


def matrix_rows(criteria: Sequence[Criterion], first: Sequence[AssemblyPage] = ()) -> Iterator[Row]:
    """The rows of the matrix, read a few at a time."""
    found = AssemblyPage.objects.visible_to_all().select_related("authority").only("title", "authority__short_name")
    pages = list(found.order_by("is_counter_example", "authority__short_name__french", "title__french", "pk"))
    places = {page.pk: place for place, page in enumerate(first)}
    pages.sort(key=lambda page: places.get(page.pk, len(places)))
    names = {page.pk: name for page, name in zip(pages, distinct_names(pages), strict=True)}
    load = loading(lambda: AssemblyPage.objects.visible_to_all().with_answers())
    for page in few_at_a_time(list(names), load):
        cells = tuple(_matrix_cell(place, criterion, page) for place, criterion in enumerate(criteria, 1))
        yield Row(names[page.pk], cells, page)


def _matrix_cell(place: int, criterion: Criterion, page: AssemblyPage) -> Cell:
    own = [answer for answer in page.answers.all() if answer.criterion_id == criterion.pk]
    whole = next((answer for answer in own if answer.point_id is None), None)
    state = answered_state(criterion, own)
    reasons = [sentence(whole.reason)] if whole and whole.reason else []
    points = [
        sentence(f"{answer.point.label} : {AnswerState(answer.state).label.lower()}. {answer.reason}")
        for answer in own
        if answer.point is not None
    ]
    sources = dict.fromkeys(source for answer in own for source in answer.sources)
    evidence = Evidence((*reasons, *points), tuple(sources))
    number = criterion.number if evidence != Evidence() else 0
    unfolded = ", ".join(f"{point.label} : {word}" for point, word in _points(criterion, own))
    return Cell(place, (Line(state=state.label, mark=state.mark, text=unfolded, number=number, evidence=evidence),))


def _points(criterion: Criterion, own: list[CriterionAnswer]) -> Iterator[tuple[CriterionPoint, str]]:
    """Each point of a criterion with its word, once somebody answered one: the others are not documented."""
    given = {answer.point_id: AnswerState(answer.state) for answer in own if answer.point_id is not None}
    if given:
        for point in criterion.points.all():
            yield point, given.get(point.pk, AnswerState.UNDOCUMENTED).label.lower()
