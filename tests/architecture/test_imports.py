"""Who may import whom: the contracts are in pyproject.toml, their reasons in docs/architecture.md."""

import ast
import graphlib
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from tests.harness.sources import APPS, ROOT, functions, name, python_files

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
#: Folders whose files are of one kind: the contract of the room names the folder, the order inside is free.
OF_ONE_KIND = {"actions", "forms", "management", "migrations", "models", "templatetags", "views", "viewsets"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*APPS, cache_dir=None)


def test_contracts_are_kept():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_contracts_have_no_exemption():
    assert [contract["id"] for contract in CONTRACTS if "ignore_imports" in contract] == []


def test_every_module_lies_under_a_layer(graph):
    """Each folder of ours is a container, whose layers name all it holds, or a folder of one kind."""
    containers = {container for contract in CONTRACTS for container in contract.get("containers", [])}
    named = [layer for contract in CONTRACTS if contract["id"] == "apps" for layer in contract["layers"]]
    apps = {module.strip() for layer in named for module in layer.split("|")}
    assert [module for module in sorted(graph.modules) if unnamed(module, apps, containers)] == []


def unnamed(module: str, apps: set[str], containers: set[str]) -> bool:
    app = next((app for app in apps if module == app or module.startswith(f"{app}.")), None)
    if app is None:
        return module not in APPS
    folder = module.rpartition(".")[0]
    while folder.startswith(app):
        if folder not in containers and not OF_ONE_KIND & set(folder.split(".")):
            return True
        folder = folder.rpartition(".")[0]
    return False


@pytest.mark.parametrize("module", ["hub.news", "casestudies.archive.models", "workshops.agenda.printing.page"])
def test_a_new_folder_must_be_named(module):
    """What the test above would say of modules that no contract knows."""
    containers = {container for contract in CONTRACTS for container in contract.get("containers", [])}
    assert unnamed(module, {"hub.home", "casestudies", "workshops"}, containers)


def test_contracts_with_containers_are_exhaustive():
    partial = [contract["id"] for contract in CONTRACTS if "containers" in contract and not contract.get("exhaustive")]
    assert partial == []


def test_no_circle_of_files(graph):
    """Imports for type checkers count: a reader follows them too."""
    imports = {module: graph.find_modules_directly_imported_by(module) - {module} for module in graph.modules}
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_only_templatetags_import_templatetags(graph):
    """Tags and filters are for templates: what the domain needs of them stands below."""
    tags = {module for module in graph.modules if "templatetags" in module.split(".")}
    users = {user for tag in tags for user in graph.find_modules_that_directly_import(tag)}
    assert users - tags == set()


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
