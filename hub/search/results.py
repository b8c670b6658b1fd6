"""What the search page shows: one list over all kinds, best first, its filters, what may have been meant."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.models import Page

from glossary.models import Term
from hub.core.lists.inventory import Filters
from hub.core.lists.kept import kept
from hub.core.lists.offered import Offered
from hub.core.models import BasePageQuerySet
from hub.core.sites import path_of
from hub.search.answers import Answer, answers
from hub.search.catalogue import Card, Catalogue, catalogue
from hub.search.engine import Found, find
from hub.search.excerpts import Marker
from hub.search.filters import SearchAsked
from hub.search.kinds import KINDS, PAGE, TERM, Kind
from hub.search.models import Entry
from hub.search.spelling import SURE, neighbours

#: Other words that are told.
ALSO = 4
_TEXTS = ("pk", "text", "aside")
Answers = dict[int, Answer]


@dataclass(frozen=True)
class Result:
    """What a list of results shows, the same for pages, themes and terms."""

    kind: Kind
    title: str
    marked_title: SafeString
    text: SafeString
    url: str
    #: «passé», «annulé»: a workshop that is not to come.
    state: str
    answer: Answer | None
    #: Whether `text` is cut from its sources or documents: the words stand nowhere else.
    is_aside: bool = False


class Search(Offered):
    """What answers `asked`: who is found, narrowed by the filters."""

    asked: SearchAsked

    def __init__(self, asked: SearchAsked, known: Catalogue) -> None:
        super().__init__(asked, known.inventory, Filters(BasePageQuerySet(Page).visible_to_all))
        self.known = known
        self.today = timezone.localdate()
        self.corrected = ""
        self.hits = self._find()

    def _find(self) -> Found:
        """What is found; a word that nobody wrote gives way to the likest one, unless it is asked for exactly."""
        found = find(self.asked.text, self.known, self.today)
        if self.asked.is_exact or not found.unknown:
            return found
        corrected = self.asked.text
        for unit in found.unknown:
            nearest = neighbours(unit.text, least=SURE)
            corrected = corrected.replace(unit.text, nearest[0]) if nearest else corrected
        if corrected == self.asked.text:
            return found
        better = find(corrected, self.known, self.today)
        if len(better.unknown) >= len(found.unknown):
            return found
        self.corrected = corrected
        return better

    @cached_property
    def everything(self) -> frozenset[int]:
        return frozenset(self.hits.entries)

    @cached_property
    def matching(self) -> Set[int]:
        return {entry for entry in self.everything if self.asked.kind in ("", self.known.cards[entry].kind.key)}

    @cached_property
    def found(self) -> list[int]:
        """Best first."""
        found = self.narrowed()
        return [entry for entry in self.hits.entries if entry in found]

    def kinds(self) -> list[tuple[Kind, int, str]]:
        """Each kind, how many results it has under the same filters, and the address that shows them."""
        found = self.everything
        for name, values in self.asked.chosen.items():
            found = found & self.inventory.indexes[name].of(values)
        counts = Counter(self.known.cards[entry].kind.key for entry in found)
        return [(kind, counts[kind.key], self.asked.query(kind=kind.key)) for kind in KINDS]

    @cached_property
    def marker(self) -> Marker:
        return Marker(way for unit in self.hits.units for way in unit.shown)

    def definition(self) -> Term | None:
        """The term that was typed, and nothing else."""
        if len(self.hits.units) != 1:
            return None
        terms = kept("defined terms", lambda: {term.pk: term for term in Term.objects.exclude(definition="")})
        found = [terms[number] for number in sorted(self.hits.units[0].terms) if number in terms]
        return next(iter(found), None)

    def also(self) -> list[str]:
        """Other words under which the same was looked for: names of terms, then equivalents."""
        terms = [term for unit in self.hits.units for term in sorted(unit.known, key=lambda term: (term < 0, term))]
        typed = {token for unit in self.hits.units for tokens in unit.ways[0][1] for token in tokens}
        phrases = [
            phrase
            for term in terms
            for number, phrase in enumerate(self.known.of_terms[term])
            if (not number or phrase.is_loose) and typed.isdisjoint(frozenset().union(*phrase.words))
        ]
        return list({phrase.words: phrase.text for phrase in phrases}.values())[:ALSO]


def search(asked: SearchAsked, request: HttpRequest) -> dict[str, Any]:
    """Context of the search page."""
    found = Search(asked, catalogue())
    page = asked.paginate(found.found)
    kinds = found.kinds()
    return {
        "kinds": kinds,
        "total": sum(count for _, count, _ in kinds),
        "items": page,
        "results": _results(list(page), found, request),
        "whole": len(found.hits.whole),
        "partial_from": _first_partial(list(page), found),
        "offers": found.offers() if found.everything else [],
        "pills": asked.pills(),
        "definition": found.definition(),
        "corrected": found.corrected,
        "also": found.also() if found.everything else [],
        "neighbours": [] if found.everything else _near(found),
        "query": asked,
    }


def _first_partial(entries: list[int], found: Search) -> int | None:
    """Where in this page of results those begin that lack a word; nowhere when an earlier page has told it."""
    partial = set(found.hits.partial)
    return next((position for position, entry in enumerate(entries) if entry in partial), None)


def _near(found: Search) -> list[str]:
    """Words of the site that look like those that found nothing, and do find something."""
    near = [word for unit in found.hits.unknown for word in neighbours(unit.text)]
    return [word for word in dict.fromkeys(near) if find(word, found.known, found.today).whole][:3]


def _results(entries: list[int], found: Search, request: HttpRequest) -> list[Result]:
    cards = [found.known.cards[entry] for entry in entries]
    texts = {pk: (text, aside) for pk, text, aside in Entry.objects.filter(pk__in=entries).values_list(*_TEXTS)}
    numbers = [card.number for card in cards if card.family == PAGE]
    visible = BasePageQuerySet(Page).visible_to_all().filter(pk__in=numbers) if numbers else ()
    paths = {page.pk: path_of(page, request) for page in visible}
    facts = answers((card.number for card in cards if card.kind.key == "assemblees"), found.hits.units, found.marker)
    return [
        _result(card, texts.get(card.entry, ("", "")), paths, facts, found)
        for card in cards
        if card.family != PAGE or card.number in paths
    ]


def _result(
    card: Card, texts: tuple[str, str], paths: dict[int, str], facts: dict[int, Answer], found: Search
) -> Result:
    # The other words of a term follow its definition: they are for the search alone.
    read = texts[0].partition("\n")[0] if card.family == TERM else texts[0]
    answer = facts.get(card.number) if card.family == PAGE else None
    title = found.marker.marked(_capital(card.title))
    text = found.marker.excerpt("" if answer else read)
    is_aside = bool(texts[1]) and not (answer or "<mark>" in title + text)
    return Result(
        kind=card.kind,
        title=card.title,
        marked_title=title,
        text=found.marker.excerpt(texts[1]) if is_aside else text,
        url=paths[card.number] if card.family == PAGE else card.url,
        state=card.state(found.today),
        answer=answer,
        is_aside=is_aside,
    )


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
