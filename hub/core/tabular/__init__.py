"""Tables that people take away: columns read from the models, written as CSV, XLSX and JSON."""

from hub.core.tabular.columns import Column, Kind, Row, Table, column, computed
from hub.core.tabular.responses import Made, download, table_file, weight
from hub.core.tabular.writers import FORMATS, json_bytes, write_csv, write_json, write_lines, write_xlsx

__all__ = [
    "FORMATS",
    "Column",
    "Kind",
    "Made",
    "Row",
    "Table",
    "column",
    "computed",
    "download",
    "json_bytes",
    "table_file",
    "weight",
    "write_csv",
    "write_json",
    "write_lines",
    "write_xlsx",
]
