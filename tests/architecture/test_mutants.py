"""The tool that breaks the code on purpose: what it changes, and what its list of harmless faults names."""

import ast
from types import SimpleNamespace

from bench.mutants import EQUAL, equal, run_until_one_fails
from bench.mutations import mutants_of, mutated
from tests.harness.sources import ROOT

SOURCE = '''
LIMITS = {1, 2}

@organisers_only
def due(rows, now, name: "int | None" = None):
    """Said, not done: 3."""
    logger.info("started")
    if rows and not now:
        rows.filter(at__lt=now, max_length=9).update(x=f"{1}")
    return rows.first() or None
'''
CHANGES = [
    "{1, 2} → without 1",
    "{1, 2} → without 2",
    "1 → 2",
    "1 → 0",
    "2 → 3",
    "2 → 1",
    "@organisers_only → without @organisers_only",
]
INSIDE = [
    "rows and (not now) → never",
    "rows and (not now) → if not",
    "rows and (not now) → Or",
    "not now → without «not»",
    "rows.filter(at__lt=now, max_length=9).update(x=f'{1}') → nothing",
    "rows.filter(at__lt=now, max_length=9) → .exclude()",
    "at__lt=now → at__lte",
    "return rows.first() or None → return None",
    "rows.first() or None → And",
    "rows.first() → .last()",
]


def test_faults_are_those_of_bounds_conditions_and_lines():
    found = mutants_of("essai.py", SOURCE)
    assert sorted(each.change for each in found if not each.function) == sorted(CHANGES)
    assert sorted(each.change for each in found if each.function == "due") == sorted(INSIDE)


def test_every_fault_changes_the_code_once():
    written = [ast.unparse(mutated(SOURCE, each.number)) for each in mutants_of("essai.py", SOURCE)]
    assert len({ast.unparse(ast.parse(SOURCE)), *written}) == len(written) + 1


def test_harmless_faults_are_faults_of_today_with_a_reason():
    """A line whose code has changed since is taken away, or looked at again."""
    known = equal()
    paths = {title.partition(":")[0] for title in known}
    possible = {each.title for path in paths for each in mutants_of(path, (ROOT / path).read_text())}
    assert known - possible == set()
    lines = [line for line in EQUAL.read_text().splitlines() if not line.startswith("#")]
    assert len(lines) == len(known)


def test_test_that_is_named_twice_runs_once():
    """By its file and by its name: run again just after itself it would find no fixture, and see any fault."""
    ran = []
    hook = SimpleNamespace(pytest_runtest_protocol=lambda item, nextitem: ran.append((item.nodeid, nextitem)))
    config = SimpleNamespace(hook=hook)

    class Item:
        def __init__(self, nodeid):
            self.nodeid, self.config = nodeid, config

    one, two = Item("test_a.py::one"), Item("test_a.py::two")
    state = SimpleNamespace(teardown_exact=lambda following: None)
    session = SimpleNamespace(items=[one, two], testsfailed=0, _setupstate=state)
    assert run_until_one_fails(session, ["test_a.py", "test_a.py::two", "test_a.py::one"]) == ""
    assert ran == [("test_a.py::one", two), ("test_a.py::two", None)]
