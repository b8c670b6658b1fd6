"""French typography in templates."""

from datetime import datetime, time
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from hub.core import typography
from hub.core.moments import in_hours, in_words
from hub.core.typography import quoted, typographic, typographic_html

register = template.Library()

#: Numbers written in words in running text; larger ones stay in figures.
WORDS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
)  # fmt: skip


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


@register.filter
def pluriel(number: float, forms: str = ",s") -> str:
    """`{{ n|pluriel:"étude,études" }}`: in French, 0 and 1.5 are singular; `pluralize` gets both wrong."""
    singular, plural = forms.split(",")
    return plural if abs(number) >= 2 else singular


@register.filter
def lettres(number: int, gender: str = "") -> str:
    """`{{ n|lettres:"f" }}`: small numbers in words («une», «douze»), the others in figures."""
    if not 0 <= number < len(WORDS):
        return str(number)
    return "une" if number == 1 and gender == "f" else WORDS[number]
