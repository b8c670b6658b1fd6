"""What is proposed while one types: titles and terms with words that begin so."""

from django.http import HttpRequest
from wagtail.models import Page

from hub.core.models import BasePageQuerySet
from hub.core.sites import path_of
from hub.french.stems import plain, unaccented
from hub.search.catalogue import Card, Catalogue, catalogue
from hub.search.kinds import PAGE, TERM, THEME

MOST = 7
#: Titles that are compared with one another: «a» begins too many.
LOOKED = 400
_FIRST = {TERM: 0, THEME: 1}


def suggestions(text: str, request: HttpRequest) -> list[dict[str, str]]:
    """At most `MOST`, terms and themes first. One query about pages, whatever is found."""
    known = catalogue()
    cards = _beginning(unaccented(plain(text)).replace("’", " ").replace("'", " ").split(), known)
    numbers = [card.number for card in cards if card.family == PAGE]
    pages = BasePageQuerySet(Page).visible_to_all().filter(pk__in=numbers)
    paths = {page.pk: path_of(page, request) for page in pages}
    return [
        {
            "kind": card.kind.name,
            "title": card.title,
            "url": paths[card.number] if card.family == PAGE else card.url,
        }
        for card in cards
        if card.family != PAGE or card.number in paths
    ]


def _beginning(typed: list[str], known: Catalogue) -> list[Card]:
    """Those that have a word beginning with each word typed."""
    found: set[int] = set()
    for position, word in enumerate(typed):
        here = known.named(word)
        found = found & here if position else here
    cards = [known.cards[entry] for entry in sorted(found)[:LOOKED]]
    return sorted(cards, key=lambda card: _rank(card, " ".join(typed)))[:MOST]


def _rank(card: Card, text: str) -> tuple:
    return (not card.folded.startswith(text), _FIRST.get(card.family, 2), card.is_starter, card.folded, card.number)
