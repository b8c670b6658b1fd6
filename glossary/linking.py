"""The first occurrence of each term of the glossary in a piece of HTML becomes a button that opens its definition.

Works on HTML which is already well-formed, cut into tags and text; only text outside of `SKIPPED` changes, and only by
the tags put around it: every other character stays as it is. Linking what is linked already changes nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from hub.french.inflection import DOTS, HYPHENS, patterns

#: Elements whose text is not running text, or belongs to somebody else.
SKIPPED = frozenset({
    "a", "abbr", "audio", "blockquote", "button", "caption", "cite", "code", "dfn", "dt", "fieldset", "figcaption",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "iframe", "kbd", "label", "legend", "math", "nav", "noscript",
    "object", "option", "output", "pre", "q", "samp", "script", "select", "style", "summary", "svg", "template",
    "textarea", "th", "title", "var", "video",
})  # fmt: skip
#: Tags that do not part words. Any other tag, but for line breaks, ends a quotation left open.
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u", "var",
})  # fmt: skip
LINE_BREAKS = frozenset({"br", "wbr"})

_TAG = re.compile(r"""(<!--.*?-->|</?[a-zA-Z](?:"[^"]*"|'[^']*'|[^'">])*+>)""", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_OPENED = re.compile(r'<button\b[^>]*\bpopovertarget="mot-([\w-]+)"')
_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTES = re.compile("[«»“”]")
_ADDRESS = re.compile(r"://|@|www\.")
#: A few signs that touch a word; a space before «:» is one of those that do not break.
_SIGNS = r"[^ \t\n\r\f<>]{0,24}"
_TOUCHED = re.compile(
    rf'(?<![^ \t\n\r\f<>])(?<!<span class="glue">)({_SIGNS})(<button class="term"[^>]*>[^<]*</button>)'
    rf"(\s+[;:!?»]|{_SIGNS})(?![^ \t\n\r\f<>])"
)
_COMBINING = "\u0300-\u036f"
#: What can't stand on either side of a word: letters, hyphens, and what addresses and names of files are made of.
_BEFORE = rf"(?<![\w{_COMBINING}@/.\\&#=?:%+~$·‧•∙⋅‐‑-])"
_AFTER = rf"(?![\w{_COMBINING}@/\\=%$]|(?:{DOTS}|{HYPHENS}|[.:?#+~])\w|\(\w+\))"

Words = tuple[tuple[str, tuple[str, ...]], ...]


class Matcher:
    """Finds terms in text. `words` are pairs (slug, phrases under which the term is found)."""

    def __init__(self, words: Words) -> None:
        self._by_letters: dict[str, list[tuple[str, str]]] = {}
        for slug, phrases in words:
            for phrase in phrases:
                for letters, pattern in patterns(phrase):
                    self._by_letters.setdefault(letters, []).append((pattern, slug))

    def occurrences(self, text: str, begin: int = 0) -> Iterator[tuple[int, int, str]]:
        """Start, end and slug of each term from `begin` on, in order, never overlapping; the longest wins."""
        forbidden = addresses(text)
        position = begin
        for letters in _LETTERS.finditer(text):
            candidates = self._by_letters.get(letters[0].lower(), ())
            start = letters.start()
            if not candidates or start < position or any(first <= start < last for first, last in forbidden):
                continue
            end, slug = self._longest(text, start, candidates)
            if end:
                yield start, end, slug
                position = end

    @staticmethod
    def _longest(text: str, start: int, candidates: Iterable[tuple[str, str]]) -> tuple[int, str]:
        best, chosen = 0, ""
        for pattern, slug in candidates:
            found = _compiled(pattern).match(text, start)
            if found and found.end() > best:
                best, chosen = found.end(), slug
        return best, chosen


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}{pattern}{_AFTER}", re.IGNORECASE)


@lru_cache(maxsize=4)
def matcher_of(words: Words) -> Matcher:
    """The matcher of these words, made once as long as nobody changes them."""
    return Matcher(words)


def addresses(text: str) -> list[tuple[int, int]]:
    """Where e-mail and web addresses stand in `text`."""
    if not _ADDRESS.search(text):
        return []
    return [chunk.span() for chunk in re.finditer(r"\S+", text) if _ADDRESS.search(chunk[0])]


def linked(html: str, matcher: Matcher, *, known: Collection[str], limit: int) -> tuple[str, list[str]]:
    """`html` with the first occurrence of each term as a button, and the slugs it opens, in order.

    `known` are the terms that the page opens already; with them, at most `limit` are opened.
    """
    opened = dict.fromkeys(_OPENED.findall(html))
    pieces = _TAG.split(html)
    skipped: list[str] = []
    depth = 0
    done: list[str] = []
    for index, piece in enumerate(pieces):
        if index % 2:
            _follow(piece, skipped)
            depth = depth if _is_inline(piece) or _name(piece) in LINE_BREAKS else 0
            done.append(piece)
        elif skipped or not piece:
            done.append(piece)
        else:
            found = list(_found(pieces, index, matcher, depth))
            done.append(_with_buttons(piece, found, opened, {*known}, limit))
            depth = _depths(piece, depth)[-1][1]
    return "".join(done), list(opened)


def glued(html: str) -> str:
    """`html` whose buttons stay on the line of what touches them: «l’» before, a full stop after.

    A browser may break a line on both sides of a button, even beside a word joiner: only an element holds them.
    """
    return _TOUCHED.sub(_held, html)


def _held(found: re.Match[str]) -> str:
    return f'<span class="glue">{found[0]}</span>' if found[1] or found[3] else found[0]


def _follow(tag: str, skipped: list[str]) -> None:
    """Keep in `skipped` the elements without links in which one stands after `tag`."""
    name = _name(tag)
    if tag.startswith("</"):
        if skipped and skipped[-1] == name:
            skipped.pop()
    elif name in SKIPPED and not tag.endswith("/>"):
        skipped.append(name)


def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def _is_inline(tag: str) -> bool:
    return tag.startswith("<!--") or _name(tag) in INLINE


def _found(pieces: list[str], index: int, matcher: Matcher, depth: int) -> Iterator[tuple[int, int, str]]:
    """The terms of a piece of text outside of quotations, whole words even where a tag stands inside a word."""
    piece = pieces[index]
    before, after = _neighbour(pieces, index, -1), _neighbour(pieces, index, 1)
    depths = _depths(piece, depth)
    for start, end, slug in matcher.occurrences(before + piece + after, len(before)):
        first, last = start - len(before), end - len(before)
        inside = [level for position, level in depths if position <= first]
        if last <= len(piece) and not inside[-1]:
            yield first, last, slug


def _neighbour(pieces: list[str], index: int, step: int) -> str:
    """The two characters that touch a piece of text across inline tags."""
    index += step
    while 0 <= index < len(pieces):
        if index % 2 and not _is_inline(pieces[index]):
            return ""
        if index % 2 == 0 and pieces[index]:
            return pieces[index][-2:] if step < 0 else pieces[index][:2]
        index += step
    return ""


def _depths(text: str, depth: int) -> list[tuple[int, int]]:
    """From which position on one stands in how many quotations."""
    depths = [(0, depth)]
    for mark in _QUOTES.finditer(text):
        depth = depth + 1 if mark[0] in "«“" else max(depth - 1, 0)
        depths.append((mark.start(), depth))
    return depths


def _with_buttons(
    text: str, found: list[tuple[int, int, str]], opened: dict[str, None], known: set[str], limit: int
) -> str:
    done, position = "", 0
    for start, end, slug in found:
        is_full = slug not in known and len(known | opened.keys()) >= limit
        if slug in opened or is_full:
            continue
        opened[slug] = None
        button = f'<button class="term" type="button" popovertarget="mot-{slug}">{text[start:end]}</button>'
        done += text[position:start] + button
        position = end
    return done + text[position:]
