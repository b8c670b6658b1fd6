"""Running text. Heading levels are fixed by the templates, so that an editor cannot break the outline of a page."""

from wagtail import blocks

#: What an editor may use in running text; headings are blocks of their own.
PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class ProseBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        kwargs.setdefault("label", "Texte")
        super().__init__(**kwargs)


class SectionBlock(blocks.StructBlock):
    """A titled section of a page: the title stands in the label column."""

    heading = blocks.CharBlock(label="Titre de la section", max_length=120)
    note = blocks.CharBlock(
        label="Note sous le titre", required=False, max_length=240, help_text="Une phrase en petit, facultative."
    )
    text = ProseBlock()

    class Meta:
        label = "Section"
        icon = "title"
        template = "blocks/section.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a plain page."""

    section = SectionBlock()

    class Meta:
        required = False
