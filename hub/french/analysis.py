"""A French text as the words under which it is found: for what is published and for what is typed, the same rules.

Inclusive writing gives both genders («élu(e)s», «acteur/trice», with raised dots too), never its endings alone;
elisions, hyphens, ligatures, accents and inflection fold away; addresses, numbers and articles of law stay whole.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from hub.french.families import FIGURES
from hub.french.stems import is_stop, plain, plain_word, tokens, unaccented

#: A word longer than this is nobody's; a query has no more words than that.
LONGEST_WORD, MOST_WORDS = 60, 24

_DOT = "[·‧⋅•∙・]"
_LOOSE = "[.‐‑/-]"
_APOSTROPHE = "['’‘ʼ′`´]"
_LETTER = r"[^\W\d_][\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]*"
#: Endings that inclusive writing adds, longest first, and how the masculine must end for it.
ENDINGS = {
    "trice": "teur", "elle": "el", "enne": "en", "ente": "ent", "ante": "ant", "euse": "eu[rx]", "rice": "eur",
    "esse": "e", "ière": "ier", "ère": "er", "ice": "eur", "ive": "if", "ale": "al", "sse": "e", "ne": "n", "le": "l",
    "te": "t|ous", "se": "[sx]|e", "ve": "f", "fe": "f", "re": "r", "es": "[^e]", "e": "[^e]", "s": ".",
}  # fmt: skip
_ENDING = "|".join(f"{ending}s?" for ending in ENDINGS if ending not in {"s", "es"}) + "|es|s"
_TAIL = (
    rf"(?:(?P<dot>{_DOT}(?:{_ENDING})(?:{_DOT}s)?)|(?P<loose>{_LOOSE}(?-i:{_ENDING})(?:{_LOOSE}s)?)"
    rf"|(?P<bracket>\((?:{_ENDING})\)(?:\(s\)|s)?))(?![\w·‧⋅•∙・])"
)
_ADDRESS = (
    r"(?:https?://|www\.)[^\s<>\"«»]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.-])[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d-]+)*\.(?:org|com|fr|net|eu|be|ch|ca|info|io|uk)(?![\w-])"
)
_LAW = r"(?<![\w])(?:L\.?\s?O|[LRDA])\.?\s?\*?\s?\d{1,5}(?:-\d{1,4})+"
_MIXED = r"\w*(?:[^\W\d_]\d|\d[^\W\d_])\w*"
_NUMBER = r"\d{1,3}(?:[\u202f\u00a0 ]\d{3})+(?!\d)|\d+(?:[.,/-]\d+)*"
#: Small words of several, and verbs of questions («sommes-nous», «existe-t-il»): none says what is looked for.
_SMALL = (
    rf"(?<!\w)(?:aujourd{_APOSTROPHE}hui|(?:en|au) cours|au sein|en cas|dans le cadre"
    r"|art(?:icle)?s?\.?(?=\s(?:L\.?\s?O|[LRDA])\.?\s?\d)"
    r"|\w+(?<!el)(?<!eau)-(?:je|nous|vous|(?:t-)?(?:il|elle|on)s?|ce)(?![\w-])(?<!rendez-vous))"
)
#: Most words of a text: letters alone before a space, which no other rule reads with what follows.
_SIMPLE = r"(?!(?:en|au|dans|pour|art(?:icle)?s?|lo|[lrda])\b)[^\W\d_]++(?=[\s,;]|\.?\Z|\.\s)"
_PIECE = re.compile(
    rf"(?=\S)(?:(?P<simple>{_SIMPLE})|(?P<address>{_ADDRESS})|(?P<small>{_SMALL})|(?P<law>{_LAW})|(?P<mixed>{_MIXED})"
    rf"|(?P<number>{_NUMBER})|(?P<sign>€|%|(?<!\w)pour cent(?!\w)|(?<!\w)art\.(?=\s?\d))"
    rf"|(?P<elision>(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu){_APOSTROPHE}(?=\w))"
    rf"|(?P<word>(?:{_LETTER})+)(?:{_TAIL})?)",
    re.IGNORECASE,
)
_SIGNS = {"€": "euro", "art.": "articl"}
_JOINED = re.compile("[-‐‑]")
_ORDINAL = re.compile(r"(\d{1,2})(?:ere?s?|re|nde?|emes?|es?)")
#: «2021-2026», «13/03/2025»: also found in parts.
_SPAN = re.compile(r"\d+(?:[/-]\d+)+")


class Word(NamedTuple):
    """A word where it stands in the text, and the tokens it is found under."""

    start: int
    end: int
    plain: str
    tokens: frozenset[str]
    #: Other tokens of a published text: the parts of what is typed whole.
    parts: frozenset[str] = frozenset()
    #: Whether a hyphen, and nothing else, ties it to the next word.
    is_tied: bool = False


def words(text: str) -> Iterator[Word]:
    """The words of `text` that say something, in order."""
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or ""
        if kind == "simple":
            if known := _simple(match[0]):
                yield Word(match.start(), match.end(), *known)
        elif kind in {"elision", "small"} or match.end() - match.start() > 4 * LONGEST_WORD:
            continue
        elif kind in _WHOLE:
            whole, *parts = _WHOLE[kind](match[0])
            yield Word(match.start(), match.end(), whole, frozenset({whole}), frozenset(parts))
        else:
            yield from _of_letters(text, match)


@lru_cache(maxsize=65_536)
def _simple(letters: str) -> tuple[str, frozenset[str]] | None:
    """A word that stands alone, and its tokens; nothing for one that says nothing, or is nobody's."""
    word = plain(letters)
    return None if len(word) > LONGEST_WORD or is_stop(word) else (word, tokens(word))


