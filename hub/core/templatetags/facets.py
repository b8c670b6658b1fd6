"""The values of a filter. Lists offer a hundred of them on each page: written here, they cost a tenth of a template."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hub.core.lists.offered import Choice, Offer

register = template.Library()


@register.simple_tag
def options(offer: Offer) -> SafeString:
    """The values of a menu with their counts; those that would leave nothing can't be taken."""
    return mark_safe("".join(map(_option, offer.choices)))  # noqa: S308 -- each is escaped


@register.simple_tag
def boxes(offer: Offer) -> SafeString:
    """The values of a filter as boxes to tick, with their counts."""
    name = escape(offer.facet.name)
    return mark_safe("".join(_box(name, choice) for choice in offer.choices))  # noqa: S308 -- each is escaped


def _option(choice: Choice) -> str:
    state = " selected" if choice.is_chosen else "" if choice.count else " disabled"
    return f'<option value="{escape(choice.value)}"{state}>{escape(choice.label)} ({choice.count})</option>'


def _box(name: str, choice: Choice) -> str:
    empty = "" if choice.count else ' class="empty"'
    ticked = " checked" if choice.is_chosen else ""
    return (
        f'<label{empty}><input type="checkbox" name="{name}" value="{escape(choice.value)}"{ticked}>'
        f"{escape(choice.label)} ({choice.count})</label>"
    )
