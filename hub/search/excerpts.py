"""The words found, marked in the author's spelling, and the piece of text around them."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hub.french.analysis import Word, words
from hub.french.stems import plain, unaccented

#: Signs of an excerpt, and of each line that is looked into.
LENGTH, LOOKED = 240, 480
#: Lines that are read word by word, and letters by which a line is known to be worth it.
MOST_LINES, LETTERS = 6, 3


class Marker:
    """Marks words: `ways` are sequences of sets of tokens, each a word or several that follow one another."""

    def __init__(self, ways: Iterable[tuple[frozenset[str], ...]]) -> None:
        self.ways: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for way in dict.fromkeys(ways):
            for token in way[0]:
                self.ways.setdefault(token, []).append(way)
        beginnings = sorted({token[:LETTERS] for token in self.ways}) or ["\0"]
        #: A line without these letters needs no closer look.
        self.beginning = re.compile("|".join(map(re.escape, beginnings)))

    def marked(self, text: str) -> SafeString:
        """`text` as HTML, what is found inside `<mark>`."""
        pieces, position = [], 0
        for start, end in self.spans(text):
            pieces += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
            position = end
        return mark_safe("".join([*pieces, escape(text[position:])]))  # noqa: S308 -- each piece is escaped

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where what is looked for stands, the longest first, without overlapping."""
        if not self.may_be_in(text):
            return []
        found, known, position = [], list(words(text)), 0
        while position < len(known):
            length = self._length(known, position)
            if length:
                found.append((known[position].start, known[position + length - 1].end))
            position += length or 1
        return found

    def _length(self, known: list[Word], position: int) -> int:
        """How many words are found there."""
        ways = [way for token in known[position].tokens for way in self.ways.get(token, ())]
        return max((len(way) for way in ways if _is_at(way, known, position)), default=0)

    def may_be_in(self, text: str) -> bool:
        return bool(self.beginning.search(unaccented(plain(text))))

    def excerpt(self, text: str) -> SafeString:
        """The line of `text` that has most of the words, cut around the first; the beginning when none has any."""
        best = text.strip().partition("\n")[0]
        found: list[tuple[int, int]] = []
        for around in islice(self._worth_it(text), MOST_LINES):
            here = self.spans(around)
            if _distinct(around, here) > _distinct(best, found):
                best, found = around, here
        return self.marked(_cut(best, found[0][0] if found else 0))

    def _worth_it(self, text: str) -> Iterator[str]:
        """The lines with the letters looked for; of a long one, what stands around the first of them."""
        for line in text.split("\n"):
            if match := self.beginning.search(unaccented(plain(line))):
                start = max(0, match.start() - LOOKED // 2) if len(line) > LOOKED else 0
                yield line[start : start + LOOKED]


def _is_at(way: tuple[frozenset[str], ...], known: list[Word], position: int) -> bool:
    here = known[position : position + len(way)]
    return len(here) == len(way) and all(
        not word.tokens.isdisjoint(tokens) for word, tokens in zip(here, way, strict=True)
    )


def _distinct(text: str, spans: list[tuple[int, int]]) -> int:
    return len({text[start:end].casefold() for start, end in spans})


def _cut(text: str, position: int) -> str:
    """`LENGTH` signs of `text` around `position`, at the edge of words."""
    if len(text) <= LENGTH:
        return text
    start = max(0, min(position - LENGTH // 3, len(text) - LENGTH))
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = text.rfind(" ", start, end)
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
