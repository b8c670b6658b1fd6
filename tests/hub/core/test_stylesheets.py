"""Style sheets are written in pieces and served whole: the same bytes in development, in tests and in production."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from hub.core.stylesheets import SHEETS, StylesheetFinder, join, pieces

SOURCE = site_settings.STYLESHEETS_DIR


@pytest.fixture
def source(tmp_path, settings) -> Path:
    """A folder with two small sheets, in place of the site's."""
    settings.STYLESHEETS_DIR, settings.VAR_DIR = tmp_path / "css", tmp_path / "var"
    (tmp_path / "css" / "parts").mkdir(parents=True)
    files = {
        "site.css": '/* The site. */\n@import "two.css";\n@import "parts/one.css";\n',
        "admin.css": '@import "parts/one.css";\n',
        "two.css": "b {\n  color: red;\n}\n",
        "parts/one.css": "a {\n  color: blue;\n}\n",
    }
    for name, text in files.items():
        (settings.STYLESHEETS_DIR / name).write_text(text)
    return settings.STYLESHEETS_DIR


#: Organisers choose the colours of the public site on a screen that shows them.
IN_BOTH = SOURCE / "palettes.css"


def test_every_piece_stands_in_one_sheet_once():
    listed = [piece for sheet in SHEETS for piece in pieces(sheet)]
    listed.remove(IN_BOTH)
    assert sorted(listed) == sorted(set(SOURCE.rglob("*.css")) - {SOURCE / sheet for sheet in SHEETS})


def test_a_sheet_imports_its_pieces_and_says_nothing_else():
    lines = [line for sheet in SHEETS for line in (SOURCE / sheet).read_text().splitlines()]
    assert [line for line in lines if not line.startswith(("/*", '@import "'))] == []
    assert sum(line.startswith("@import") for line in lines) == sum(len(pieces(sheet)) for sheet in SHEETS)


def test_a_sheet_is_its_pieces_in_their_order(source):
    assert join("site.css").read_text() == "b {\n  color: red;\n}\n\na {\n  color: blue;\n}\n"
    assert join("admin.css").read_text() == "a {\n  color: blue;\n}\n"


def test_the_sheets_of_the_site_lose_only_comments():
    for sheet in SHEETS:
        lines = "\n".join(piece.read_text() for piece in pieces(sheet)).splitlines(keepends=True)
        assert join(sheet).read_text() == "".join(line for line in lines if not line.strip().startswith("/*"))


def test_a_comment_that_fills_its_line_is_left_out(source):
    text = 'a::after {\n  /* why */\n  content: "/* kept */"; /* kept too */\n  /* a */ color: red; /* b */\n}\n'
    (source / "parts" / "one.css").write_text("/* What it draws. */\n" + text)
    assert join("admin.css").read_text() == text.replace("  /* why */\n", "")


def test_a_changed_piece_changes_the_sheet(source):
    before = join("site.css").read_text()
    (source / "two.css").write_text("b {\n  color: green;\n}\n")
    assert finders.find("css/site.css") == str(join("site.css"))
    assert join("site.css").read_text() == before.replace("red", "green")


def test_an_unchanged_sheet_is_not_written_again(source):
    written = join("site.css").stat()
    assert join("site.css").stat() == written


def test_whoever_reads_keeps_a_whole_file(source):
    with join("admin.css").open() as reading:
        (source / "parts" / "one.css").write_text("i {}\n")
        assert join("admin.css").read_text() == "i {}\n"
        assert reading.read() == "a {\n  color: blue;\n}\n"


def test_writers_at_once_leave_a_whole_file(source):
    versions = [f"{letter} {{}}" * 1_000_000 for letter in "ab"]

    def write(writer: int) -> set[str]:
        seen = set()
        for turn in range(15):
            piece = source / f"{writer}.new"
            piece.write_text(versions[(turn + writer) % 2])
            piece.replace(source / "parts" / "one.css")
            seen.add(join("admin.css").read_text())
        return seen

    with ThreadPoolExecutor(4) as pool:
        seen = set().union(*pool.map(write, range(4)))
    assert sorted((text[0], len(text)) for text in seen) == [("a", 4_000_000), ("b", 4_000_000)]
    assert [path.name for path in join("admin.css").parent.iterdir()] == ["admin.css"]


def test_finders_know_the_sheets_and_not_their_pieces():
    joined = {name: str(site_settings.VAR_DIR / "css" / name) for name in SHEETS}
    assert {name: finders.find(f"css/{name}") for name in SHEETS} == joined
    assert finders.find("css/site.css", find_all=True) == [joined["site.css"]]
    asked = ["css/base.css", "base.css", "site.css", "css/../css/site.css", "css/components/button.css"]
    assert [finders.find(name) for name in asked] == [None] * len(asked)


def test_collectstatic_takes_the_sheets():
    report = io.StringIO()
    call_command("collectstatic", dry_run=True, interactive=False, stdout=report)
    ours = [line for line in report.getvalue().splitlines() if line.endswith(".css'") and str(SOURCE.parent) in line]
    taken = [
        name for name in SHEETS if f"Pretending to copy '{site_settings.VAR_DIR / 'css' / name}'" in report.getvalue()
    ]
    assert (taken, ours) == (list(SHEETS), [])


def test_listed_sheets_go_to_the_folder_of_their_addresses():
    listed = [(f"{storage.prefix}/{name}", storage.path(name)) for name, storage in StylesheetFinder().list([])]
    assert listed == [(f"css/{name}", str(site_settings.VAR_DIR / "css" / name)) for name in SHEETS]
    assert [name for name, _ in StylesheetFinder().list(["admin*"])] == ["site.css"]
