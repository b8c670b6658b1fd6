"""The way back to the list that somebody came from."""

from urllib.parse import quote

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def this_list(context: Context) -> str:
    """The address of the list on the screen, filters included, as a value of `next`. Lists draw their rows anew."""
    path, _, asked = context["request"].get_full_path().partition("?")
    return quote(f"{path.removesuffix('results/')}?{asked}" if asked else path.removesuffix("results/"), safe="")
