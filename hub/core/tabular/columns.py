"""Columns of what is exported: their labels, types and allowed values come from the fields of the models."""

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from hub.core.dates.when import When
from hub.core.fields import WhenField

#: A value that JSON can hold as it is.
Plain = str | int | float | bool | None | list[str]
Row = dict[str, Plain]


class Kind(enum.Enum):
    """Type of a column, in the words of the codebook."""

    TEXT = "texte"
    RICH = "texte mis en forme"
    ADDRESS = "adresse"
    INTEGER = "nombre entier"
    DECIMAL = "nombre décimal"
    BOOLEAN = "oui ou non"
    CODE = "liste fermée"
    LIST = "liste d’identifiants ou de mots"
    DAY = "date"
    WHEN = "date connue en partie"
    INSTANT = "date et heure"


@dataclass(frozen=True)
class Column:
    """One column: `name` is stable (ASCII), `label` is for people, `read` gives the value of an object."""

    name: str
    label: str
    kind: Kind
    read: Callable[[Any], Any]
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""
    #: The field of the model that holds exactly this value; empty for what is computed or read through a relation.
    field: str = ""

    def value(self, item: Any) -> Plain:
        return plain(self.read(item))


@dataclass(frozen=True)
class Table:
    """A kind of exported things. `name` is that of the file and of the sheet."""

    name: str
    title: str
    columns: tuple[Column, ...]
    note: str = ""

    def rows(self, items: Iterable[Any]) -> Iterator[Row]:
        """One row for each of `items`, made when it is asked for."""
        return ({column.name: column.value(item) for column in self.columns} for item in items)


def plain(value: Any) -> Plain:
    """`value` as JSON holds it: dates in ISO 8601, instants in UTC to the second, decimals as numbers."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, When):
        return str(value)
    return value


def column(
    model: type[models.Model],
    name: str,
    path: str,
    *,
    label: str = "",
    unit: str = "",
    note: str = "",
    kind: Kind = Kind.TEXT,
) -> Column:
    """The column of a field, or of something behind a relation (`authority__slug`), whose `kind` is then given.

    Its label is the field's `verbose_name` unless another is given. What is said to editors is not said here.
    """
    first, *rest = path.split("__")
    field: Any = model._meta.get_field(first)
    return Column(
        name=name,
        label=label or str(field.verbose_name),
        kind=kind if rest else _kind(field),
        read=lambda item: _follow(item, (first, *rest)),
        unit=unit,
        choices=() if rest else tuple((str(value), str(words)) for value, words in field.choices or ()),
        note=note,
        field="" if rest else first,
    )


def computed(
    name: str, label: str, read: Callable[[Any], Any], kind: Kind = Kind.TEXT, *, note: str = "", unit: str = ""
) -> Column:
    """A column that no single field holds."""
    return Column(name=name, label=label, kind=kind, read=read, note=note, unit=unit)


def _follow(item: Any, names: Iterable[str]) -> Any:
    for name in names:
        if item is None:
            return ""
        item = getattr(item, name)
    return item


#: From the most precise class to the most general: a WhenField is a CharField, a URLField too.
_KINDS: tuple[tuple[type, Kind], ...] = (
    (WhenField, Kind.WHEN),
    (models.URLField, Kind.ADDRESS),
    (models.BooleanField, Kind.BOOLEAN),
    (models.DateTimeField, Kind.INSTANT),
    (models.DateField, Kind.DAY),
    (models.DecimalField, Kind.DECIMAL),
    (models.IntegerField, Kind.INTEGER),
)


def _kind(field: Any) -> Kind:
    if field.choices:
        return Kind.CODE
    return next((kind for type_, kind in _KINDS if isinstance(field, type_)), Kind.TEXT)
