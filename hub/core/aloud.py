"""What a page is for who hears it: languages of names, separators that are not read. See docs/decisions/0107."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.html import escape

from hub.core.lists.kept import kept
from hub.core.registries import foreign_names
from hub.french.typography import typographic

#: Text that is not read, cannot hold an element, or says its language already. `mark` is no border: the
#: search puts it inside names.
_APART = re.compile(
    r"(<(script|style|textarea|svg|title|option)\b.*?</\2\s*>|<!--.*?-->"
    r"|<(?!html\b)(\w+)\b[^>]*\slang=[^>]*>.*?</\3\s*>|<(?!/?mark>)[^>]*>)",
    re.S | re.I,
)
#: Between two words: they are seen, and «point médian» or «barre» would be heard.
SEPARATORS = "·→|"
_PIECES = re.compile(r"\w+|\W")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
#: (name, language)
Names = tuple[tuple[str, str], ...]


def foreign_part(name: str) -> str:
    """`name` without what explains it in French between brackets at its end."""
    return _IN_BRACKETS.sub("", name) or name


def said_aloud(html: str) -> str:
    """`html`, in which each name in another language stands in a `<span lang>`, and separators are not read."""
    return marked(html, kept("foreign names", _names))


def marked(html: str, names: Names) -> str:
    """The same, with these names, spelled as on the page."""
    plain = html.replace("<mark>", "").replace("</mark>", "")
    here = tuple((name, language) for name, language in names if name in plain)
    pattern, languages = _pattern(here), dict(here)

    def spoken(match: re.Match[str]) -> str:
        if match[0] in SEPARATORS:
            return f'<span aria-hidden="true">{match[0]}</span>'
        name = match[0].replace("<mark>", "").replace("</mark>", "")
        return f'<span lang="{languages[name]}">{match[0]}</span>'

    done: list[str] = []
    position = 0
    for apart in _APART.finditer(html):
        done += [pattern.sub(spoken, html[position : apart.start()]), apart[0]]
        position = apart.end()
    return "".join([*done, pattern.sub(spoken, html[position:])])


@lru_cache(maxsize=64)
def _pattern(names: Names) -> re.Pattern[str]:
    """Separators that stand alone, and any of `names`, the longest first, whole, with words of the search marked
    inside or not.
    """
    ways = map(_way, sorted((name for name, _ in names), key=len, reverse=True))
    return re.compile("|".join([rf"(?<!\S)[{SEPARATORS}](?!\S)", *(rf"(?<!\w){way}(?!\w)" for way in ways)]))


def _way(name: str) -> str:
    return f"(?:<mark>)?{'(?:</?mark>)?'.join(map(re.escape, _PIECES.findall(name)))}(?:</mark>)?"


def _names() -> Names:
    """In one query, in an order that is always the same."""
    first, *others = (read() for read in foreign_names())
    return tuple(dict(_spelled(sorted(first.union(*others)))).items())


def _spelled(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """As `{% typo %}` writes them, and to the letter, as code does."""
    for name, language in pairs:
        letters = escape(foreign_part(name))
        yield letters, language
        yield typographic(letters), language
