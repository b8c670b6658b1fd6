"""The words of the site that look like what was typed."""

import difflib
from itertools import chain

from hub.community.territories import COUNTRIES, DEPARTMENTS, REGIONS
from hub.french.analysis import words
from hub.french.stems import plain, unaccented
from hub.search.contents import SHORTEST_SPELLING
from hub.search.models import Spelling

#: Two words are alike from here on; for a correction that is made at once, a little more.
ALIKE, SURE = 0.75, 0.84
#: Well written, even when the site says nothing of them: «Loire» is not «lire».
_PLACES = frozenset(
    unaccented(word.plain) for name in chain(DEPARTMENTS.values(), COUNTRIES.values(), *REGIONS) for word in words(name)
)


def neighbours(word: str, *, least: float = ALIKE) -> list[str]:
    """Words of the site written almost like `word`, the likest first, as their authors spell them. One query."""
    bare = unaccented(plain(word))
    if len(bare) <= SHORTEST_SPELLING or not bare.isalpha() or bare in _PLACES:
        return []
    alike = Spelling.objects.filter(first=bare[0], length__range=(len(bare) - 2, len(bare) + 2))
    # Sorted, an accented spelling comes later: it is the author's, and stays.
    known = {unaccented(other): other for other in sorted(alike.values_list("word", flat=True))}
    known.pop(bare, None)
    letters = frozenset(bare)
    # Too many letters that are nowhere in the other word: no need to compare them.
    near = [other for other in known if len(letters.difference(other)) <= _missing(bare, other, least)]
    found = difflib.get_close_matches(bare, sorted(near), n=3, cutoff=least)
    return [known[other] for other in found]


def _missing(bare: str, other: str, least: float) -> float:
    """How many letters of `bare` two words that are alike may lack."""
    return len(bare) - least * (len(bare) + len(other)) / 2
