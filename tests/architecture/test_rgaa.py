"""The sheet of RGAA has each of its 106 criteria once, with where we stand and what shows it."""

import re

from tests.harness.sources import ROOT

SHEET = (ROOT / "docs/rgaa.md").read_text()
#: How many criteria each of the thirteen themes of RGAA 4.1.2 has.
THEMES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
STATES = {"conforme", "non applicable", "non conforme", "dérogation"}
ROW = re.compile(r"^\| (\d+\.\d+) \|([^|]+)\|([^|]+)\|([^|]+)\|$", re.MULTILINE)
#: Lines that look like a row, however badly written.
ANY_ROW = re.compile(r"^\|\s*\d+\.\d+", re.MULTILINE)
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)`")
BY_HAND = re.compile(r"\bM\d+\b")
#: What was once not met, and must not be lost again.
KEPT = {"3.2", "7.5", "8.7", "10.5", "10.11", "10.12", "11.10", "12.5", "12.8"}


def rows() -> dict[str, tuple[str, str, str]]:
    return {number: (asked.strip(), state.strip(), proof.strip()) for number, asked, state, proof in ROW.findall(SHEET)}


def test_every_criterion_stands_there_once():
    numbers = [f"{theme}.{rank}" for theme, count in enumerate(THEMES, start=1) for rank in range(1, count + 1)]
    assert [found[0] for found in ROW.findall(SHEET)] == numbers
    assert (len(numbers), len(ANY_ROW.findall(SHEET))) == (106, 106)


def test_every_criterion_has_words_a_state_and_a_proof():
    wrong = {number for number, (asked, state, _) in rows().items() if not asked or state not in STATES}
    unproved = {
        number for number, (*_, proof) in rows().items() if not (NAMED_TEST.search(proof) or BY_HAND.search(proof))
    }
    assert (wrong, unproved) == (set(), set())


def test_proofs_exist():
    known = set(re.findall(r"^\| \*\*(M\d+)\*\*", SHEET, re.MULTILINE))
    assert set(BY_HAND.findall(SHEET)) == known
    assert {path for path in NAMED_TEST.findall(SHEET) if not (ROOT / path).is_file()} == set()


def test_criteria_that_were_mended_stay_met():
    assert {number: rows()[number][1] for number in KEPT} == dict.fromkeys(KEPT, "conforme")


def test_states_are_counted_as_the_sheet_says():
    """The sum stands at the top for whoever reads no further."""
    states = [state for _, state, _ in rows().values()]
    counts = [f"{states.count(state)} {words}" for state, words in COUNTED.items() if state in states]
    assert f"{' ; '.join(counts)}." in SHEET


COUNTED = {
    "conforme": "conformes",
    "non applicable": "non applicables",
    "non conforme": "non conformes",
    "dérogation": "en dérogation",
}
