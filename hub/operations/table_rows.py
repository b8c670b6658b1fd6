"""The rows of a table as plain values that both databases agree on: counted, hashed, written in another database.

Tables that are made again from the others (the index of the search) or that only count for an hour are left out.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

#: Apps and models whose rows are made again, and what is forgotten within the hour.
MADE_AGAIN = {"wagtailsearch", "hub_search.entry", "hub_search.posting", "hub_search.spelling"}
FORGOTTEN = {"core.cacheentry", "core.ratecount", "core.contentstate"}
BATCH = 500


@dataclass(frozen=True)
class Table:
    """One table and the fields of its own columns."""

    model: type[Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def labels(self) -> set[str]:
        """Under which an app, or one model, is named."""
        return {self.model._meta.app_label, self.model._meta.label_lower}

    @property
    def fields(self) -> list[Field]:
        return list(self.model._meta.local_concrete_fields)

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]


@dataclass(frozen=True)
class Count:
    """What tells two tables apart: how many rows, and the sum of their hashes, whatever order they come in."""

    rows: int
    sha256: str


def tables() -> list[Table]:
    """All that a backup must give back, in order of name."""
    return [table for table in _all_tables() if not table.labels & (MADE_AGAIN | FORGOTTEN)]


def index_tables() -> list[Table]:
    """Those of the search, which come back by reading everything again."""
    return [table for table in reversed(_all_tables()) if table.labels & MADE_AGAIN]


def _all_tables() -> list[Table]:
    models = apps.get_models(include_auto_created=True)
    own = [Table(model) for model in models if model._meta.managed and not model._meta.proxy]
    return sorted(own, key=lambda table: table.name)


def counts(connection: BaseDatabaseWrapper) -> dict[str, Count]:
    return {table.name: count(connection, table) for table in tables()}


def count(connection: BaseDatabaseWrapper, table: Table) -> Count:
    total, rows = 0, 0
    for row in plain_rows(connection, table):
        written = json.dumps(row, sort_keys=True, default=_printed).encode()
        total += int.from_bytes(hashlib.sha256(written).digest())
        rows += 1
    return Count(rows, f"{total % 2**256:064x}")


def plain_rows(connection: BaseDatabaseWrapper, table: Table) -> Iterator[list[Any]]:
    """Every row, with the values that Python has for them."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in table.columns)
    query = f"SELECT {columns} FROM {quote(table.name)}"  # noqa: S608 -- our tables
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                yield [plain(field, value) for field, value in zip(table.fields, row, strict=True)]


def plain(field: Any, value: Any) -> Any:
    """`value` of a column, as it came from either database or from the text of a dump."""
    if value is None:
        return None
    reader = _READERS.get(kind(field))
    return reader(field, value) if reader else value


def kind(field: Any) -> str:
    """The type of a column: that of the key it points to for a relation."""
    while field.remote_field is not None and getattr(field, "target_field", None) is not None:
        field = field.target_field
    return str(field.get_internal_type())


def stored(connection: BaseDatabaseWrapper, field: Any, value: Any) -> Any:
    """A plain value, as the driver of `connection` takes it."""
    if value is None:
        return None
    writer = _WRITERS.get(kind(field))
    return writer(connection, value) if writer else value


# ---------------------------------------------------------------- reading
def _boolean(field: Any, value: Any) -> bool:
    return value in (True, "t", "1")


def _instant(field: Any, value: Any) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _day(field: Any, value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _hour(field: Any, value: Any) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)


def _decimal(field: Any, value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-field.decimal_places))


def _json(field: Any, value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _binary(field: Any, value: Any) -> bytes:
    return bytes.fromhex(value.removeprefix("\\x")) if isinstance(value, str) else bytes(value)


def _duration(field: Any, value: Any) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(microseconds=int(value))


_READERS: dict[str, Any] = {
    "BooleanField": _boolean,
    "DateTimeField": _instant,
    "DateField": _day,
    "TimeField": _hour,
    "DecimalField": _decimal,
    "JSONField": _json,
    "BinaryField": _binary,
    "DurationField": _duration,
    "UUIDField": lambda field, value: str(value).replace("-", ""),
    "FloatField": lambda field, value: float(value),
    **dict.fromkeys(
        (
            "AutoField",
            "BigAutoField",
            "BigIntegerField",
            "IntegerField",
            "PositiveBigIntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "SmallIntegerField",
        ),
        lambda field, value: int(value),
    ),
}


def _printed(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


# ---------------------------------------------------------------- writing
_WRITERS: dict[str, Any] = {
    "DateTimeField": lambda connection, value: connection.ops.adapt_datetimefield_value(value),
    "DateField": lambda connection, value: connection.ops.adapt_datefield_value(value),
    "TimeField": lambda connection, value: connection.ops.adapt_timefield_value(value),
    "DecimalField": lambda connection, value: connection.ops.adapt_decimalfield_value(value),
    "JSONField": lambda connection, value: connection.ops.adapt_json_value(value, None),
    "DurationField": lambda connection, value: (
        value if connection.features.has_native_duration_field else round(value / timedelta(microseconds=1))
    ),
}
