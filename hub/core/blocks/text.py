"""The sections of a plain page. Heading levels are fixed by the templates: no editor can break the outline."""

from wagtail import blocks

from hub.core.blocks.more import MoreBlock
from hub.core.blocks.prose import ProseBlock


class SectionBlock(blocks.StructBlock):
    """A titled section of a page: the title stands in the label column."""

    heading = blocks.CharBlock(label="Titre de la section", max_length=120)
    note = blocks.CharBlock(
        label="Note sous le titre", required=False, max_length=240, help_text="Une phrase en petit, facultative."
    )
    text = ProseBlock()
    more = MoreBlock()

    class Meta:
        label = "Section"
        icon = "title"
        template = "blocks/section.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a plain page."""

    section = SectionBlock()

    class Meta:
        required = False
