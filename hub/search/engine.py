"""Who matches what was typed, and in which order: our own score, alike on every database.

Each word typed is a unit, found under its own tokens, or under the other words of a term of the glossary. Everything
with all units comes before what has some of them.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from hub.french.analysis import Typed, typed
from hub.french.stems import plain, unaccented
from hub.search.catalogue import BEGINNING, LABEL, Catalogue, Phrase, Weights, catalogue, key_of, spoken
from hub.search.contents import TITLE
from hub.search.kinds import TERM
from hub.search.models import Posting

#: What another word of the same term is worth, and a looser one.
SAME, LOOSE = 0.8, 0.6
#: With fewer results than this that have all words, those that have some follow.
ENOUGH = 12
#: The beginning of a word is enough from this length on, where no whole word is found.
SHORTEST_BEGINNING = 4

Way = tuple[float, tuple[frozenset[str], ...]]


@dataclass
class Unit:
    """A word or an expression that was typed, and the ways in which it may be written."""

    text: str
    ways: list[Way]
    #: How many words were typed for it.
    size: int
    #: The terms that it names, and all those whose other words were looked for.
    terms: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    #: Whether it names them by a name of theirs, not by a looser word.
    is_strict: bool = False
    found: dict[int, float] = field(default_factory=dict)

    @property
    def tokens(self) -> set[str]:
        return {token for _, words in self.ways for tokens in words for token in tokens}

    @property
    def shown(self) -> list[tuple[frozenset[str], ...]]:
        """What is marked in texts: each word typed, and other ways as a whole."""
        words_typed = [(tokens,) for factor, words in self.ways if factor == 1 for tokens in words]
        return [*words_typed, *(words for factor, words in self.ways if factor < 1)]


@dataclass
class Found:
    """The entries found, best first: those with all words, then those with some of them; in order once asked for."""

    units: list[Unit]
    ranked: Callable[[], tuple[list[int], list[int]]]

    @cached_property
    def _lists(self) -> tuple[list[int], list[int]]:
        return self.ranked()

    @property
    def whole(self) -> list[int]:
        return self._lists[0]

    @property
    def partial(self) -> list[int]:
        return self._lists[1]

    @property
    def entries(self) -> list[int]:
        return [*self.whole, *self.partial]

    @property
    def unknown(self) -> list[Unit]:
        """Words that nothing has."""
        return [unit for unit in self.units if not unit.found]


def find(text: str, known: Catalogue, today: date) -> Found:
    """One query, whatever is typed."""
    asked = typed(text)
    units = _units(asked, known) if asked else _spoken(text, known)
    postings = _postings({token for unit in units for token in unit.tokens}, known)
    for unit in units:
        unit.found = _found(unit, postings)
        # A term is about the looser words that lead to it as much as what has them in its title.
        unit.found.update((known.terms[term], TITLE) for term in unit.terms if term in known.terms)
        if not unit.found and len(unit.text) >= SHORTEST_BEGINNING:
            unit.found = dict.fromkeys(known.named_or_labelled(unaccented(plain(unit.text))), BEGINNING)
    return Found(units, lambda: _ranked(units, key_of(asked), known, today))


def numbers_with(model: type, text: str) -> set[int]:
    """The keys of the pages of a type that have every word of `text`: the lists' own search."""
    known = catalogue()
    name = model._meta.label_lower  # type: ignore[attr-defined]  # every model has it
    cards = (known.cards[entry] for entry in find(text, known, timezone.localdate()).whole)
    return {card.number for card in cards if card.model == name}


# ---------------------------------------------------------------- what was typed
def _units(asked: list[Typed], known: Catalogue) -> list[Unit]:
    """Each word, or as many as make a phrase of the glossary, the longest first."""
    units: list[Unit] = []
    position = 0
    while position < len(asked):
        phrases = _phrases_at(asked, position, known)
        length = phrases[0][1] if phrases else 1
        units.append(_unit(asked[position : position + length], [phrase for phrase, _ in phrases], known))
        position += length
    return units


def _spoken(text: str, known: Catalogue) -> list[Unit]:
    """What is typed with small words alone, when it is an equivalent of something: «qui sommes-nous ?»."""
    terms = known.spoken.get(spoken(text), set())
    ways = [(LOOSE, phrase.words) for term in sorted(terms) for phrase in known.of_terms[term]]
    return [Unit(text.strip(), ways, 1, known=terms)] if ways else []


