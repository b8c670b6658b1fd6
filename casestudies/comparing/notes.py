"""The evidence of a comparison on a page of its own: what each note proves, under the numbers of the table."""

from collections.abc import Iterator
from dataclasses import dataclass

from casestudies.comparing.comparison import WHOLE, Comparison, Evidence, Group


@dataclass(frozen=True)
class Note:
    """One evidence, its number in the table, and the statements that rest on it, one per line."""

    number: int
    evidence: Evidence
    statements: str


def notes_by_group(table: Comparison) -> list[tuple[Group, list[Note]]]:
    """The notes in the order of their numbers, each under the heading where the table first calls it."""
    statements: dict[int, list[str]] = {}
    first_calls: dict[int, int] = {}
    for place, group in enumerate(table.groups):
        for number, statement in _statements(table, group):
            statements.setdefault(number, []).append(statement)
            first_calls.setdefault(number, place)
    notes = [
        (first_calls[number], Note(number, evidence, "\n".join(statements[number])))
        for evidence, number in table.drawers.numbers.items()
        if number in statements
    ]
    by_group = [(group, [note for first, note in notes if first == place]) for place, group in enumerate(table.groups)]
    return [(group, found) for group, found in by_group if found]


def _statements(table: Comparison, group: Group) -> Iterator[tuple[int, str]]:
    for row in group.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            for line in cell.lines:
                if line.number:
                    subject = f"Critère {group.number}" if row.label in WHOLE else row.label
                    yield line.number, f"{subject}, {column.name} : {line.words}"
