"""CSV for French Excel, XLSX and JSON, written row by row. The same rows always give the same bytes."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from html import unescape
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableColumn
from openpyxl.writer.excel import ExcelWriter

from hub.core.tabular.columns import Column, Kind, Plain, Row, Table
from hub.core.validators import clean_text

#: What a spreadsheet would run as a formula, full-width forms included (OWASP, «CSV Injection»).
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
BOM = "\ufeff"
#: Between the values of a list inside one cell.
SEPARATOR = " | "
#: Characters a cell of a spreadsheet can hold (ECMA-376, Excel's limits).
MAX_CELL = 32_767
#: Zip archives hold local times from 1980 on; a fixed one keeps the bytes the same.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
SHEET_NAME = 31
#: The row of headers.
HEADERS = 1

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
#: What a spreadsheet takes for a number or a date when somebody edits its cell: codes, phone numbers, years.
_NUMBER_LIKE = re.compile(r"[+-]?\d[\d\s.,/:+-]*")

Tables = Iterable[tuple[Table, Iterable[Row]]]


def write_csv(to: IO[bytes], table: Table, rows: Iterable[Row]) -> None:
    """The names of the columns, then each row in the words of `words`."""
    cells = ([_csv_cell(column, row[column.name]) for column in table.columns] for row in rows)
    write_lines(to, [column.name for column in table.columns], cells)


def write_lines(to: IO[bytes], head: list[str], lines: Iterable[list[str]]) -> None:
    """RFC 4180 with what French Excel expects: UTF-8 with its mark, `;`, CR LF at the end of lines."""
    text = io.TextIOWrapper(to, "utf-8", "replace", newline="")
    text.write(BOM)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(lines)
    text.detach()


def defused(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _csv_cell(column: Column, value: Plain) -> str:
    if isinstance(value, bool) or value is None or not isinstance(value, int | float):
        return defused(words(column, value)).replace("\r\n", "\n").replace("\r", "\n")
    return str(value).replace(".", ",")


def words(column: Column, value: Plain) -> str:
    """A value for people: the label of a code, «oui» or «non», a list in one cell, rich text without its tags."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return SEPARATOR.join(value)
    if column.kind is Kind.CODE:
        return dict(column.choices).get(str(value), str(value))
    if column.kind is Kind.RICH:
        return plain_text(str(value))
    return str(value)


def plain_text(html: str) -> str:
    """The words of a rich text, one line per paragraph or item."""
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n", html))).strip()


def json_bytes(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def write_json(to: IO[bytes], rows: Iterable[Row]) -> None:
    """A list, one row on each line."""
    mark = b"[\n"
    for row in rows:
        to.write(mark + json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
        mark = b",\n"
    to.write(b"\n]" if mark == b",\n" else b"[]")


def write_xlsx(to: IO[bytes], tables: Tables, *, title: str, made_on: date) -> None:
    """A workbook (ECMA-376), one sheet per table; `made_on` is written as its date, never the clock.

    It says its title and its language, and which row is that of headers: spreadsheets repeat them aloud and on paper.
    """
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = "Agorathèque"
    book.properties.language = "fr"
    book.properties.created = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).replace(tzinfo=None)
    book.properties.modified = book.properties.created
    for table, rows in tables:
        _fill(book.create_sheet(table.name[:SHEET_NAME]), table, rows)
    ExcelWriter(book, _Timeless(to, "w", zipfile.ZIP_DEFLATED)).save()


class _Timeless(zipfile.ZipFile):
    """An archive that tells no time: neither of the clock nor of the files put into it."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        super().writestr(self._entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with open(filename, "rb") as source, self.open(self._entry(arcname), "w") as entry:
            shutil.copyfileobj(source, entry)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, ZIP_EPOCH)
        entry.compress_type = self.compression
        return entry


def _fill(sheet: Any, table: Table, rows: Iterable[Row]) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, column.name, header=True) for column in table.columns])
    last = HEADERS
    for row in rows:
        sheet.append([_xlsx_value(sheet, column, row[column.name]) for column in table.columns])
        last += 1
    sheet.print_title_rows = f"{HEADERS}:{HEADERS}"
    sheet.tables.add(_with_headers(table, last))


def _with_headers(table: Table, last: int) -> SheetTable:
    """What says that the first row is that of headers; a table has one row under them at least, which may be empty."""
    ref = f"A{HEADERS}:{get_column_letter(len(table.columns))}{max(last, HEADERS + 1)}"
    shown = SheetTable(displayName=f"table_{table.name}".replace("-", "_"), ref=ref)
    shown.tableColumns = [TableColumn(id=rank, name=column.name) for rank, column in enumerate(table.columns, 1)]
    shown.autoFilter = AutoFilter(ref=ref)
    return shown


def _xlsx_value(sheet: Any, column: Column, value: Plain) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if column.kind is Kind.DAY:
        return date.fromisoformat(str(value))
    return _cell(sheet, words(column, value))


def _cell(sheet: Any, text: str, *, header: bool = False) -> WriteOnlyCell:
    """A cell of text: never a formula, an error code nor a number, whatever it begins with, even once edited."""
    cell = WriteOnlyCell(sheet, value=clean_text(text)[:MAX_CELL])
    cell.data_type = "s"
    if _NUMBER_LIKE.fullmatch(text):
        cell.number_format = "@"
    if header:
        cell.font = Font(bold=True)
    return cell


#: Extension → its media type and what writes one table in it.
FORMATS: dict[str, tuple[str, Callable[[IO[bytes], Table, Iterable[Row], date], None]]] = {
    "csv": ("text/csv; charset=utf-8", lambda to, table, rows, made_on: write_csv(to, table, rows)),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda to, table, rows, made_on: write_xlsx(to, [(table, rows)], title=table.title, made_on=made_on),
    ),
    "json": ("application/json; charset=utf-8", lambda to, table, rows, made_on: write_json(to, rows)),
}
