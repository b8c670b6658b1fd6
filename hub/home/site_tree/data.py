"""The files, read as they are, and objects found again by what identifies them."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Model
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

#: Where the starter content is written.
FOLDER = Path(__file__).parents[1] / "starter"

Row = dict[str, Any]
#: How many objects of each model were created.
Created = Counter[type[Model]]
M = TypeVar("M", bound=Model)


def read(name: str) -> Any:
    """The content of `name`.json."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def attach(parent: ClusterableModel, **children: Sequence[Orderable]) -> None:
    """Give `parent` its children, in this order."""
    for name, items in children.items():
        for order, item in enumerate(items):
            item.sort_order = order
        setattr(parent, name, items)


def fill(
    model: type[M],
    rows: Sequence[Row],
    *,
    make: Callable[[Row], M],
    identities: Sequence[tuple[str, ...]],
    created: Created,
) -> dict[str, M]:
    """For each row, under its first identity: the object already there, left as it is, or a new one from `make`.

    `identities` are tuples of fields, the surest first: an object with the same values in one of them is the row's.
    """
    present = list(model._default_manager.all())
    found: dict[str, M] = {}
    for row in rows:
        item = next(filter(None, (_same(present, row, fields) for fields in identities)), None)
        if item is None:
            item = make(row)
            item.save()
            created[model] += 1
        found[row[identities[0][0]]] = item
    return found


def _same(present: Sequence[M], row: Row, fields: tuple[str, ...]) -> M | None:
    """The object with the values of `row` in all `fields`; none when the row leaves one of them empty."""
    if not all(row[field] for field in fields):
        return None
    return next((item for item in present if all(getattr(item, field) == row[field] for field in fields)), None)
