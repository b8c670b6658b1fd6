"""Claims with the calls to their sources, as in the apparatus of an essay."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from casestudies.evidence.disputes import SENTENCE, disputed
from casestudies.evidence.enums import AnswerState, Status
from hub.core.templatetags.components import calls

register = template.Library()

#: The full stop of a text and the tags that close it; a link stays whole.
_END = re.compile(r"(\.?)\s*((?:</(?:p|li|ul|ol|b|i|em|strong)>\s*)*)$")


@register.filter
def contradicted(facts: Iterable[Any]) -> list[Any]:
    """Those of the facts of one assembly that another one contradicts."""
    return disputed(facts)


@register.simple_tag
def contradiction() -> str:
    """What is said beside each of them."""
    return SENTENCE


@register.simple_tag
def unmet(assessments: Iterable[Any]) -> str:
    """Which criteria the assembly does not meet, in a sentence; nothing when no answer says so."""
    labels = [f"« {line.criterion.label} »" for line in assessments if line.state == AnswerState.NO]
    if not labels:
        return ""
    return f"Elle ne répond pas {'aux critères' if len(labels) > 1 else 'au critère'} {', '.join(labels)}."


@register.simple_tag
def cited(text: Any, sources: Iterable[Any], numbers: dict[int, int]) -> SafeString:
    """`text`, plain or rich, with its calls before the last full stop, inside the last paragraph."""
    html = str(conditional_escape(text))
    numbered = calls([source for source in sources if source is not None], numbers)
    return mark_safe(_END.sub(lambda end: f"{numbered}{end[1]}{end[2]}", html, count=1))  # noqa: S308 -- escaped above


@register.simple_tag
def sup_calls(sources: Iterable[Any], numbers: dict[int, int]) -> SafeString:
    """The same calls raised and in brackets: a figure that is copied keeps its own digits. One link, to the first."""
    called = [numbers[source.pk] for source in sources if source.pk in numbers]
    if not called:
        return SafeString()
    name = "Source" if len(called) == 1 else "Sources"
    link = '\u2060<a class="call" href="#s{}" aria-label="{} {}">[{}]</a>'
    words = ", ".join(map(str, called))
    return format_html(link, called[0], name, words, words)


@register.simple_tag
def status(assembly: Any, element: str = "p") -> SafeString:
    """Whether the assembly is at work: a word and a small mark."""
    found = Status(assembly.status)
    return format_html('<{0} class="state {1}">{2}</{0}>', element, found.mark, found.label)


@register.filter
def answered(answer: Any) -> AnswerState:
    """The state of an answer, with its word and its mark."""
    return AnswerState(answer.state)


@register.simple_tag
def state(answer: Any) -> SafeString:
    """The state of an answer: a word and a small mark, never a score."""
    return state_word(answered(answer))


@register.simple_tag
def state_word(state: AnswerState, word: str = "") -> SafeString:
    """A state that no answer of an assembly holds: its word, or another one, with the same mark."""
    return format_html('<span class="state {}">{}</span>', state.mark, word or state.label)
