"""CSV for French Excel, XLSX and JSON. The same rows always give the same bytes."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableColumn

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

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
#: What a spreadsheet takes for a number or a date when somebody edits its cell: codes, phone numbers, years.
_NUMBER_LIKE = re.compile(r"[+-]?\d[\d\s.,/:+-]*")

Tables = Iterable[tuple[Table, Sequence[Row]]]


def csv_bytes(table: Table, rows: Iterable[Row]) -> bytes:
    """RFC 4180 with what French Excel expects: UTF-8 with its mark, `;`, decimal comma, CR LF at the end of rows."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in rows:
        writer.writerow([_csv_cell(column, row[column.name]) for column in table.columns])
    return (BOM + text.getvalue()).encode("utf-8", "replace")


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


def xlsx_bytes(tables: Tables, *, title: str, made_on: date) -> bytes:
    """A workbook (ECMA-376), one sheet per table; `made_on` is written as its date, never the clock.

    It says its title and its language, and which row is that of headers: spreadsheets repeat them aloud and on paper.
    """
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = "Agorathèque"
    book.properties.language = "fr"
    book.properties.created = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).replace(tzinfo=None)
    for table, rows in tables:
        _fill(book.create_sheet(table.name[:SHEET_NAME]), table, rows)
    written = io.BytesIO()
    book.save(written)
    return _without_clock(written.getvalue(), made_on)


def _fill(sheet: Any, table: Table, rows: Sequence[Row]) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, column.name, header=True) for column in table.columns])
    for row in rows:
        sheet.append([_xlsx_value(sheet, column, row[column.name]) for column in table.columns])
    sheet.print_title_rows = f"{HEADERS}:{HEADERS}"
    sheet.tables.add(_with_headers(table, HEADERS + len(rows)))


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


def _without_clock(archive: bytes, made_on: date) -> bytes:
    """The same workbook with `made_on` wherever the library wrote the present instant."""
    stamp = b"\\g<1>" + f"{made_on.isoformat()}T00:00:00Z".encode()
    stable = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            content = read.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(stamp, content)
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, content)
    return stable.getvalue()


def _csv(table: Table, rows: Sequence[Row], made_on: date) -> bytes:
    return csv_bytes(table, rows)


def _json(table: Table, rows: Sequence[Row], made_on: date) -> bytes:
    return json_bytes(rows)


def _xlsx(table: Table, rows: Sequence[Row], made_on: date) -> bytes:
    return xlsx_bytes([(table, rows)], title=table.title, made_on=made_on)


#: Extension → its media type and what writes one table in it.
FORMATS: dict[str, tuple[str, Callable[[Table, Sequence[Row], date], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "json": ("application/json; charset=utf-8", _json),
}
