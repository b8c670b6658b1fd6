"""A file, a concept of the model and a function are read in one go; each exception stands here with its reason."""

import ast
import inspect
from pathlib import Path

from django.apps import apps
from django.db import models

from tests.harness.sources import APPS, ROOT, functions, name, python_files

FILE_LINES = 400
MODELS_LINES = 300
FUNCTION_LINES = 40
#: Where classes of models stand, abstract ones included.
HOLDING_MODELS = {
    Path(inspect.getfile(parent))
    for model in apps.get_models()
    for parent in model.__mro__
    if issubclass(parent, models.Model) and parent.__module__.split(".")[0] in APPS
}
#: "path" or "path::function" → why it may be longer.
ALLOWED: dict[str, str] = {}


def limit(path: Path) -> int:
    """What a file holds decides, whatever its name."""
    return MODELS_LINES if path in HOLDING_MODELS else FILE_LINES


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def test_files_are_short():
    lines = {path: len(path.read_text().splitlines()) for path in python_files()}
    long = {name(path): count for path, count in lines.items() if count > limit(path)}
    assert {path: count for path, count in long.items() if path not in ALLOWED} == {}


def test_functions_are_short():
    lengths = {
        f"{name(path)}::{function.name}": length(function) for path in python_files() for function in functions(path)
    }
    long = {function: lines for function, lines in lengths.items() if lines > FUNCTION_LINES}
    assert {function: lines for function, lines in long.items() if function not in ALLOWED} == {}


def test_allowed_exceptions_exist():
    known = {name(path) for path in python_files()}
    assert {entry for entry in ALLOWED if entry.split("::")[0] not in known} == set()


def test_files_with_models_are_known():
    """Pages stand in files of their own name, not only in `models.py`."""
    assert {ROOT / "casestudies/evidence/assembly.py", ROOT / "hub/core/models.py"} <= HOLDING_MODELS