def _of_letters(text: str, match: re.Match[str]) -> Iterator[Word]:
    word, end = plain_word(match["word"]), match.end("word")
    found: frozenset[str] = frozenset()
    for kind in ("dot", "loose", "bracket"):
        if tail := match[kind]:
            added = _added(word, re.findall(r"[^\W\d_]+", plain(tail))[0])
            # A full stop or a hyphen before what is no ending of this word begins another word; it is read again.
            end = match.end() if added or kind != "loose" else end
            found = frozenset().union(*map(tokens, added))
    if is_stop(word) and not found:
        yield from _rest(text, end, match)
        return
    if len(word) <= LONGEST_WORD and word:
        tied = bool(_JOINED.match(text, end)) and text[end + 1 : end + 2].isalpha()
        found |= tokens(_singular_before(word, found))
        yield Word(match.start(), end, word, found, is_tied=tied)
    yield from _rest(text, end, match)


def _rest(text: str, end: int, match: re.Match[str]) -> Iterator[Word]:
    """What was taken for an ending and is none."""
    if end < match.end():
        yield from (
            word._replace(start=end + word.start, end=end + word.end) for word in words(text[end : match.end()])
        )


def _singular_before(word: str, found: frozenset[str]) -> str:
    """«citoyens/nes»: the plural stands before the ending."""
    return word.removesuffix("s") if found and len(word) > 3 else word


def _added(word: str, ending: str) -> list[str]:
    """The feminine that `ending` makes of `word`; the word alone for a plural; nothing when it is no ending of it."""
    if ending == "s":
        return [word]
    if len(word) < 2:
        return []
    single = ending if ending in ENDINGS else ending.removesuffix("s")
    for base in dict.fromkeys([word, word.removesuffix("s")]):
        if re.search(f"(?:{ENDINGS[single]})$", base):
            return [base, _feminine(base, single)]
    return []


def _feminine(word: str, ending: str) -> str:
    if ending in {"trice", "rice", "ice"}:
        return word.removesuffix("eur") + "rice"
    if ending == "euse":
        return word[:-3] + "euse"
    if ending in {"te", "se", "ve"} and word.endswith(("ous", "x", "f")):
        return word[:-1] + ending
    whole = {"elle": 2, "enne": 2, "ente": 3, "ante": 3, "ière": 3, "ère": 2, "ive": 2, "ale": 2, "esse": 1, "re": 2}
    if ending in whole and ending != "re":
        return word[: len(word) - whole[ending]] + ending
    return word.removesuffix("er") + "ère" if ending == "re" else word + ending.removesuffix("s")


