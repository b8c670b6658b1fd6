"""What may follow the text of a section or of a step. Levels of headings are fixed by the templates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from hub.core.blocks.picture import PictureBlock
from hub.core.blocks.prose import ProseBlock
from hub.core.blocks.table import TableBlock
from hub.core.enums import Language
from hub.core.rows import MISCOUNTED


class HeadingBlock(blocks.CharBlock):
    """Alone in its block, a box has no label of its own in the editor."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)
        self.field.widget.attrs["aria-label"] = "Intertitre"

    class Meta:
        label = "Intertitre"
        icon = "title"
        template = "blocks/heading.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Citation", max_length=1200, rows=3, help_text="Sans guillemets : la page les met.")
    author = blocks.CharBlock(label="Qui le dit", max_length=160)
    source = blocks.CharBlock(
        label="Où", required=False, max_length=240, help_text="Le document ou la rencontre, et sa date."
    )
    language = blocks.ChoiceBlock(label="Langue", choices=Language.choices, default=Language.FRENCH)

    class Meta:
        label = "Citation"
        icon = "openquote"
        template = "blocks/quotation.html"


class MoreBlock(blocks.StreamBlock):
    """One level only: what stands in a section can't hold another section."""

    text = ProseBlock(icon="pilcrow")
    heading = HeadingBlock()
    picture = PictureBlock()
    table = TableBlock()
    quotation = QuotationBlock()

    class Meta:
        label = "Suite"
        required = False
        help_text = "Images, tableaux, citations, intertitres, et du texte entre eux."

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> blocks.StreamValue:
        """Half of a page, or an editor opened before an upgrade, does not say how many blocks there are."""
        if f"{prefix}-count" in data:
            return super().value_from_datadict(data, files, prefix)
        value = self.empty_value()
        value.was_sent = False
        return value

    def clean(self, value: Any) -> Any:
        if not getattr(value, "was_sent", True):
            raise ValidationError(MISCOUNTED)
        return super().clean(value)


class MoreAdapter(StreamBlockAdapter):
    """In the browser, a stream which a table that is pasted into a text can join (hub/static/js/editor.js)."""

    js_constructor = "hub.core.blocks.More"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["js/more.js"])


register(MoreAdapter(), MoreBlock)
