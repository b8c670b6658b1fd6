"""Lists that people see are in French order: no name is sorted by its raw signs (decision 0066)."""

import ast
from collections.abc import Iterator, Sequence

import pytest
from django.apps import apps
from django.db import models

from glossary.models import Criterion
from tests.harness.sources import APPS, name, python_files

#: Last steps of what is sorted: names, in French.
NAMES = {"label", "name", "publisher", "short_label", "short_name", "title", "word"}
#: Where a raw name is sorted, and why nobody sees a wrong order there. A new one needs its reason here.
RAW: dict[str, str] = {}


def is_raw(order: object) -> bool:
    return isinstance(order, str) and order.removeprefix("-").rpartition("__")[2] in NAMES


def raw_orders(tree: ast.AST) -> Iterator[str]:
    """What `order_by`, `ordering = …` and `F(…).asc()` sort by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "order_by":
            values: list[ast.expr] = node.args
        elif isinstance(node, ast.Assign) and [getattr(each, "id", "") for each in node.targets] == ["ordering"]:
            values = [node.value]
        else:
            continue
        constants = (each for value in values for each in ast.walk(value) if isinstance(each, ast.Constant))
        yield from (str(each.value) for each in constants if is_raw(each.value))


def test_no_name_is_sorted_raw():
    found = {
        f"{name(path)}: {order}" for path in python_files(*APPS) for order in raw_orders(ast.parse(path.read_text()))
    }
    assert sorted(found) == sorted(RAW)


def test_no_model_of_ours_is_sorted_raw():
    ours = [model for model in apps.get_models() if model.__module__.partition(".")[0] in APPS]
    assert [f"{model.__name__}: {order}" for model in ours for order in model._meta.ordering if is_raw(order)] == []


def is_total(model: type[models.Model], ordering: Sequence[object]) -> bool:
    """No two rows may stand at the same place: a database gives those as it finds them, another time otherwise."""
    names = {str(order).removeprefix("-") for order in ordering}
    together = [set(each.fields) for each in model._meta.total_unique_constraints]
    alone = [{field.name} for field in model._meta.concrete_fields if field.unique]
    return any(unique <= names for unique in (*together, *alone, {"pk"}))


def test_every_order_of_ours_has_one_place_for_each_row():
    ours = [model for model in apps.get_models() if model.__module__.partition(".")[0] in APPS and model._meta.ordering]
    assert [model.__name__ for model in ours if not is_total(model, model._meta.ordering)] == []


@pytest.mark.parametrize(
    ("ordering", "total"),
    [(["number"], False), (["-number", "pk"], True), (["version"], False), (["version", "-number"], True)],
)
def test_order_that_leaves_two_rows_at_the_same_place_is_found(ordering, total):
    assert is_total(Criterion, ordering) == total


def test_raw_orders_are_found():
    source = 'x.order_by("a", "-authority__short_name", F("title").asc()); y.order_by("title__french", "pk")'
    assert list(raw_orders(ast.parse(source))) == ["-authority__short_name", "title"]
    assert list(raw_orders(ast.parse('ordering = ["order", "label"]'))) == ["label"]
