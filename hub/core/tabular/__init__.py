"""Tables that people take away: columns read from the models, written as CSV, XLSX and JSON."""

from hub.core.tabular.columns import Column, Kind, Row, Table, column, computed
from hub.core.tabular.responses import download, weight
from hub.core.tabular.writers import FORMATS, csv_bytes, json_bytes, xlsx_bytes

__all__ = [
    "FORMATS",
    "Column",
    "Kind",
    "Row",
    "Table",
    "column",
    "computed",
    "csv_bytes",
    "download",
    "json_bytes",
    "weight",
    "xlsx_bytes",
]
