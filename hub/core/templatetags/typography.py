"""French typography in templates."""

from datetime import datetime, time
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from hub.core.aloud import said_aloud
from hub.core.dates.moments import in_hours, in_words
from hub.french import typography
from hub.french.numbers import lettres, pluriel
from hub.french.typography import quoted, typographic, typographic_html

register = template.Library()

register.filter("pluriel", pluriel)
register.filter("lettres", lettres)


class TypoNode(Node):
    """Renders its content, then applies French typography to the text between tags."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        rendered = self.nodelist.render(context)
        return mark_safe(typographic_html(rendered))  # noqa: S308 -- rendered by templates, which escape


@register.tag("typo")
def typo(parser: Parser, token: Token) -> TypoNode:
    """`{% typo %}…{% endtypo %}`: base.html wraps every page in it."""
    nodelist = parser.parse(("endtypo",))
    parser.delete_first_token()
    return TypoNode(nodelist)


@register.simple_block_tag
def aloud(content: SafeString) -> SafeString:
    """`{% aloud %}…{% endaloud %}`: names in another language say so, separators are not read; around the page."""
    return mark_safe(said_aloud(content))  # noqa: S308 -- rendered by templates, which escape; only tags are added


@register.filter(name="typo")
def typo_filter(value: Any) -> SafeString:
    """`{{ text|typo }}`, for what stands outside the wrapped part, such as attributes."""
    return mark_safe(typographic_html(conditional_escape(value)))  # noqa: S308 -- escaped on the line above


@register.filter
def guillemets(title: str) -> str:
    """`{{ source.title|guillemets }}`: a title that may have guillemets of its own."""
    return quoted(title)


@register.filter
def lower_first(text: Any) -> str:
    """`Faits {{ page.verification|lower_first }}`: what begins a sentence elsewhere, and goes on one here."""
    return typography.lower_first(str(text))


@register.filter
def moment(value: datetime | None) -> str:
    """`{{ event.at|moment }}`: «22 novembre 2026 à 3 h 10», with its no-break spaces; nothing for nothing."""
    return typographic(in_words(value)) if value else ""


@register.filter
def heure(value: datetime | time | None) -> str:
    """`{{ line.starts|heure }}`: «14 h 30»."""
    return typographic(in_hours(value)) if value is not None else ""
