"""What the search knows without asking the database: who may be seen, labels, filters, titles, other words of terms.

Kept by the process until the content changes (decision 0010): a renamed theme, a merged tag, an edited term, a page
taken away count at once, without an index to write.
"""

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from wagtail.models import Page

from casestudies.models import AssemblyPage, CaseStudyPage, Recommendation
from glossary.models import EquivalentWords, Term, Theme
from hub.community.territories import REGIONS
from hub.core.lists.inventory import Index, Inventory
from hub.core.lists.kept import kept
from hub.core.models import BasePageQuerySet
from hub.core.validators import lines
from hub.french.analysis import Typed, typed, words
from hub.french.stems import plain, unaccented
from hub.search.actions.indexing import search_is_current
from hub.search.kinds import KINDS, PAGE, RECOMMENDATION, TERM, THEME, Kind, kind_of
from hub.search.labels import FACETS, TERRITORY, filters, labels
from hub.search.models import Entry
from workshops.models import WorkshopPage
from workshops.workshop.enums import CLOSED_CERTAINTIES, Certainty

#: How much something is about a word of its labels: its themes, tags and authorities.
LABEL = 120
#: The same when the beginning of a word was typed.
BEGINNING = 60
Weights = dict[int, int]
#: Numbers of regions among phrases, far from those of terms and of equivalent words.
_REGION = -(10**9)
_ORDER = {kind.key: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Card:
    """Something that anybody may see; `number` is its key among pages, themes or terms."""

    entry: int
    family: str
    number: int
    model: str
    kind: Kind
    title: str
    #: The title as it is sorted: small letters without accents.
    folded: str
    #: The words of the title, as they are compared with what is typed.
    key: tuple[str, ...]
    url: str = ""
    is_starter: bool = False
    #: The last possible day of a workshop, and how sure it is.
    ends: date | None = None
    certainty: str = Certainty.PROPOSED

    @cached_property
    def order(self) -> tuple[bool, int, str, int]:
        """At equal score: what was read again, the order of kinds, of titles."""
        return (self.is_starter, _ORDER[self.kind.key], self.folded, self.number)

    def state(self, today: date) -> str:
        """Of a workshop that is not to come: «annulé», «reporté», «passé»."""
        if self.certainty in CLOSED_CERTAINTIES:
            return Certainty(self.certainty).label.lower()
        is_past = self.certainty == Certainty.HELD or (self.ends is not None and self.ends < today)
        return "passé" if is_past else ""


@dataclass(frozen=True)
class Phrase:
    """Words under which a term is known, or others typed for them (below zero); `is_loose` for equivalents."""

    text: str
    words: tuple[frozenset[str], ...]
    is_loose: bool
    term: int


class Beginnings:
    """Words without accents, each with entries, found by their first letters."""

    def __init__(self) -> None:
        self.entries: dict[str, set[int]] = {}

    def add(self, text: str, entries: Iterable[int]) -> None:
        for _, bare in read_name(text):
            self.entries.setdefault(bare, set()).update(entries)

    @cached_property
    def words(self) -> list[str]:
        return sorted(self.entries)

    def of(self, beginning: str) -> set[int]:
        start = bisect.bisect_left(self.words, beginning)
        stop = bisect.bisect_left(self.words, beginning + "\uffff")
        return set().union(*(self.entries[word] for word in self.words[start:stop]))


@lru_cache(maxsize=65_536)
def read_name(text: str) -> tuple[tuple[frozenset[str], str], ...]:
    """The words of a title or of a label: tokens, and letters. Most are the same when the content has changed."""
    return tuple((word.tokens, unaccented(word.plain)) for word in words(text))


@dataclass
class Catalogue:
    """Everything visible, at one state of the content."""

    cards: dict[int, Card]
    labels: dict[str, set[int]] = field(default_factory=dict)
    #: Filters of the results: name → index of entries.
    filters: dict[str, Index] = field(default_factory=dict)
    #: Phrases by each token of their first word.
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    of_terms: dict[int, list[Phrase]] = field(default_factory=dict)
    #: Phrases of small words alone («qui sommes-nous»), as `spoken` writes them, with the terms they lead to.
    spoken: dict[str, set[int]] = field(default_factory=dict)
    #: Words of titles and other names, and of labels.
    beginnings: Beginnings = field(default_factory=Beginnings)
    label_beginnings: Beginnings = field(default_factory=Beginnings)
    #: The entry of each page, and of each term.
    pages: dict[int, int] = field(default_factory=dict)
    terms: dict[int, int] = field(default_factory=dict)

    @cached_property
    def inventory(self) -> Inventory:
        """Everything, with its filters, as lists know it."""
        return Inventory(list(self.cards), frozenset(self.cards), FACETS, self.filters)

    def labelled(self, token: str) -> set[int]:
        return self.labels.get(token, set())

    def named(self, beginning: str) -> set[int]:
        """Entries with a word of the title, or another name, that begins so."""
        return self.beginnings.of(beginning)

    def named_or_labelled(self, beginning: str) -> set[int]:
        """The same, and those that are linked to such a name."""
        return self.named(beginning) | self.label_beginnings.of(beginning)


def catalogue() -> Catalogue:
    search_is_current()
    return kept("search catalogue", _read)


def key_of(asked: list[Typed]) -> tuple[str, ...]:
    """Words as they are compared with a whole title: no accent, no inflection, no small word."""
    return tuple(min(tokens) for each in asked for tokens in each.ways[0])


def spoken(text: str) -> str:
    """A question as it is compared with others: letters alone."""
    return " ".join(re.findall(r"\w+", unaccented(plain(text))))


def _read() -> Catalogue:
    cards = {card.entry: card for card in _cards()}
    found = Catalogue(cards, pages=_by_number(cards, PAGE), terms=_by_number(cards, TERM))
    found.filters = filters(found.pages)
    places = found.filters[TERRITORY]
    named = [(label, places.items[value]) for value, label in places.labels.items()]
    for text, entries in [*labels(found.pages), *_names_of_kinds(cards), *named]:
        for tokens, _ in read_name(text):
            for token in tokens:
                found.labels.setdefault(token, set()).update(entries)
        found.label_beginnings.add(text, entries)
    _read_terms(found)
    _read_regions(found)
    for card in cards.values():
        found.beginnings.add(card.title, [card.entry])
    return found


def _by_number(cards: dict[int, Card], family: str) -> dict[int, int]:
    return {card.number: card.entry for card in cards.values() if card.family == family}


def _names_of_kinds(cards: dict[int, Card]) -> Iterator[tuple[str, set[int]]]:
    """«Ateliers», «étude de cas»: what people add to what they look for."""
    for kind in KINDS:
        entries = {card.entry for card in cards.values() if card.kind is kind}
        if kind.is_typed and entries:
            yield kind.label, entries


def _cards() -> Iterator[Card]:
    visible = set(BasePageQuerySet(Page).visible_to_all().values_list("pk", flat=True))
    starters = _starters()
    planned = WorkshopPage.objects.visible_to_all().values_list("pk", "latest", "certainty")
    workshops = {number: dates for number, *dates in planned}
    asked = Recommendation.objects.visible_to_all().only("slug")
    urls = {
        THEME: _urls(Theme.objects.all()),
        TERM: _urls(Term.objects.exclude(definition="")),
        RECOMMENDATION: _urls(asked),
    }
    rows = Entry.objects.order_by("pk").values_list("pk", "family", "number", "model", "title")
    for entry, family, number, model, title in rows:
        if family == PAGE and number not in visible:
            continue
        if family in urls and number not in urls[family]:
            continue
        url = urls[family][number] if family in urls else ""
        dates = workshops.get(number, ()) if family == PAGE else ()
        yield _card(entry, family, number, model, title, url, (family, number) in starters, *dates)


@lru_cache(maxsize=65_536)
def _card(entry: int, family: str, number: int, model: str, title: str, *others: Any) -> Card:
    """Most are the same when the content has changed."""
    return Card(
        entry, family, number, model, kind_of(model), title, unaccented(plain(title)), key_of(typed(title)), *others
    )


def _urls(things: Any) -> dict[int, str]:
    return {thing.pk: thing.get_absolute_url() for thing in things}


def _starters() -> set[tuple[str, int]]:
    found = {(TERM, number) for number in Term.objects.filter(is_starter=True).values_list("pk", flat=True)}
    for model in (AssemblyPage, CaseStudyPage):
        numbers = model.objects.visible_to_all().filter(is_starter=True).values_list("pk", flat=True)
        found.update((PAGE, number) for number in numbers)
    return found


def _read_terms(found: Catalogue) -> None:
    """The words of each term, those without a page too: they lead to what is written elsewhere."""
    for number, name, forms, equivalents in Term.objects.values_list("pk", "name", "forms", "equivalents"):
        strict = [(text, False) for text in (name, *lines(forms))]
        for text, is_loose in [*strict, *((text, True) for text in lines(equivalents))]:
            _add_phrase(found, Phrase(text, tuple(tokens for tokens, _ in read_name(text)), is_loose, number))
            if number in found.terms:
                found.beginnings.add(text, [found.terms[number]])
    for group in EquivalentWords.objects.all():
        for text in group.all_words:
            _add_phrase(found, Phrase(text, tuple(tokens for tokens, _ in read_name(text)), True, -group.pk))


def _read_regions(found: Catalogue) -> None:
    """A whole name leads to what takes place in its départements; a part of one («centre») says something else."""
    places = found.filters[TERRITORY].items
    for number, (names, codes) in enumerate(REGIONS.items()):
        token, term = f"region {number}", _REGION - number
        found.labels[token] = set().union(*(places.get(f"FR-{code}", set()) for code in codes.split()))
        for name in names:
            said = tuple(tokens for tokens, _ in read_name(name))
            # «Grand Est» is «grand» alone for the search.
            if len(said) > 1 or " " not in name:
                _add_phrase(found, Phrase(name, said, False, term))
        _add_phrase(found, Phrase("", (frozenset({token}),), False, term))


def _add_phrase(found: Catalogue, phrase: Phrase) -> None:
    known = found.of_terms.setdefault(phrase.term, [])
    if not phrase.words:
        found.spoken.setdefault(spoken(phrase.text), set()).add(phrase.term)
        return
    if any(phrase.words == other.words for other in known):
        return
    known.append(phrase)
    for token in phrase.words[0]:
        found.phrases.setdefault(token, []).append(phrase)
