"""The files of the project, for the tests that read them."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("hub", "workshops", "casestudies", "glossary")


def python_files(*folders: str) -> list[Path]:
    """Python sources below `folders` (all by default), without migrations."""
    found = [] if folders else [ROOT / "manage.py"]
    for folder in folders or (*APPS, "deploy", "tests", "bench"):
        found += [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    return sorted(found)


def template_files() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
