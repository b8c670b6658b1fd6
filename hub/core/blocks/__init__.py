"""StreamField blocks shared by all apps."""

from hub.core.blocks.more import MoreBlock
from hub.core.blocks.prose import ProseBlock
from hub.core.blocks.text import BodyBlock, SectionBlock

__all__ = ["BodyBlock", "MoreBlock", "ProseBlock", "SectionBlock"]
