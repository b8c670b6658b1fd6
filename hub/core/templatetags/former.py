"""Former addresses, for editors. A tag, so that models need not know how they are found."""

from typing import Any

from django import template

from hub.core.former.finding import former_paths

register = template.Library()


@register.simple_tag
def former_addresses(item: Any) -> list[str]:
    """`{% former_addresses self.instance as former %}`."""
    return former_paths(item)
