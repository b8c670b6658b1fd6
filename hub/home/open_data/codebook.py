"""The codebook: one line per exported column, generated from the columns, themselves read from the models."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.core.tabular import Column, Kind, Row, Table, computed

#: What columns mean to whoever takes the data away, by table and column; `*` is for columns that all tables share.
EXPLAINED: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "columns.json").read_text(encoding="utf-8"))
#: How each type is written.
WRITTEN_AS = {
    Kind.TEXT: "",
    Kind.RICH: "JSON : HTML ; CSV et XLSX : texte simple",
    Kind.ADDRESS: "URL",
    Kind.INTEGER: "",
    Kind.DECIMAL: "CSV : virgule décimale",
    Kind.BOOLEAN: "JSON : true ou false ; CSV et XLSX : oui ou non",
    Kind.CODE: "JSON : le code ; CSV et XLSX : le libellé",
    Kind.LIST: "JSON : tableau ; CSV et XLSX : valeurs séparées par « | »",
    Kind.DAY: "AAAA-MM-JJ (ISO 8601)",
    Kind.WHEN: "proche d’EDTF (ISO 8601-2) : 2027, 2027-06, 2027-09|2027-10 (l’un ou l’autre), 2022/2023",
    Kind.INSTANT: "AAAA-MM-JJThh:mm:ssZ, temps universel (ISO 8601)",
}


@dataclass(frozen=True)
class Line:
    """One column of one table."""

    table: Table
    column: Column

    @property
    def explanation(self) -> str:
        """In the words of a reader: those of the table, of its column, then those for all tables."""
        own, shared = EXPLAINED.get(self.table.name, {}), EXPLAINED["*"]
        return own.get(self.column.name) or self.column.note or shared.get(self.column.name, "")


def _of_column(name: str) -> Any:
    return lambda line: getattr(line.column, name)


CODEBOOK = Table(
    "dictionnaire",
    "Dictionnaire des données",
    (
        computed("table", "table", lambda line: line.table.name),
        computed("colonne", "colonne", _of_column("name")),
        computed("libelle", "libellé", _of_column("label")),
        computed("type", "type", lambda line: line.column.kind.value),
        computed("unite", "unité", _of_column("unit")),
        computed(
            "valeurs",
            "valeurs possibles",
            lambda line: [f"{code} = {label}" for code, label in line.column.choices if code],
            Kind.LIST,
        ),
        computed("ecriture", "écriture", lambda line: WRITTEN_AS[line.column.kind]),
        computed("remarque", "remarque", lambda line: line.explanation),
    ),
    "Une ligne par colonne, tirée des modèles du site.",
)


def lines(tables: Iterable[Table]) -> Iterator[Line]:
    for table in tables:
        for column in table.columns:
            yield Line(table, column)


def codebook_rows(tables: Iterable[Table]) -> list[Row]:
    return list(CODEBOOK.rows(lines(tables)))
