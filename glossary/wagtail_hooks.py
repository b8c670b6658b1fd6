"""Words and themes in the menu of the administration."""

from wagtail.snippets.models import register_snippet

from glossary.viewsets import GlossaryViewSetGroup

register_snippet(GlossaryViewSetGroup)
