"""The fact of an assembly that answers what was typed: «indemnité Rouen» gives a value, its date and its sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString

from casestudies.models import Fact
from hub.french.analysis import words
from hub.search.engine import Unit
from hub.search.excerpts import Marker


@dataclass(frozen=True)
class Answer:
    """A fact as a result shows it."""

    label: SafeString
    value: SafeString
    date: str
    sources: str


def answers(pages: Iterable[int], units: list[Unit], marker: Marker) -> dict[int, Answer]:
    """For each assembly among `pages`, the fact with most of the words typed; none without any. One query."""
    keys = list(pages)
    if not keys:
        return {}
    best: dict[int, tuple[int, Fact]] = {}
    facts = Fact.objects.filter(page__in=keys).select_related(*Fact.SOURCE_FIELDS).order_by("page", "sort_order", "pk")
    for fact in facts:
        score = _score(fact, units)
        if score > best.get(fact.page_id, (0, fact))[0]:
            best[fact.page_id] = score, fact
    return {page: _answer(fact, marker) for page, (_, fact) in best.items()}


def _score(fact: Fact, units: list[Unit]) -> int:
    """A word of the label counts twice that of the value."""
    label = _tokens(f"{fact.shown_label} {fact.get_key_display()}")
    value = _tokens(f"{fact.value} {fact.condition}")
    return sum(2 * (not unit.tokens.isdisjoint(label)) + (not unit.tokens.isdisjoint(value)) for unit in units)


@lru_cache(maxsize=8192)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(token for word in words(text) for token in word.tokens)


def _answer(fact: Fact, marker: Marker) -> Answer:
    publishers = dict.fromkeys(source.publisher for source in fact.sources)
    return Answer(
        label=marker.marked(fact.shown_label),
        value=marker.marked(fact.value),
        date=fact.date_line,
        sources=", ".join(publishers),
    )