def _phrases_at(asked: list[Typed], position: int, known: Catalogue) -> list[tuple[Phrase, int]]:
    """The longest phrases that stand there, with the number of words typed that they take."""
    first = {token for way in asked[position].ways for token in way[0]}
    candidates = {id(phrase): phrase for token in first for phrase in known.phrases.get(token, ())}
    found = [(phrase, taken) for phrase in candidates.values() if (taken := _taken(phrase, asked[position:]))]
    longest = max((taken for _, taken in found), default=0)
    return [(phrase, taken) for phrase, taken in found if taken == longest]


def _taken(phrase: Phrase, asked: list[Typed]) -> int:
    """How many words typed `phrase` takes, in the order of either; 0 when it is not there."""
    wanted = list(phrase.words)
    for number, each in enumerate(asked, 1):
        for way in each.ways:
            if len(way) <= len(wanted) and all(map(frozenset.intersection, wanted, way)):
                wanted = wanted[len(way) :]
                break
        else:
            return 0
        if not wanted:
            return number
    return 0


def _unit(asked: list[Typed], phrases: list[Phrase], known: Catalogue) -> Unit:
    apart = tuple(tokens for each in asked for tokens in each.ways[0])
    ways: list[Way] = [(1.0, apart), *((1.0, way) for each in asked if len(asked) == 1 for way in each.ways[1:])]
    terms = {phrase.term for phrase in phrases}
    for term in sorted(terms):
        ways += [(LOOSE if other.is_loose else SAME, other.words) for other in known.of_terms[term]]
    named = {phrase.term for phrase in phrases if phrase.term > 0}
    strict = {phrase.term for phrase in phrases if not phrase.is_loose}
    return Unit(" ".join(each.text for each in asked), ways, len(asked), strict or named, terms, bool(strict))


# ---------------------------------------------------------------- who has it
def _postings(tokens: set[str], known: Catalogue) -> dict[str, Weights]:
    """Each token with the visible entries that have it, in their text or by what they are linked to."""
    found: dict[str, Weights] = {token: dict.fromkeys(known.labelled(token), LABEL) for token in tokens}
    cards = known.cards
    for token, entry, weight in Posting.objects.filter(token__in=tokens).values_list("token", "entry_id", "weight"):
        if entry in cards:
            entries = found[token]
            if weight > entries.get(entry, 0):
                entries[entry] = weight
    return found


def _found(unit: Unit, postings: dict[str, Weights]) -> dict[int, float]:
    best: dict[int, float] = {}
    for factor, words in unit.ways:
        for entry, weight in _with_all(words, postings).items():
            if factor * weight > best.get(entry, 0):
                best[entry] = factor * weight
    return best


def _with_all(words: tuple[frozenset[str], ...], postings: dict[str, Weights]) -> dict[int, float]:
    """Entries that have every word, with the mean of their weights."""
    first, *others = (_with_any(tokens, postings) for tokens in words)
    if not others:
        return dict(first)
    everywhere = set(first).intersection(*others)
    found: dict[int, float] = {entry: first[entry] for entry in everywhere}
    for other in others:
        for entry in everywhere:
            found[entry] += other[entry]
    return {entry: weight / len(words) for entry, weight in found.items()}


def _with_any(tokens: Iterable[str], postings: dict[str, Weights]) -> Weights:
    found = [postings[token] for token in tokens]
    if len(found) == 1:
        return found[0]
    best: Weights = {}
    for entries in found:
        for entry, weight in entries.items():
            if weight > best.get(entry, 0):
                best[entry] = weight
    return best


# ---------------------------------------------------------------- in which order
def _ranked(units: list[Unit], key: tuple[str, ...], known: Catalogue, today: date) -> tuple[list[int], list[int]]:
    total = len(known.cards)
    scores: dict[int, float] = {}
    matched: dict[int, int] = {}
    for unit in units:
        rarity = math.log(1 + total / (1 + len(unit.found)))
        for entry, weight in unit.found.items():
            scores[entry] = scores.get(entry, 0) + rarity * weight
            matched[entry] = matched.get(entry, 0) + unit.size
    size = sum(unit.size for unit in units)
    whole = [entry for entry, count in matched.items() if count == size]
    partial = []
    if len(whole) < ENOUGH:
        partial = [entry for entry, count in matched.items() if size / 2 <= count < size]

    named = {(TERM, term) for term in units[0].terms} if len(units) == 1 and units[0].is_strict else set()

    def rank(entry: int) -> tuple:
        card = known.cards[entry]
        is_other = card.key != key and (not named or (card.family, card.number) not in named)
        # At equal score, what is to come first.
        return (is_other, -matched[entry], -round(scores[entry], 1), bool(card.state(today)), card.order)

    return sorted(whole, key=rank), sorted(partial, key=rank)
