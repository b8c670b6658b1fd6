"""Which facts contradict or repeat one another: computed from the facts, never a box to tick. It makes no query."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from casestudies.evidence.enums import EVENTS
from hub.core.dates.when import When
from hub.french.sorting import folded


class Dated(Protocol):
    """What is read of a fact."""

    key: str
    value: str
    valid_on: When

    @property
    def shown_label(self) -> str: ...

    @property
    def is_unknown(self) -> bool: ...

    @property
    def structure(self) -> tuple[Any, ...]: ...


AnyFact = TypeVar("AnyFact", bound=Dated)

#: Beside each of them, on every page.
SENTENCE = "Un autre fait de la même date dit autre chose."


def disputed(facts: Iterable[AnyFact]) -> list[AnyFact]:
    """Those of `facts`, of one assembly, that another one of the same name and date contradicts.

    Events add up, what was not found contradicts nothing, and two facts without a date may be about two moments.
    """
    told: dict[tuple[str, str, str], list[AnyFact]] = {}
    for fact in facts:
        if fact.valid_on and fact.key not in EVENTS and not fact.is_unknown:
            told.setdefault(subject_of(fact), []).append(fact)
    return [fact for same in told.values() if len(set(map(_words_and_numbers, same))) > 1 for fact in same]


def repeated(facts: Iterable[AnyFact], published: Iterable[AnyFact] = ()) -> list[list[AnyFact]]:
    """Those of `facts`, of one assembly, that say the same, more often than what is `published` says it."""
    same: dict[tuple[Any, ...], list[AnyFact]] = {}
    for fact in facts:
        same.setdefault(_what_it_says(fact), []).append(fact)
    before = Counter(_what_it_says(fact) for fact in published)
    return [twins for said, twins in same.items() if len(twins) > max(1, before[said])]


def _what_it_says(fact: Dated) -> tuple[Any, ...]:
    return (*subject_of(fact), *_words_and_numbers(fact))


def _words_and_numbers(fact: Dated) -> tuple[Any, ...]:
    """Its sentence and its boxes: the same words with other numbers say something else."""
    return (bare(fact.value), *fact.structure)


def subject_of(fact: Dated) -> tuple[str, str, str]:
    return fact.key, folded(fact.shown_label), str(fact.valid_on)


def bare(value: str) -> str:
    """Without what does not count: capitals, accents, spaces, the full stop."""
    return " ".join(folded(value).split()).rstrip(".")
