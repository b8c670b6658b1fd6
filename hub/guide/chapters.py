"""The chapters of the guide: each a file of Markdown, its paragraphs begin with «## »."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hub.french.sorting import sort_key

FOLDER = Path(settings.BASE_DIR) / "docs/guide"
#: Read first; the others follow by title.
FIRST = "premiere-semaine"
#: No HTML comes through, and addresses that run scripts are no links: what is written is all that can be shown.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Paragraph:
    """What stands under one title; `anchor` is its place in the page of the chapter."""

    anchor: str
    title: str
    html: SafeString
    #: What is searched.
    text: str


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    introduction: SafeString
    paragraphs: tuple[Paragraph, ...]


@lru_cache(maxsize=1)
def chapters() -> dict[str, Chapter]:
    """Slug → chapter, in the order of the table of contents."""
    found = [read_chapter(path.stem, path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.md")]
    return {each.slug: each for each in sorted(found, key=lambda each: (each.slug != FIRST, sort_key(each.title)))}


def find(target: str) -> tuple[Chapter, Paragraph] | tuple[None, None]:
    """The paragraph named «chapter#anchor»; nothing when there is none, as in a guide that was made smaller."""
    slug, _, anchor = target.partition("#")
    chapter = chapters().get(slug)
    for paragraph in chapter.paragraphs if chapter else ():
        if chapter and paragraph.anchor == anchor:
            return chapter, paragraph
    return None, None


def read_chapter(slug: str, text: str) -> Chapter:
    tokens = MARKDOWN.parse(text)
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    ends = [*starts[1:], len(tokens)]
    paragraphs = tuple(_paragraph(tokens[start:end]) for start, end in zip(starts, ends, strict=True))
    head = tokens[: starts[0]] if starts else tokens
    # «# Title» is three tokens.
    return Chapter(slug, _words(head[1]), _html(head[3:]), paragraphs)


def _paragraph(tokens: list[Token]) -> Paragraph:
    title, rest = _words(tokens[1]), tokens[3:]
    lines = [_words(token) for token in rest if token.type == "inline"]
    return Paragraph(slugify(title), title, _html(rest), "\n".join(lines))


def _html(tokens: list[Token]) -> SafeString:
    return mark_safe(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))  # noqa: S308 -- Markdown without HTML


def _words(token: Token) -> str:
    """What is read of one line, without its marks."""
    pieces = [" " if part.type == "softbreak" else part.content for part in token.children or []]
    return " ".join("".join(pieces).split())
