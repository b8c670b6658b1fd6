"""Do the tests see a fault? Breaks the code in small ways (`bench.mutations`), one at a time, and runs what covers it.

    make coverage                                      once: which test runs which line
    var/venv/bin/python -m bench.mutants               200 faults, chosen by a seed (--seed, --count)
    var/venv/bin/python -m bench.mutants --dense       every fault of seats, consent, permissions and transitions
    var/venv/bin/python -m bench.mutants --only hub/core/dates/when.py
    var/venv/bin/python -m tests.harness.postgres var/venv/bin/python -m bench.mutants --only FILE…
                                                       what only PostgreSQL runs, after a coverage made there

Prints those that no test sees, with file and line, and the share that was seen. `bench/mutants_equal.txt` names those
that change nothing anybody could see, each with its reason: they count for nothing. Tests are collected once, each
fault lives in a fork; one on a line that runs when its module is loaded has a process of its own. A fault that makes
tests run for ever is seen: a test that never ends fails.
"""

import argparse
import gc
import importlib.abc
import importlib.machinery
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from coverage import CoverageData
from django.db import connections

from bench.covering import Contexts
from bench.mutations import Mutant, mutants_of, mutated
from tests.harness.databases import SOURCES

ROOT = Path(__file__).resolve().parents[1]
EQUAL = Path(__file__).with_name("mutants_equal.txt")
DENSE = (
    "casestudies/proposals/transitions.py",
    "casestudies/proposals/consent_guard.py",
    "casestudies/proposals/links.py",
    "casestudies/publications/consent.py",
    "casestudies/publications/recording.py",
    "casestudies/moderating/viewsets/access.py",
    "casestudies/proposing/views/consent.py",
    "workshops/contributing/recording.py",
    "workshops/contributing/actions/own.py",
    "workshops/joining/doors.py",
    "workshops/registering/actions/seats.py",
    "workshops/registering/actions/asking.py",
    "workshops/registering/actions/desk.py",
    "hub/community/organisers.py",
    "hub/community/second_factor.py",
)
WIDE = (
    *DENSE,
    "*/**/actions.py",
    "*/**/actions/*.py",
    "hub/core/dates/when.py",
    "hub/core/lists/*.py",
    "casestudies/*/filters.py",
    "workshops/*/filters.py",
    "workshops/agenda/feeds.py",
    "workshops/agenda/told.py",
    "workshops/agenda/calendar.py",
    "workshops/subscribing/feeds.py",
    "workshops/subscribing/calendar.py",
    "hub/home/feeds.py",
    "glossary/linking.py",
    "hub/mail/sending.py",
    "workshops/registering/*.py",
    "workshops/registering/views/*.py",
    "hub/delivery/*.py",
)
#: Of the processor, for all the tests of one fault; and on the clock, should it wait.
CPU_SECONDS, SECONDS = 180, 900
#: Tests run before the first fork.
WARMING = 8
#: How a fork ends that could not try its fault: for a reason that is known, or not.
IMPOSSIBLE, BROKEN = 3, 2


@dataclass
class Result:
    mutant: Mutant
    tests: int
    #: Name of the test that saw the fault, «» when none did, «it never ended» when it ran for ever.
    seen_by: str
    seconds: float


# --- in the fork of a fault


