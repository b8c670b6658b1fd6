"""Finding paragraphs of the guide by words, read as everywhere on the site."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString

from hub.french.analysis import Typed, published, typed
from hub.guide.chapters import Chapter, Paragraph, chapters
from hub.search.excerpts import Marker


@dataclass(frozen=True)
class Found:
    chapter: Chapter
    paragraph: Paragraph
    title: SafeString
    excerpt: SafeString


def search(text: str) -> list[Found]:
    """The paragraphs that have every word of `text`, those that have more of them in their title first."""
    asked = typed(text)
    if not asked:
        return []
    marker = Marker(way for word in asked for way in word.ways)
    scored = []
    for chapter in chapters().values():
        for paragraph in chapter.paragraphs:
            title = tokens_of(f"{chapter.title} {paragraph.title}")
            whole = title | tokens_of(paragraph.text)
            if all(is_in(word, whole) for word in asked):
                scored.append((-sum(is_in(word, title) for word in asked), chapter, paragraph))
    scored.sort(key=lambda each: each[0])
    return [
        Found(chapter, paragraph, marker.marked(paragraph.title), marker.excerpt(paragraph.text))
        for _, chapter, paragraph in scored
    ]


def is_in(word: Typed, tokens: Iterable[str]) -> bool:
    return any(all(not part.isdisjoint(tokens) for part in way) for way in word.ways)


@lru_cache(maxsize=512)
def tokens_of(text: str) -> frozenset[str]:
    return frozenset(token for _, tokens in published(text) for token in tokens)
