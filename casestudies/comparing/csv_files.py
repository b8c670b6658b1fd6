"""The comparison and the matrix as files: what the page shows, one line per row, for French Excel."""

import csv
import io

from casestudies.comparing.comparison import Comparison, Row
from casestudies.comparing.matrix import Matrix
from hub.core.tabular.writers import BOM, defused
from hub.core.validators import one_line
from hub.french.typography import typographic

MEDIA_TYPE = "text/csv; charset=utf-8"


def comparison_csv(table: Comparison) -> bytes:
    """One line per row; each assembly has its words, then its evidence."""
    heads = [head for column in table.columns for head in (column.name, f"{column.name} : preuves")]
    lines = [[group.label, row.label, *_both(row)] for group in table.groups for row in group.rows]
    return _csv([["Rubrique", "Ligne", *heads], *lines])


def matrix_csv(table: Matrix) -> bytes:
    """One line per assembly; each criterion has its word, then its evidence."""
    heads = [head for criterion in table.criteria for head in (str(criterion), f"{criterion} : preuves")]
    lines = [[row.label, str(row.page), *_both(row)] for row in table.rows]
    return _csv([["Collectivité", "Assemblée", *heads], *lines])


def _both(row: Row) -> list[str]:
    return [words for cell in row.cells for words in (cell.words, cell.evidence_words)]


def _csv(lines: list[list[str]]) -> bytes:
    """RFC 4180 with `;` and a mark of UTF-8. No cell holds a line end, none is run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([defused(typographic(one_line(cell))) for cell in line] for line in lines)
    return (BOM + text.getvalue()).encode("utf-8", "replace")
