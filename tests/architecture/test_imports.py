"""Who may import whom: the contracts are in pyproject.toml, their reasons in docs/architecture.md."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.harness.sources import APPS, ROOT, functions, name, python_files


def test_contracts_are_kept():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_import_of_ours_inside_a_function():
    """An inline import hides an arrow. AppConfig.ready() is where Django wants them: apps are loaded by then."""
    inline = {
        f"{name(path)}::{function.name}": ours
        for path in python_files(*APPS)
        for function in functions(path)
        if not is_ready_hook(path, function) and (ours := imported_apps(function))
    }
    assert inline == {}


def is_ready_hook(path: Path, function: ast.AST) -> bool:
    return path.name == "apps.py" and getattr(function, "name", "") == "ready"


def imported_apps(function: ast.AST) -> set[str]:
    """Those of our packages that `function` imports itself."""
    modules = []
    for node in ast.walk(function):
        if isinstance(node, ast.ImportFrom):
            modules.append(node.module or "")
        elif isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
    return {module.split(".")[0] for module in modules} & set(APPS)
