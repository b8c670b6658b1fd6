"""The link from a screen to its paragraph."""

from typing import Any

from django import template
from django.template.context import RequestContext

from hub.guide.chapters import find
from hub.guide.screens import target_of

register = template.Library()


@register.inclusion_tag("guide/link.html", takes_context=True)
def guide_link(context: RequestContext) -> dict[str, Any]:
    """In the header of every screen; Wagtail includes it without the variables of the page."""
    match = getattr(context.request, "resolver_match", None)
    chapter, paragraph = find(target_of(match) if match else "")
    return {"chapter": chapter, "paragraph": paragraph}
