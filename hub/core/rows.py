"""What a browser says about the rows of a form, checked against the rows that it sent.

Forms with many rows carry counts beside them. A missing, absurd or untrue count loses rows without a word, or is a
fault: the rows themselves are the truth. Two kinds: formsets (`facts-TOTAL_FORMS`, `facts-0-id`) and blocks of a
text (`practice-count`, `practice-0-order`). A row of a formset may have a field named `count`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

#: Rows of one kind; Django itself reads no more than this.
MOST = 1000
_ROW = re.compile(r"-([0-9]{1,6})(?=-|$)")
_FORMSET = re.compile(r"(.+)-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS")
_COUNT = re.compile(r"(.+)-count")
MISCOUNTED = (
    "Le navigateur n’a pas envoyé toute la page, ou a mal compté ses lignes. Rien n’est enregistré, et ce qui est "
    "arrivé est affiché ici : relisez, puis enregistrez de nouveau."
)


class CountedRows(forms.BaseForm):
    """For forms of the administration: rows that were miscounted are shown again with a sentence, never stored."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        counted = recounted(data) if isinstance(data, QueryDict) else data
        self.is_miscounted = counted is not data
        super().__init__(counted, *args, **kwargs)

    def clean(self) -> Any:
        if self.is_miscounted:
            self.add_error(None, MISCOUNTED)
        return super().clean()


def recounted(data: QueryDict) -> QueryDict:
    """`data` itself when its counts are true; otherwise a copy whose counts and orders are those of the rows sent."""
    rows: dict[str, set[int]] = defaultdict(set)
    for name in data:
        for row in _ROW.finditer(name):
            rows[name[: row.start()]].add(int(row[1]))
    formsets = {found[1] for name in data if (found := _FORMSET.fullmatch(name))}
    blocks = {found[1] for name in data if (found := _COUNT.fullmatch(name)) and not _is_row(found[1], formsets)}
    blocks |= {prefix for prefix, numbers in rows.items() if _any(data, prefix, numbers, "deleted")}
    right = {
        **{name: value for prefix in formsets for name, value in _formset(data, prefix, rows[prefix])},
        **{name: value for prefix in blocks for name, value in _blocks(data, prefix, rows[prefix])},
    }
    wrong = {name: value for name, value in right.items() if data.get(name) != value}
    if not wrong:
        return data
    copy = data.copy()
    for name, value in wrong.items():
        copy[name] = value
    return copy


def _is_row(prefix: str, formsets: set[str]) -> bool:
    owner, _, number = prefix.rpartition("-")
    return owner in formsets and number.isdigit()


def _any(data: QueryDict, prefix: str, numbers: set[int], name: str) -> bool:
    return any(f"{prefix}-{number}-{name}" in data for number in numbers)


def _size(numbers: set[int]) -> int:
    return max((number + 1 for number in numbers if number < MOST), default=0)


def _formset(data: QueryDict, prefix: str, numbers: set[int]) -> Iterator[tuple[str, str]]:
    size = _size(numbers)
    yield f"{prefix}-TOTAL_FORMS", str(size)
    # The first rows are those that were there when the page was opened; those of a draft have no key.
    said = data.get(f"{prefix}-INITIAL_FORMS", "")
    stored = max((number + 1 for number in range(size) if data.get(f"{prefix}-{number}-id")), default=0)
    is_right = re.fullmatch(r"[0-9]{1,4}", said) and stored <= int(said) <= size
    if not (is_right and all(f"{prefix}-{number}-id" in data for number in range(int(said)))):
        yield f"{prefix}-INITIAL_FORMS", str(stored)
        for number in range(stored):
            yield f"{prefix}-{number}-id", data.get(f"{prefix}-{number}-id", "")


def _blocks(data: QueryDict, prefix: str, numbers: set[int]) -> Iterator[tuple[str, str]]:
    size = _size(numbers)
    yield f"{prefix}-count", str(size)
    orders = [data.get(f"{prefix}-{number}-order", "") for number in range(size)]
    in_order = all(re.fullmatch(r"[0-9]{1,6}", order) for order in orders) and len({*map(int, orders)}) == size
    have_types = _any(data, prefix, numbers, "type")
    for number in range(size):
        row = f"{prefix}-{number}"
        yield f"{row}-order", orders[number] if in_order else str(number)
        yield f"{row}-deleted", data.get(f"{row}-deleted", "" if number in numbers else "1")
        if have_types:
            yield f"{row}-type", data.get(f"{row}-type", "")
