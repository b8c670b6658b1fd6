"""What stored blocks say, read as the database holds them: no query, and no block is built."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.html import format_html, format_html_join

from hub.core.blocks.cells import rows_of

Raw = dict[str, Any]


def picture_numbers(stored: Any) -> Iterator[int]:
    """The pictures of a whole body, at any depth."""
    if isinstance(stored, dict):
        if stored.get("type") == "picture" and stored["value"].get("image"):
            yield stored["value"]["image"]
        else:
            yield from picture_numbers(list(stored.values()))
    elif isinstance(stored, list):
        for each in stored:
            yield from picture_numbers(each)


def running_text(more: Iterable[Raw]) -> Iterator[str]:
    """The running text of `more`, in reading order, as HTML: not what others say, nor titles."""
    for block in more:
        if block["type"] == "text":
            yield block["value"]
        elif block["type"] == "table":
            for row in rows_of(block["value"].get("cells", "")):
                yield format_html_join("", "<div>{}</div>", ((cell,) for cell in row))


def as_prose(more: Iterable[Raw]) -> str:
    """All that `more` says, with what an editor may write in running text: for those who take texts away."""
    return "".join(_WRITERS[block["type"]](block["value"]) for block in more if block["type"] in _WRITERS)


def _heading(value: str) -> str:
    return format_html("<p><b>{}</b></p>", value)


def _picture(value: Raw) -> str:
    said = [value.get("alternative"), value.get("caption"), value.get("credit")]
    return format_html("<p>[Image : {}]</p>", " – ".join(filter(None, said)) or "décorative")


def _quotation(value: Raw) -> str:
    where = ", ".join(filter(None, [value.get("author"), value.get("source")]))
    return format_html("<p>« {} » ({})</p>", value.get("text", ""), where)


def _table(value: Raw) -> str:
    """A row is an item, in which each cell follows the title of its column."""
    rows = rows_of(value.get("cells", ""))
    head = rows.pop(0) if value.get("header_row") and rows else []
    items = format_html_join("", "<li>{}</li>", ((" ; ".join(_cells(row, head)),) for row in rows))
    return format_html("<p><b>{}</b></p><ul>{}</ul>", value.get("caption", ""), items)


def _cells(row: list[str], head: list[str]) -> Iterator[str]:
    for number, cell in enumerate(row):
        title = head[number] if number < len(head) else ""
        yield f"{title} : {cell}" if title else cell


_WRITERS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "heading": _heading,
    "picture": _picture,
    "quotation": _quotation,
    "table": _table,
}
