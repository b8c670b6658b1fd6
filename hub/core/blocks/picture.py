"""A picture of the library in a text, with what it says to those who don't see it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

NO_ALTERNATIVE = "Décrivez l’image en une phrase, ou cochez « Image décorative » si elle n’apprend rien."
BOTH = "Une image décorative n’est pas décrite : videz la description, ou décochez « Image décorative »."


@dataclass(frozen=True)
class Shown:
    """What an <img> needs."""

    address: str
    #: Empty when there is one size only.
    addresses: str
    width: int
    height: int


class PictureValue(blocks.StructValue):
    #: Given by `hub.core.pictures.sizes.load_sizes`; None while there is nothing to show.
    shown: Shown | None = None


class PictureBlock(blocks.StructBlock):
    """The alternative stands here and not in the library: the same picture says one thing here, another elsewhere."""

    image = ImageChooserBlock(label="Image")
    alternative = blocks.CharBlock(
        label="Description pour qui ne voit pas l’image",
        required=False,
        max_length=300,
        help_text="Ce que l’image apprend, en une phrase. Exemple : « Vingt personnes votent à main levée. »",
    )
    decorative = blocks.BooleanBlock(
        label="Image décorative",
        required=False,
        help_text="L’image n’apprend rien : qui ne la voit pas ne perd rien.",
    )
    caption = blocks.CharBlock(label="Légende", required=False, max_length=300, help_text="Affichée sous l’image.")
    credit = blocks.CharBlock(
        label="Crédit", required=False, max_length=120, help_text="Qui a fait l’image. Exemple : « Ville de Rouen »."
    )

    class Meta:
        label = "Image"
        icon = "image"
        template = "blocks/picture.html"
        value_class = PictureValue

    def clean(self, value: Any) -> Any:
        """Exactly one of the two ways. A draft may still lack it, like whatever else is compulsory."""
        cleaned = super().clean(value)
        described, decorative = bool(cleaned["alternative"]), cleaned["decorative"]
        if described and decorative:
            raise StructBlockValidationError(block_errors={"alternative": ValidationError(BOTH)})
        if not (described or decorative or self.is_deferred_validation):
            raise StructBlockValidationError(block_errors={"alternative": ValidationError(NO_ALTERNATIVE)})
        return cleaned
