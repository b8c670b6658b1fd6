"""Running text."""

from wagtail import blocks

#: What an editor may use in running text; headings are blocks of their own.
PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class ProseBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        kwargs.setdefault("label", "Texte")
        super().__init__(**kwargs)
