"""What is said by something published, read through its `search_fields`, and how much it is about each word."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail.search import index

from hub.french.analysis import LONGEST_WORD, published

#: Goes up when the same text is read otherwise: the index is then written anew.
READING = 3
#: How much a word weighs in the title, among other names, and once in the text.
TITLE, NAMES, TEXT = 800, 500, 100
#: What a word of the sources and documents is worth, beside the same word in the text.
ASIDE = 0.6
#: Fields that are the title of something.
TITLES = ("title", "label", "name")
LONGEST_TOKEN = 80
#: Shorter words look like too many others.
SHORTEST_SPELLING = 4


@dataclass
class Document:
    """What something says. `names` are other words it is known by."""

    title: str
    names: str
    text: str
    #: Its sources, and the texts of its documents.
    aside: str = ""

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(repr((READING, self.title, self.names, self.text, self.aside)).encode()).hexdigest()

    @property
    def whole(self) -> str:
        """What excerpts are cut from."""
        return "\n".join(filter(None, [self.names, self.text]))

    def weights(self) -> dict[str, tuple[int, str]]:
        """Each token with its weight and a word as it was written."""
        by_text = _counted(self.aside, ASIDE)
        for token, found in _counted(self.text).items():
            if found[0] >= by_text.get(token, found)[0]:
                by_text[token] = found
        for text, weight in ((self.names, NAMES), (self.title, TITLE)):
            for word, tokens in published(text):
                for token in tokens:
                    known = by_text.get(token, (0, word.plain[:LONGEST_WORD]))
                    by_text[token] = (max(known[0], weight), known[1])
        return {token[:LONGEST_TOKEN]: found for token, found in by_text.items()}


@dataclass
class _Counted:
    """Occurrences of each token in a text."""

    times: Counter[str] = field(default_factory=Counter)
    words: dict[str, str] = field(default_factory=dict)
    length: int = 0

    def read(self, text: str) -> None:
        words = Counter((word.plain, tokens) for word, tokens in published(text))
        for (word, tokens), times in words.items():
            self.length += times
            for token in tokens:
                self.times[token] += times
                self.words.setdefault(token, word[:LONGEST_WORD])

    def weights(self, factor: float) -> dict[str, tuple[int, str]]:
        """More occurrences weigh more, less and less; in a long text each weighs less."""
        size = (1 + math.log1p(self.length / 300)) / factor
        return {
            token: (min(NAMES, round(TEXT * (1 + math.log(times)) / size)), self.words[token])
            for token, times in self.times.items()
        }


def _counted(text: str, factor: float = 1) -> dict[str, tuple[int, str]]:
    counted = _Counted()
    counted.read(text)
    return counted.weights(factor)


def document_of(thing: Any, aside: str = "") -> Document:
    """What `thing`, a page, a theme or a term, says now, and what stands beside."""
    title, names, texts = "", [], []
    for name, boost, words in _said(thing, type(thing).get_search_fields()):
        if name in TITLES:
            title = title or words
        elif boost >= 2:
            names.append(words)
        else:
            texts.append(words)
    return Document(title, "\n".join(filter(None, names)), "\n".join(filter(None, texts)), aside)


def _said(thing: Any, fields: Iterable[Any], inside: str = "") -> Iterator[tuple[str, float, str]]:
    for each in fields:
        if isinstance(each, index.RelatedFields):
            for other in _related(each.get_value(thing)):
                yield from _said(other, each.fields, inside=each.field_name)
        elif isinstance(each, index.SearchField):
            yield f"{inside}.{each.field_name}" if inside else each.field_name, each.boost or 1, _words(each, thing)


def _related(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value.all() if hasattr(value, "all") else (value,)


def _words(search_field: Any, thing: Any) -> str:
    value = search_field.get_value(thing)
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
