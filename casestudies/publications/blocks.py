"""The steps of the two parts, each with its sources."""

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from hub.core.blocks import MoreBlock, ProseBlock


class StepBlock(blocks.StructBlock):
    """A claim or a small group of claims, and what they rest on."""

    heading = blocks.CharBlock(label="Titre", max_length=120)
    documented = blocks.BooleanBlock(
        label="Documenté",
        required=False,
        default=True,
        help_text="Décochez pour dire ce que l’on ne sait pas : la page affiche « pas encore documenté ».",
    )
    text = ProseBlock()
    more = MoreBlock()
    sources = blocks.ListBlock(SnippetChooserBlock("casestudies.Source"), label="Sources", default=[])

    class Meta:
        label = "Étape"
        icon = "list-ul"


class PartBlock(blocks.StreamBlock):
    """One of the two parts."""

    step = StepBlock()

    class Meta:
        required = False
