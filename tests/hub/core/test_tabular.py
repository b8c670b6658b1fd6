"""Writers of tables: what is written reads back, nothing is run, the same rows give the same bytes."""

import csv
import io
import json
import weakref
from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hub.core.tabular import FORMATS, Kind, Made, Row, Table, computed, weight
from hub.core.tabular.writers import DANGEROUS, plain_text
from hub.core.validators import clean_text

TABLE = Table(
    "essai",
    "Essai",
    (
        computed("texte", "texte", str),
        computed("nombre", "nombre", float, Kind.DECIMAL),
        computed("liste", "liste", list, Kind.LIST),
    ),
)
TEXTS = st.text(alphabet=st.one_of(st.sampled_from("=+-@\t\r\n;\"'|＝é"), st.characters(codec="utf-8")), max_size=30)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "texte": TEXTS,
            "nombre": st.none()
            | st.integers(-(10**6), 10**6)
            | st.integers(-(10**8), 10**8).map(lambda cents: cents / 100),
            "liste": st.lists(st.text("abc", min_size=1, max_size=3), max_size=3),
        }
    ),
    max_size=5,
)


def written(rows: Iterable[Row], extension: str) -> bytes:
    to = io.BytesIO()
    FORMATS[extension][1](to, TABLE, rows, date(2026, 11, 22))
    return to.getvalue()


@given(ROWS)
def test_csv_has_a_record_per_row_and_no_formula(rows):
    text = written(rows, "csv").decode("utf-8")
    header, *records = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert header == ["texte", "nombre", "liste"]
    assert len(records) == len(rows)
    for record, row in zip(records, rows, strict=True):
        assert not record[0].startswith(DANGEROUS)
        assert record[0].removeprefix("'") == row["texte"].replace("\r\n", "\n").replace("\r", "\n").removeprefix("'")
        assert "." not in record[1]
        assert record[2] == " | ".join(row["liste"])


@settings(max_examples=25)
@given(ROWS)
def test_workbook_holds_texts_and_numbers(rows):
    sheet = load_workbook(io.BytesIO(written(rows, "xlsx")))["essai"]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "inlineStr"}
    assert sheet.max_row == len(rows) + 1
    for number, row in enumerate(rows, 2):
        shown = sheet.cell(number, 1).value or ""
        assert shown.split() == clean_text(row["texte"]).split()
        assert sheet.cell(number, 2).value == row["nombre"]


def test_workbook_keeps_its_bytes():
    rows = [{"texte": "un", "nombre": 1.5, "liste": ["a"]}]
    assert written(rows, "xlsx") == written(rows, "xlsx")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_workbook_says_its_title_its_language_and_its_headers(count):
    rows = [{"texte": "un", "nombre": 1.5, "liste": []}] * count
    book = load_workbook(io.BytesIO(written(rows, "xlsx")))
    assert (book.properties.title, book.properties.language) == ("Essai", "fr")
    (shown,) = book["essai"].tables.values()
    assert [column.name for column in shown.tableColumns] == ["texte", "nombre", "liste"]
    assert (shown.ref, shown.headerRowCount) == (f"A1:C{max(count, 1) + 1}", 1)
    assert book["essai"].print_title_rows == "$1:$1"


@given(ROWS)
def test_json_reads_back(rows):
    assert json.loads(written(rows, "json")) == rows


class Seen(dict):
    """A row that tells when nobody holds it any more."""


@pytest.mark.parametrize("extension", FORMATS)
def test_a_row_is_forgotten_once_it_is_written(extension):
    made: list[weakref.ref] = []
    held: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(100):
            held.append(sum(each() is not None for each in made))
            row = Seen(texte="un", nombre=number, liste=[])
            made.append(weakref.ref(row))
            yield row
            del row

    written(rows(), extension)
    assert (len(held), max(held) <= 2) == (100, True)


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_first_rows_are_written_before_the_last_one_is_read(extension):
    to, sizes = io.BytesIO(), []

    def rows() -> Iterator[Row]:
        for number in range(2_000):
            sizes.append(to.getbuffer().nbytes)
            yield {"texte": "un texte", "nombre": number, "liste": []}

    FORMATS[extension][1](to, TABLE, rows(), date(2026, 11, 22))
    assert (sizes[0], sizes[-1] > len(to.getvalue()) // 2) == (0, True)


def test_a_made_file_is_read_by_several_at_once_and_has_the_validator_of_its_bytes():
    content = bytes(range(256)) * 1_000
    made, same, other = (Made(lambda to, each=each: to.write(each)) for each in (content, content, content[1:]))
    assert [b"".join(blocks) for blocks in zip(*zip(made.blocks(), made.blocks(), strict=True), strict=True)] == [
        content,
        content,
    ]
    assert (made.size, made.etag == same.etag, made.etag == other.etag) == (256_000, True, False)


def test_rich_text_in_a_cell_has_a_line_per_paragraph():
    assert plain_text("<p>Un &amp; deux</p><ul><li>trois</li></ul>") == "Un & deux\ntrois"


def test_weights_are_rounded_up():
    assert [weight(size) for size in (0, 1, 1000, 1001, 999_999, 1_000_000, 1_210_000)] == [
        "0 Ko",
        "1 Ko",
        "1 Ko",
        "2 Ko",
        "1000 Ko",
        "1,0 Mo",
        "1,3 Mo",
    ]
