"""Which tests run which line, as `make coverage` measured it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from coverage import CoverageData

from bench.mutations import Mutant

ROOT = Path(__file__).resolve().parents[1]
#: A line that more tests run is known by those nearest to it: what they don't see counts as not seen.
MOST_TESTS = 150


@dataclass
class Contexts:
    """Which tests run which line, as `make coverage` measured it."""

    data: CoverageData
    sizes: Counter[str] = field(default_factory=Counter)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in self.data.measured_files():
            named = {line: _tests(found) for line, found in self.data.contexts_by_lineno(file).items()}
            self.lines[Path(file).relative_to(ROOT).as_posix()] = named
            for found in named.values():
                self.sizes.update(found)

    def tests(self, mutant: Mutant) -> list[str]:
        """Those of the same room and of a file of the same name first, then those that run the fewest lines."""
        app, named = f"tests/{mutant.path.partition('/')[0]}/", f"/test_{Path(mutant.path).stem}.py::"
        room = f"tests/{Path(mutant.path).parent.as_posix().removesuffix('/actions').removesuffix('/views')}/"
        lines = self.lines.get(mutant.path, {})
        first, last = mutant.lines
        found = {test for line in range(first, last + 1) for test in lines.get(line, ())}
        if not mutant.function:
            found |= self._reading(mutant) or {test for tests in lines.values() for test in tests}
        own = f"{room}test_{Path(mutant.path).stem}.py"
        whole_file = [own] if not mutant.function and (ROOT / own).exists() else []

        def distance(test: str) -> tuple[bool, int, str]:
            is_near = test.startswith(room) or (test.startswith(app) and named in test)
            return not is_near, self.sizes[test], test

        return whole_file + sorted(found, key=distance)[:MOST_TESTS]

    def _reading(self, mutant: Mutant) -> set[str]:
        """Tests of the lines that read what the line of `mutant` gives; a name in small letters is read in its file."""
        reads = re.compile(rf"\b{mutant.name}\b")
        files = self.lines if mutant.name.strip("_").isupper() else [mutant.path]
        return {
            test
            for file in files
            for number, text in enumerate((ROOT / file).read_text().splitlines(), 1)
            if mutant.name and reads.search(text)
            for test in self.lines.get(file, {}).get(number, ())
        }


def _tests(contexts: Iterable[str]) -> set[str]:
    """The walk over all addresses is done once for many tests: it can't be asked again for each fault."""
    return {name.partition("|")[0] for name in contexts if name and not name.startswith("tests/guards/")}
