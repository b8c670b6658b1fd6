"""The steps of the two parts, each with its sources."""

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from glossary.models import Theme
from hub.core.blocks import MoreBlock, ProseBlock


def theme_choices() -> list[tuple[str, str]]:
    """Kept: Wagtail asks for them again for each step that it reads, on public pages too."""
    return [(str(theme.pk), theme.label) for theme in Theme.by_slug().values()]


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
    theme = blocks.ChoiceBlock(
        choices=theme_choices,
        required=False,
        label="Thème",
        help_text="La page de ce thème montrera cette étape, plutôt que le chiffre de l’étude.",
    )
    sources = blocks.ListBlock(SnippetChooserBlock("casestudies.Source"), label="Sources", default=[])

    class Meta:
        label = "Étape"
        icon = "list-ul"


class PartBlock(blocks.StreamBlock):
    """One of the two parts."""

    step = StepBlock()

    class Meta:
        required = False
