"""The cells of a table as text: a line per row, a tab between two cells. That is how spreadsheets copy theirs."""

from hub.core.validators import one_line

#: More is a file to join: nobody reads it on a page.
MOST_ROWS, MOST_COLUMNS = 100, 15


def rows_of(text: str) -> list[list[str]]:
    """The rows of `text`, all as long as the longest, without empty ones at the end nor empty columns on the right."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows = [[one_line(cell) for cell in line.split("\t")] for line in lines]
    width = max((len(row) for row in map(_without_end, rows)), default=0)
    while rows and not any(rows[-1]):
        rows.pop()
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def text_of(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def problem(rows: list[list[str]]) -> str:
    """Why a table of these rows is not kept, as a sentence; empty when it is."""
    if not rows:
        return "Le tableau est vide : remplissez ses cellules, ou collez-y un tableau."
    count, width = len(rows), len(rows[0])
    if count <= MOST_ROWS and width <= MOST_COLUMNS:
        return ""
    return (
        f"Ce tableau a {count} lignes et {width} colonnes ; une page en montre {MOST_ROWS} et {MOST_COLUMNS} au plus. "
        "Rien n’est perdu : gardez l’essentiel ici, et joignez le tableau entier comme document."
    )


def _without_end(row: list[str]) -> list[str]:
    width = max((number for number, cell in enumerate(row, 1) if cell), default=0)
    return row[:width]
