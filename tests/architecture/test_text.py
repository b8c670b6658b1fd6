"""Habits that a look at the text can watch."""

import re

from tests.harness.sources import APPS, ROOT, name, python_files, template_files

VAGUE_NAMES = {"common", "helpers", "misc", "services", "tools", "utils"}
QUERY_STRING = re.compile(r"\brequest\.(?:GET|POST)(?:\[|\.(?:get|getlist|items|dict)\b)")
#: «les élu·es»: screen readers spell the dot; the founding text may be quoted with it (starter content).
INCLUSIVE_DOT = re.compile(r"[^\W\d_]+·[^\W\d_]+")
MACHINE_PATH = re.compile(r"(?<![\w.}/])/(?:work|root|opt|home/\w+)/\w")
#: The beginning of a public address; those of views stand in urls.py, those of pages belong to editors.
SECTIONS = "|".join(
    (
        "accessibilite",
        "agenda",
        "assemblees",
        "comptes-rendus",
        "confidentialite",
        "definition",
        "donnees",
        "etudes-de-cas",
        "glossaire",
        "le-groupe",
        "mentions-legales",
        "mon-espace",
        "recherche",
        "reperes",
        "temoignages",
        "themes",
        "ateliers",
        "etiquettes",
        "proposer-un-temoignage",
    )
)
LITERAL_ADDRESS = re.compile(rf"""["']/(?:{SECTIONS})/""")
OTHER_FILES = ("Makefile", "pyproject.toml", "README.md", "CONTRIBUTING.md", ".env.example", ".ci/run")


def test_query_string_goes_through_a_form():
    readers = {path for path in python_files(*APPS) if QUERY_STRING.search(path.read_text())}
    assert {name(path) for path in readers if path.name not in {"forms.py", "filters.py"}} == set()


def test_file_names_say_what_is_inside():
    assert {name(path) for path in python_files() if path.stem in VAGUE_NAMES} == set()


def test_interface_has_no_inclusive_dot():
    files = [path for path in [*python_files(*APPS), *template_files()] if "starter" not in path.parts]
    assert {name(path): dots for path in files if (dots := INCLUSIVE_DOT.findall(path.read_text()))} == {}


def test_requirements_name_no_address():
    assert {name(path) for path in (ROOT / "requirements").iterdir() if "://" in path.read_text()} == set()


def test_no_path_of_one_machine():
    others = [ROOT / other for other in OTHER_FILES if (ROOT / other).exists()]
    folders = [ROOT / "requirements", ROOT / "docs", ROOT / "deploy"]
    others += [path for folder in folders for path in folder.rglob("*") if path.suffix not in {".png", ".py"}]
    files = [path for path in [*python_files(), *template_files(), *others] if path.is_file()]
    assert {name(path) for path in files if MACHINE_PATH.search(path.read_text())} == set()


def test_code_writes_no_address_of_a_page():
    found = {name(path) for path in python_files(*APPS) if LITERAL_ADDRESS.search(path.read_text())}
    assert found == set()
    assert LITERAL_ADDRESS.search('trail = [("Ateliers", "/ateliers/")]')


#: A file or a folder of ours, as documents name it.
NAMED_FILE = re.compile(r"`((?:casestudies|workshops|glossary|hub|tests|deploy|bench|docs)/[\w./-]*?)`")


def exists(named: str) -> bool:
    """A file, with or without `.py`, or a template."""
    return any(path.exists() for path in (ROOT / named, ROOT / f"{named}.py", ROOT / "templates" / named))


def test_documents_name_files_that_exist():
    """A document that names a file which has moved sends its reader nowhere."""
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {(name(path), found) for path in documents for found in NAMED_FILE.findall(path.read_text())}
    assert {(path, found) for path, found in named if not exists(found)} == set()
    assert len(named) > 20


def test_documents_name_tests_that_exist():
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {found for path in documents for found in re.findall(r"`(test_\w+\.py)`", path.read_text())}
    assert named - {path.name for path in (ROOT / "tests").rglob("test_*.py")} == set()
    assert named != set()
