"""The files, read as they are, and objects found again by what identifies them."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Model

FOLDER = Path(__file__).parent

Row = dict[str, Any]
#: How many objects of each model were created.
Created = Counter[type[Model]]
M = TypeVar("M", bound=Model)


def read(name: str) -> Any:
    """The content of `name`.json."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def fill(
    model: type[M],
    rows: Sequence[Row],
    *,
    make: Callable[[Row], M],
    identities: Sequence[tuple[str, ...]],
    created: Created,
) -> dict[str, M]:
    """An object for each row, by its first identity: the one already there, left as it is, or a new one from `make`.

    `identities` are tuples of fields that tell an object from the others, the surest first; an object that has the
    same filled values in one of them is the one of the row.
    """
    known = [(fields, {_values(fields, vars(item)): item for item in model._default_manager.all()}) for fields in identities]
    found: dict[str, M] = {}
    for row in rows:
        item = next((items[values] for fields, items in known if (values := _values(fields, row)) in items), None)
        if item is None:
            item = make(row)
            item.save()
            created[model] += 1
        found[row[identities[0][0]]] = item
    return found


def _values(fields: tuple[str, ...], values: Row) -> tuple[Any, ...] | None:
    """What identifies something; None when a part of it is not known."""
    key = tuple(values[field] for field in fields)
    return key if all(key) else None
