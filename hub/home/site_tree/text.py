"""Plain text of the files, as StreamField content."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join

from casestudies.models import Source
from glossary.models import Theme
from hub.home.site_tree.data import Row, read

#: By key.
Sources = dict[str, Source]


def stream(kind: str, values: Iterable[dict[str, Any]]) -> str:
    """Blocks of one kind, as a StreamField stores them."""
    return json.dumps([_block(kind, value) for value in values])


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def sections(rows: Iterable[Row]) -> str:
    """The body of a plain page; what is quoted from the founding text says so."""
    return stream(
        "section",
        (
            {
                "heading": row["heading"],
                "note": "Texte fondateur" if row.get("quoted") else "",
                "text": "".join(_paragraph(paragraph) for paragraph in row["paragraphs"]),
            }
            for row in rows
        ),
    )


def _paragraph(text: str | Row) -> str:
    if isinstance(text, str):
        return format_html("<p>{}</p>", text)
    items = QUOTED_LISTS[text["list"]]()
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items)))


#: Lists of the founding text that other files hold.
QUOTED_LISTS = {
    "criteria": lambda: [row["wording"] for row in read("definition")["criteria"]],
    "themes": lambda: [" ".join(row["questions"]) for row in read("themes")],
    "workshops": lambda: [row["wording"] for row in read("workshops")["workshops"]],
}


def steps(rows: Iterable[Row], sources: Sources, themes: dict[str, Theme]) -> str:
    """One of the two parts of a case study; a step may be marked with a theme."""
    return stream(
        "step",
        (
            {
                "heading": row["heading"],
                "documented": row.get("documented", True),
                "text": format_html("<p>{}</p>", row["text"]),
                "theme": str(themes[row["theme"]].pk) if "theme" in row else "",
                "sources": [_block("item", sources[key].pk) for key in row["sources"]],
            }
            for row in rows
        ),
    )
