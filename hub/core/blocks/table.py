"""A table in a text: its cells, which of them are headers, and the caption that says what it is about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from hub.core.blocks.cells import problem, rows_of, text_of

NO_HEADER = "Dites où sont les titres : sur la première ligne, dans la première colonne, ou les deux."


class CellsBlock(blocks.TextBlock):
    """Typed in a grid (hub/static/js/editor.js), or pasted; kept as text (hub.core.blocks.cells)."""

    @cached_property
    def field(self) -> forms.CharField:
        box = forms.Textarea(attrs={"rows": 6, "data-controller": "cells"})
        # Not stripped: the first cell is often empty.
        return forms.CharField(widget=box, strip=False, **self.field_options)

    def clean(self, value: str) -> str:
        """Its own fault is told here, and what was typed stays on the screen."""
        rows = rows_of(super().clean(value) or "")
        said = problem(rows)
        if said and (rows or not self.is_deferred_validation):
            raise ValidationError(said)
        return text_of(rows)


class TableValue(blocks.StructValue):
    @property
    def rows(self) -> list[list[str]]:
        return rows_of(self["cells"] or "")

    @property
    def head(self) -> list[str]:
        """The first row, when it holds the titles of the columns."""
        return self.rows[0] if self["header_row"] and self.rows else []

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """The other rows: the title of each, empty when its first cell is like the others, and its cells."""
        others = self.rows[1:] if self["header_row"] else self.rows
        return [(row[0], row[1:]) if self["header_column"] else ("", row) for row in others]


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        label="Titre du tableau", max_length=200, help_text="Affiché au-dessus. Dites ce que le tableau compare."
    )
    cells = CellsBlock(
        label="Cellules",
        help_text="Un tableau copié dans Word, LibreOffice, Excel ou une page web se colle dans une cellule.",
    )
    header_row = blocks.BooleanBlock(label="La première ligne contient des titres", required=False, default=True)
    header_column = blocks.BooleanBlock(label="La première colonne contient des titres", required=False)

    class Meta:
        label = "Tableau"
        icon = "table"
        template = "blocks/table.html"
        value_class = TableValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned["header_row"] or cleaned["header_column"]):
            raise StructBlockValidationError(block_errors={"header_row": ValidationError(NO_HEADER)})
        return cleaned
