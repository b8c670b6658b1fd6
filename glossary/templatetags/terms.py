"""Running text whose words of the glossary open their definitions."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_block_tag(takes_context=True)
def terms(context: Any, content: SafeString) -> SafeString:
    """`{% terms %}…{% endterms %}`: one section. Does nothing where the view gives no `glossary`.

    The page must include `glossary/definitions.html` after its last section.
    """
    explanations = context.get("glossary")
    if explanations is None:
        return content
    return mark_safe(explanations.link(content))  # noqa: S308 -- rendered by templates, which escape; only tags are added
