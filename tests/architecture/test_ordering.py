"""Lists that people see are in French order: no name is sorted by its raw signs (decision 0066)."""

import ast
from collections.abc import Iterator

from django.apps import apps

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
    models = [model for model in apps.get_models() if model.__module__.partition(".")[0] in APPS]
    assert [f"{model.__name__}: {order}" for model in models for order in model._meta.ordering if is_raw(order)] == []


def test_raw_orders_are_found():
    source = 'x.order_by("a", "-authority__short_name", F("title").asc()); y.order_by("title__french", "pk")'
    assert list(raw_orders(ast.parse(source))) == ["-authority__short_name", "title"]
    assert list(raw_orders(ast.parse('ordering = ["order", "label"]'))) == ["label"]
