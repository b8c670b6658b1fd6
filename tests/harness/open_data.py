"""The open data as a test reads them: the rows of each table, the document that the loader takes."""

import io

from hub.core.tabular import Row
from hub.home.open_data import DATA_TABLES, rows_of, write_whole


def exported_rows() -> dict[str, list[Row]]:
    return {name: list(rows_of(table)) for name, table in DATA_TABLES.items()}


def document() -> bytes:
    written = io.BytesIO()
    write_whole(written, "json")
    return written.getvalue()
