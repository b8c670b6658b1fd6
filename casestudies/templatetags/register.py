"""Words and calls of the register. Calls stand in brackets, so that a copied «44 €» never becomes «44 €1»."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from casestudies.followups.enums import Standing
from casestudies.followups.recommendation import Recommendation, counts
from hub.core.dates.when import When
from hub.core.templatetags.components import bracketed
from hub.french.numbers import lettres, pluriel

register = template.Library()


@register.simple_tag
def noted(sources: Iterable[Any], numbers: dict[int, int]) -> SafeString:
    """The calls of `sources`, in brackets; nothing without any."""
    return bracketed([numbers[source.pk] for source in sources if source.pk in numbers])


@register.simple_tag
def noted_text(text: Any, sources: Iterable[Any], numbers: dict[int, int]) -> SafeString:
    """`text` with its calls before the last full stop."""
    said = str(conditional_escape(text)).strip()
    stop = "." if said.endswith(".") and not said.endswith("..") else ""
    return format_html("{}{}{}", SafeString(said.removesuffix(stop)), noted(sources, numbers), stop)


@register.filter
def stands(recommendation: Recommendation) -> Standing:
    """Where it stands today."""
    return recommendation.standing()


@register.simple_tag
def dated(recommendation: Recommendation) -> str:
    """Since when it stands there, no more precise than the source; or until when an answer may come."""
    standing, latest, due = recommendation.standing(), recommendation.latest, recommendation.due_on
    if latest is None or standing == Standing.PENDING:
        return f"réponse due le {When.parse(due.isoformat()).french()}" if due else ""
    words = latest.when.french()
    words = words[:1].lower() + words[1:]
    if standing == Standing.NO_ANSWER:
        return f"dernière recherche : {words}"
    return words if latest.when.is_firm else f"{words}, jour à retrouver"


@register.filter
def counts_of(found: Iterable[Recommendation]) -> list[tuple[Standing, int]]:
    return counts(found, timezone.localdate())


@register.simple_tag
def counted(found: Iterable[tuple[Standing, int]]) -> str:
    """«Trois reprises, une sans réponse connue»: how many stand where, in words, never a rate."""
    words = ", ".join(f"{lettres(number, 'f')} {pluriel(number, standing.counted)}" for standing, number in found)
    return words[:1].upper() + words[1:]