def swap(mutant: Mutant) -> bool:
    """Give the functions of the loaded module the code of the mutant. False when that is not possible."""
    file = ROOT / mutant.path
    new = list(_codes(compile(mutated(file.read_text(), mutant.number), file, "exec")))
    codes = {_key(code): code for code in new if code.co_qualname.startswith(mutant.function)}
    if len(codes) < sum(code.co_qualname.startswith(mutant.function) for code in new):
        return False
    swapped = 0
    for function in [each for each in gc.get_objects() if type(each) is FunctionType]:  # no lazy object is opened
        code = function.__code__
        wanted = codes.get(_key(code)) if code.co_filename == str(file) else None
        if wanted is None:
            continue
        if code.co_freevars != wanted.co_freevars:
            return False
        function.__code__ = wanted
        swapped += 1
    return swapped > 0


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def run_until_one_fails(session: pytest.Session, names: list[str]) -> str:
    """Name of the first test that fails; «» when none does. A name may be that of a whole file."""
    items = {item.nodeid: [item] for item in session.items}
    for item in session.items:
        items.setdefault(item.nodeid.partition("::")[0], []).append(item)
    # each once: a test that follows itself would find its fixtures gone, and fail for that
    chosen = list(dict.fromkeys(item for name in names for item in items.get(name, [])))
    failed = ""
    for item, following in zip(chosen, [*chosen[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            failed = item.nodeid
            break
    session._setupstate.teardown_exact(None)
    return failed


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


# --- a process for a fault of a line that runs when its module is loaded


class MutantFinder(importlib.abc.MetaPathFinder):
    """Loads one module with its fault."""

    def __init__(self, path: str, number: int) -> None:
        self.file, self.number = ROOT / path, number
        self.module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)  # type: ignore[arg-type]  # given by Python itself
        if spec is not None:
            spec.loader = _MutantLoader(fullname, str(self.file), self.number)
        return spec


class _MutantLoader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, number: int) -> None:
        super().__init__(fullname, path)
        self.number = number

    def get_code(self, fullname: str) -> CodeType:
        return compile(mutated(Path(self.path).read_text(), self.number), self.path, "exec")


def run_alone(path: str, number: int, answer: Path) -> int:
    """The child of `in_a_process`: asks for the tests on its standard input."""
    sys.meta_path.insert(0, MutantFinder(path, number))
    names = json.load(sys.stdin)
    return pytest.main(_options(names), plugins=[Alone(names, answer)])


class Alone:
    def __init__(self, names: list[str], answer: Path) -> None:
        self.names, self.answer = names, answer

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.answer.write_text(run_until_one_fails(session, self.names))
        return True


def in_a_process(mutant: Mutant, names: list[str]) -> str:
    """Not on PostgreSQL, where its database would be that of this run: counts as not seen there."""
    if os.environ.get("DATABASE_URL"):
        return ""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer"
        env = dict(os.environ)
        if any(Path(mutant.path).match(pattern.removeprefix("**/")) for pattern in SOURCES):
            env["AGORA_VAR"] = folder  # migrations write what it says: the database is made anew
        command = [sys.executable, "-m", "bench.mutants", "--alone", mutant.path, str(mutant.number), str(answer)]
        try:
            subprocess.run(  # noqa: S603 -- our own command
                command,
                input=json.dumps(names),
                text=True,
                cwd=ROOT,
                env=env,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                preexec_fn=limited,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "it never ended"
        return answer.read_text() if answer.exists() else "the site does not start"


# --- the session that collects tests once


class Breaking:
    """Instead of running the tests: one fault after the other."""

    def __init__(self, mutants: list[Mutant], contexts: Contexts, log: Path) -> None:
        self.mutants, self.contexts, self.log = mutants, contexts, log
        self.results: list[Result] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        firsts = Counter(name for mutant in self.mutants for name in self.contexts.tests(mutant)[:1])
        # templates and addresses are read once, for all forks
        failed = run_until_one_fails(session, [name for name, _ in firsts.most_common(WARMING)])
        if failed:
            raise RuntimeError(f"{failed} fails without any fault: it would see them all")
        for mutant in self.mutants:
            begun = time.monotonic()
            names = self.contexts.tests(mutant)
            seen_by = self._seen_by(session, mutant, names) if names else ""
            result = Result(mutant, len(names), seen_by, time.monotonic() - begun)
            self.results.append(result)
            with self.log.open("a") as log:
                verdict = f"seen by {seen_by}" if seen_by else "NOT SEEN"
                log.write(f"{result.seconds:6.1f} s {mutant.line:4} {mutant.title}: {verdict} ({len(names)} tests)\n")
        return True

    def _seen_by(self, session: pytest.Session, mutant: Mutant, names: list[str]) -> str:
        if not mutant.function:
            return in_a_process(mutant, names)
        answer = _in_a_fork(session, mutant, names)
        return in_a_process(mutant, names) if answer is None else answer


def _in_a_fork(session: pytest.Session, mutant: Mutant, names: list[str]) -> str | None:
    """What `run_until_one_fails` says of the mutant; None when its code can't be put in place of the other."""
    with tempfile.NamedTemporaryFile() as file:
        answer, pid = Path(file.name), os.fork()
        if pid == 0:
            _live_in_a_fork(session, mutant, names, answer)
        status = _wait(pid)
        if os.WIFSIGNALED(status) or status == -1:
            return "it never ended"
        code = os.waitstatus_to_exitcode(status)
        if code == BROKEN:
            raise RuntimeError(answer.read_text())
        return None if code == IMPOSSIBLE else answer.read_text()


def _live_in_a_fork(session: pytest.Session, mutant: Mutant, names: list[str], answer: Path) -> None:
    code = BROKEN
    try:
        limited()
        for each in connections.all(initialized_only=True):
            if each.vendor == "postgresql":
                each.connection = None  # that of the parent, which goes on with it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        session.config.pluginmanager.unregister(name="terminalreporter")
        is_swapped = swap(mutant)
        if is_swapped:
            answer.write_text(run_until_one_fails(session, names))
        code = 0 if is_swapped else IMPOSSIBLE
    except BaseException:  # noqa: BLE001 -- whatever happens, the parent must not be run twice
        answer.write_text(traceback.format_exc())
    finally:
        os._exit(code)


def _wait(pid: int) -> int:
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return status
        time.sleep(0.02)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return -1


# --- what is chosen, what is said


def chosen(options: argparse.Namespace) -> list[Mutant]:
    patterns = options.only or (DENSE if options.dense else WIDE)
    paths = list(dict.fromkeys(path for pattern in patterns for path in sorted(ROOT.glob(pattern))))
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    ours = [name for name in names if not name.startswith(("tests/", "bench/", "deploy/", "var/"))]
    found = [mutant for name in ours for mutant in mutants_of(name, (ROOT / name).read_text())]
    if not (options.dense or options.only):
        found = random.Random(options.seed).sample(found, min(options.count, len(found)))  # noqa: S311 -- no secret
    known = equal()
    return sorted((each for each in found if each.title not in known), key=lambda each: (each.path, each.number))


def equal() -> set[str]:
    """Faults that change nothing: a line each, «name # reason»."""
    lines = EQUAL.read_text().splitlines() if EQUAL.exists() else []
    return {line.partition(" # ")[0] for line in lines if " # " in line and not line.startswith("#")}


def say(results: list[Result]) -> None:
    for result in results:
        if not result.seen_by:
            sys.stdout.write(f"{result.mutant.path}:{result.mutant.line}: {result.mutant.function or 'module'}: ")
            sys.stdout.write(f"{result.mutant.change} ({result.tests} tests)\n")
    seen = sum(bool(result.seen_by) for result in results)
    spent = sum(result.seconds for result in results)
    sys.stdout.write(f"seen {seen} of {len(results)} ({seen / max(len(results), 1):.1%}) in {spent:.0f} s\n")


def _options(names: list[str]) -> list[str]:
    files = sorted({name.partition("::")[0] for name in names})
    return ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", *files]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--dense", action="store_true")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--alone", nargs=3)
    options = parser.parse_args()
    if options.alone:
        path, number, answer = options.alone
        return run_alone(path, int(number), Path(answer))
    var = Path(os.environ.get("AGORA_VAR") or ROOT / "var")
    data = CoverageData(str(var / "coverage"))
    data.read()
    contexts, mutants = Contexts(data), chosen(options)
    names = [name for mutant in mutants for name in contexts.tests(mutant)]
    breaking = Breaking(mutants, contexts, var / "mutants.log")
    pytest.main(_options(names), plugins=[breaking])
    say(breaking.results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
