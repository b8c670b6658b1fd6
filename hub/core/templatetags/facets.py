"""The values of a filter. Lists offer a hundred of them on each page: written here, they cost a fifth of a template."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from hub.core.facets import Choice, Offer

register = template.Library()

_PLAIN, _CHOSEN, _LEFT_OUT, _TICKED, _EMPTY = map(
    mark_safe, ["", " selected", " disabled", " checked", ' class="empty"']
)


def _option_state(choice: Choice) -> SafeString:
    return _CHOSEN if choice.is_chosen else _PLAIN if choice.count else _LEFT_OUT


@register.simple_tag
def options(offer: Offer) -> SafeString:
    """The values of a menu with their counts; those that would leave nothing can't be taken."""
    return format_html_join(
        "",
        '<option value="{}"{}>{} ({})</option>',
        ((choice.value, _option_state(choice), choice.label, choice.count) for choice in offer.choices),
    )


@register.simple_tag
def boxes(offer: Offer) -> SafeString:
    """The values of a filter as boxes to tick, with their counts."""
    return format_html_join(
        "",
        '<label{}><input type="checkbox" name="{}" value="{}"{}>{} <span class="count">{}</span></label>',
        (
            (
                _PLAIN if choice.count else _EMPTY,
                offer.facet.name,
                choice.value,
                _TICKED if choice.is_chosen else _PLAIN,
                choice.label,
                choice.count,
            )
            for choice in offer.choices
        ),
    )
