"""StreamField blocks shared by all apps."""

from hub.core.blocks.text import BodyBlock, ProseBlock, SectionBlock

__all__ = ["BodyBlock", "ProseBlock", "SectionBlock"]
