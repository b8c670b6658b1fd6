"""The words of the site that look like what was typed."""

import difflib

from hub.core.lists.kept import kept
from hub.french.stems import plain, unaccented
from hub.search.models import Posting

#: Shorter words look like too many others.
SHORTEST = 5
#: Two words are alike from here on; for a correction that is made at once, a little more.
ALIKE, SURE = 0.75, 0.84


def neighbours(word: str, *, least: float = ALIKE) -> list[str]:
    """Words of the site written almost like `word`, the likest first, as their authors spell them."""
    bare = unaccented(plain(word))
    if len(bare) < SHORTEST or not bare.isalpha():
        return []
    known = kept("search vocabulary", _vocabulary)
    near = [other for other in known.get(bare[0], {}) if abs(len(other) - len(bare)) <= 2 and other != bare]
    found = difflib.get_close_matches(bare, sorted(near), n=3, cutoff=least)
    return [known[bare[0]][other] for other in found]


def _vocabulary() -> dict[str, dict[str, str]]:
    """First letter → word without accents → word."""
    found: dict[str, dict[str, str]] = {}
    for word in sorted(Posting.objects.values_list("word", flat=True).distinct()):
        if len(word) >= SHORTEST - 1 and word.isalpha():
            bare = unaccented(word)
            # Sorted, an accented spelling comes later: it is the author's, and stays.
            found.setdefault(bare[0], {})[bare] = word
    return found
