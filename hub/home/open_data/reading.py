"""Rows of a file turned into values of fields; what can't be taken is refused with a sentence, never guessed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from casestudies.models import Source
from hub.core.dates.when import When
from hub.core.tabular import Column, Kind, Table
from hub.core.validators import clean_text

#: Marks an editor can make, links to the web included; nothing else enters by a file.
_ALLOWED = re.compile(r"</?(?:p|b|i|em|strong|ul|ol|li)>|<br\s*/?>|<a href=\"(?:https?:|mailto:|/)[^\"<>]*\">|</a>")
#: JSON types of each kind of column.
_JSON_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.INTEGER: (int, type(None)),
    Kind.DECIMAL: (int, float, type(None)),
    Kind.BOOLEAN: (bool,),
    Kind.LIST: (list,),
    Kind.DAY: (str, type(None)),
    Kind.INSTANT: (str, type(None)),
}
MAX_SOURCES = 3
#: Names in French for the messages of the report.
Row = dict[str, Any]


class Refused(ValueError):  # noqa: N818 -- reads as what happened to the row
    """A row that can't be taken; the message is a sentence in French."""


@dataclass
class Report:
    """What a load did: created and left as they were, by table; what was refused, in sentences."""

    created: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


@dataclass
class Document:
    """The rows of a file, by table, checked one by one."""

    tables: dict[str, Any]
    report: Report

    def rows(self, table: Table) -> Iterator[Row]:
        """The readable rows of `table`, their values checked; the others are reported."""
        given = self.tables.get(table.name, [])
        if not isinstance(given, list):
            self.report.refused.append(f"{table.title} : ce n’est pas une liste de lignes.")
            return
        for number, row in enumerate(given, 1):
            with_reason = _checked(table, row)
            if isinstance(with_reason, str):
                self.report.refused.append(f"{table.title}, ligne {number} : {with_reason}")
            else:
                yield with_reason

    def refuse(self, table: Table, row: Row, reason: Exception | str) -> None:
        name = next((str(row[column.name]) for column in table.columns if row.get(column.name)), "?")
        self.report.refused.append(f"{table.title}, « {name[:80]} » : {sentence(reason)}")

    def links(self, table: Table, row: Row, known: dict[str, Any], keys: list[str], what: str) -> list[Any]:
        """The known ones among `keys`: a link that leads nowhere is reported and does not hold back the row."""
        missing = [key for key in keys if key not in known]
        if missing:
            self.refuse(table, row, f"{what} n’existe pas : {', '.join(missing)[:200]}.")
        return [known[key] for key in keys if key in known]


def sentence(reason: Exception | str) -> str:
    """The reason in one line, with the names of the fields that were wrong."""
    if not isinstance(reason, ValidationError):
        return str(reason)
    if not hasattr(reason, "error_dict"):
        return " ".join(map(str, reason.messages))
    return " ".join(f"{name} : {' '.join(words)}" for name, words in reason.message_dict.items())


def _checked(table: Table, row: Any) -> Row | str:
    if not isinstance(row, dict):
        return "ce n’est pas un objet."
    checked = {}
    for column in table.columns:
        value = row.get(column.name, _missing(column))
        types = _JSON_TYPES.get(column.kind, (str,))
        if not isinstance(value, types) or (isinstance(value, bool) and column.kind is not Kind.BOOLEAN):
            return f"la valeur de « {column.name} » n’est pas du type « {column.kind.value} »."
        if isinstance(value, list) and not all(isinstance(each, str) for each in value):
            return f"la liste « {column.name} » contient autre chose que du texte."
        checked[column.name] = clean_text(value) if isinstance(value, str) else value
    return checked


def _missing(column: Column) -> Any:
    return {Kind.LIST: [], Kind.BOOLEAN: False}.get(column.kind, None if column.kind in _JSON_TYPES else "")


def values(table: Table, row: Row, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """The values of the fields that columns hold as they are."""
    return {
        column.field: _typed(column, row[column.name])
        for column in table.columns
        if column.field and column.name not in without
    }


def _typed(column: Column, value: Any) -> Any:
    if column.kind is Kind.WHEN:
        return known_date(value)
    return Decimal(str(value)) if column.kind is Kind.DECIMAL and value is not None else value


def known_date(text: str) -> When:
    """Raises Refused for what is not a date known in part."""
    try:
        return When.parse(text)
    except ValueError as error:
        raise Refused(str(error)) from error


def instant(text: str | None) -> datetime | None:
    """Raises Refused for what is not a date with an hour."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"« {text[:40]} » n’est pas une date avec une heure.") from error
    if read.tzinfo is None:
        raise Refused(f"« {text[:40]} » ne dit pas son fuseau horaire.")
    return read


def one(known: dict[Any, Any], key: Any, what: str) -> Any:
    """The object called `key`, nothing for an empty key. Raises Refused when it does not exist."""
    if key in ("", None):
        return None
    if key not in known:
        raise Refused(f"{what} « {key} » n’existe pas dans ce fichier ni sur ce site.")
    return known[key]


def several(known: dict[str, Any], keys: list[str], what: str) -> list[Any]:
    return [one(known, key, what) for key in keys]


def cited(row: Row, sources: dict[str, Source]) -> dict[str, Source]:
    """The sources of a row, as the fields of `Sourced`."""
    if len(row["sources"]) > MAX_SOURCES:
        raise Refused(f"plus de {MAX_SOURCES} sources.")
    found = several(sources, row["sources"], "la source")
    return dict(zip(("source", "second_source", "third_source"), found, strict=False))


def prose(html: str) -> str:
    """`html` when it has only what an editor can write. Raises Refused for any other markup."""
    if "<" in _ALLOWED.sub("", html):
        raise Refused("le texte contient des balises que le site n’accepte pas.")
    return html


def valid(item: models.Model, *, but: Iterable[str] = ()) -> Any:
    """`item` once its fields and constraints are checked. Raises ValidationError."""
    item.full_clean(exclude=set(but))
    return item