def _address(text: str) -> list[str]:
    """The address, and the name of its site."""
    whole = text.lower().rstrip(".,;:!?)…'’")
    site = re.sub(r"^(?:https?://)?(?:www\.)?", "", whole).partition("/")[0]
    return [whole] if "@" in whole else [whole, site]


def _law(text: str) -> list[str]:
    letter, figures = text[0].lower(), re.sub(r"[^\d-]", "", text)
    return [f"{letter}{figures}", figures]


def _mixed(text: str) -> list[str]:
    """«2ème» is 2e, like «deuxième»."""
    whole = unaccented(plain(text))
    ordinal = _ORDINAL.fullmatch(whole)
    return [f"{ordinal[1]}e" if ordinal else whole]


def _number(text: str) -> list[str]:
    """«70 000» and «70.000» are 70000, «41,22» is 41.22; a date or a span is found by each of its parts too."""
    whole = re.sub(r"\s", "", text).replace(",", ".")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", whole):
        whole = whole.replace(".", "")
    return [whole, *re.split("[/-]", whole)]


_WHOLE: dict[str, Callable[[str], list[str]]] = {
    "address": _address,
    "law": _law,
    "number": _number,
    "mixed": _mixed,
    "sign": lambda text: [_SIGNS.get(text.lower(), "pourcent")],
}


@dataclass(frozen=True)
class Typed:
    """A word that was typed: one of `ways` must be found, each a sequence of sets of tokens of which one is enough."""

    text: str
    ways: tuple[tuple[frozenset[str], ...], ...]


def typed(text: str) -> list[Typed]:
    """What was typed, word by word; words tied by a hyphen are one, found in one word or in several."""
    found: list[Typed] = []
    tied: list[Word] = []
    for word in words(text):
        tied.append(word)
        if not word.is_tied:
            found.append(_typed(text, tied))
            tied = []
    if tied:
        found.append(_typed(text, tied))
    unique = {each.ways: each for each in reversed(found)}
    return list(reversed(unique.values()))[:MOST_WORDS]


def _typed(text: str, tied: list[Word]) -> Typed:
    apart = tuple(_as_figures(word.tokens) for word in tied)
    ways = [apart, (joined(tied),)] if len(tied) > 1 else [apart]
    if len(tied) == 1 and _SPAN.fullmatch(tied[0].plain):
        ways.append(tuple(frozenset({part}) for part in re.split("[/-]", tied[0].plain)))
    return Typed(text[tied[0].start : tied[-1].end], tuple(ways))


def _as_figures(found: frozenset[str]) -> frozenset[str]:
    """«deux» finds «2», and the other way round; only what is typed does: words of the glossary stay as they are."""
    return found.union(*(_FIGURES.get(token, ()) for token in found))


def _figures() -> dict[str, set[str]]:
    pairs = [(token, figure) for word, figure in FIGURES.items() for token in tokens(word)]
    known: dict[str, set[str]] = {}
    for one, other in [*pairs, *((figure, token) for token, figure in pairs)]:
        known.setdefault(one, set()).add(other)
    return known


_FIGURES = _figures()


def joined(tied: list[Word]) -> frozenset[str]:
    """«auto-saisine» as one word."""
    return tokens("".join(word.plain for word in tied))


def published(text: str) -> Iterator[tuple[Word, frozenset[str]]]:
    """The words of a published text, each with all its tokens: its parts, and the word it ends when words are tied."""
    tied: list[Word] = []
    for word in words(text):
        if word.is_tied:
            tied.append(word)
            yield word, word.tokens | word.parts
        elif tied:
            yield word, word.tokens | word.parts | joined([*tied, word])
            tied = []
        else:
            yield word, word.tokens | word.parts if word.parts else word.tokens
