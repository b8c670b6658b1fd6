"""The comparison and the matrix as files: what the page shows, one line per row, for French Excel."""

from collections.abc import Iterable
from typing import IO

from casestudies.comparing.comparison import Comparison, Row
from casestudies.comparing.matrix import matrix_rows
from glossary.models import criteria_in_force
from hub.core.tabular import write_lines
from hub.core.tabular.writers import defused
from hub.core.validators import one_line
from hub.french.typography import typographic


def write_comparison(to: IO[bytes], table: Comparison) -> None:
    """One line per row; each assembly has its words, then its evidence."""
    heads = [head for column in table.columns for head in (column.name, f"{column.name} : preuves")]
    lines = ([group.label, row.label, *_both(row)] for group in table.groups for row in group.rows)
    _write(to, ["Rubrique", "Ligne", *heads], lines)


def write_matrix(to: IO[bytes]) -> None:
    """One line per assembly; each criterion has its word, then its evidence."""
    criteria = criteria_in_force()
    heads = [head for criterion in criteria for head in (str(criterion), f"{criterion} : preuves")]
    lines = ([row.label, str(row.page), *_both(row)] for row in matrix_rows(criteria))
    _write(to, ["Collectivité", "Assemblée", *heads], lines)


def _both(row: Row) -> list[str]:
    return [words for cell in row.cells for words in (cell.words, cell.evidence_words)]


def _write(to: IO[bytes], head: list[str], lines: Iterable[list[str]]) -> None:
    """No cell holds a line end, none is run as a formula."""
    write_lines(to, _cells(head), map(_cells, lines))


def _cells(line: list[str]) -> list[str]:
    return [defused(typographic(one_line(cell))) for cell in line]
