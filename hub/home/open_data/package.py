"""The tables as a Data Package with Table Schemas (Frictionless Data, 2.0), for programs that check what they read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hub.core.addresses import view_url
from hub.core.tabular import Kind, Table
from hub.home.open_data.codebook import Line

#: Types of Table Schema, with how our CSV files write them; all else is text.
TYPES: dict[Kind, dict[str, Any]] = {
    Kind.INTEGER: {"type": "integer"},
    Kind.DECIMAL: {"type": "number", "decimalChar": ","},
    Kind.BOOLEAN: {"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
    Kind.DAY: {"type": "date"},
    Kind.INSTANT: {"type": "datetime"},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
}
TEXT = {"type": "string"}


def data_package(
    tables: Iterable[Table], *, version: date, licence: str, licence_url: str, name: str
) -> dict[str, Any]:
    """What `datapackage.json` says: each CSV file, its columns, their types and what they mean."""
    return {
        "name": "agoratheque",
        "title": f"{name}, données ouvertes",
        "homepage": view_url("open_data"),
        "version": version.isoformat(),
        "licenses": [{"title": licence, "path": licence_url}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "path": view_url("open_data_file", table.name, "csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ";"},
        "schema": {"fields": [_field(Line(table, column)) for column in table.columns]},
    }


def _field(line: Line) -> dict[str, Any]:
    column = line.column
    words = {"title": column.label, "description": line.explanation}
    labels = [label for code, label in column.choices if code]
    allowed = {"constraints": {"enum": labels}} if labels else {}
    return {"name": column.name, **TYPES.get(column.kind, TEXT), **words, **allowed}
