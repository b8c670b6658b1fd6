"""Style sheets are read like code: one declaration a line, one selector a line, short files that say what they draw."""

import re
from itertools import pairwise
from pathlib import Path

from tests.harness.sources import ROOT, name

FOLDER = ROOT / "hub" / "css"
LINE_SIGNS = 120
FILE_LINES = 300
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
INSIDE_PARENTHESES = re.compile(r"\([^()]*\)")
#: What stands before a brace: selectors, or the condition of a group of rules.
PRELUDE = re.compile(r"[^{};]+(?=\{)")


def style_files() -> list[Path]:
    return sorted(FOLDER.rglob("*.css"))


def without_words(css: str) -> str:
    """`css` without comments and quoted texts, whose signs mean nothing; as many lines as before."""
    css = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), css)
    return TEXT.sub('""', css)


def crowded_lines(css: str) -> list[str]:
    """Lines with more than one declaration, or with something beside a brace."""
    marks = {line.strip(): re.sub(r"[^{};]", "", line) for line in without_words(css).splitlines()}
    alone = {line for line, found in marks.items() if found in {"", ";"} or (found == "{" and line.endswith("{"))}
    return [line for line in marks if line not in alone | {"}"}]


def crowded_selectors(css: str) -> list[str]:
    """Lists of selectors that share a line."""
    css = without_words(css)
    while INSIDE_PARENTHESES.search(css):
        css = INSIDE_PARENTHESES.sub("", css)
    preludes = [found.group().strip() for found in PRELUDE.finditer(css)]
    return [prelude for prelude in preludes if not prelude.startswith("@") and re.search(r",[^\n]", prelude)]


def unexplained_importance(css: str) -> list[str]:
    """Declarations with !important, without a comment on their line or on the line above."""
    pairs = pairwise(["", *css.splitlines()])
    return [line.strip() for above, line in pairs if "!important" in line and not COMMENT.search(above + "\n" + line)]


def test_lines_have_one_declaration():
    crowded = {name(path): lines for path in style_files() if (lines := crowded_lines(path.read_text()))}
    assert crowded == {}


def test_lines_have_one_selector():
    crowded = {name(path): lists for path in style_files() if (lists := crowded_selectors(path.read_text()))}
    assert crowded == {}


def test_rules_stand_apart():
    touching = re.compile(r"\}\n[ ]*[^\s}].*")
    found = {name(path): lines for path in style_files() if (lines := touching.findall(path.read_text()))}
    assert found == {}


def test_lines_and_files_are_short():
    lines = {name(path): path.read_text().splitlines() for path in style_files()}
    assert {path: len(found) for path, found in lines.items() if len(found) > FILE_LINES} == {}
    assert [line for found in lines.values() for line in found if len(line) > LINE_SIGNS] == []
    assert lines != {}


def test_files_begin_with_what_they_draw():
    first = {name(path): path.read_text().partition("\n")[0] for path in style_files()}
    assert {path: line for path, line in first.items() if not re.fullmatch(r"/\* .+\. \*/", line)} == {}


def test_importance_has_its_reason():
    """!important is for what no rule may undo; specificity and order are enough for everything else."""
    found = {name(path): lines for path in style_files() if (lines := unexplained_importance(path.read_text()))}
    assert found == {}


def test_no_sheet_is_written_outside_the_folder():
    """What stands among static files would be served beside the joined sheets, unread by these rules."""
    assert [name(path) for path in (ROOT / "hub" / "static").rglob("*.css")] == []
