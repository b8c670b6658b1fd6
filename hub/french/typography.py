"""French typography, done once for every page: nobody types a narrow no-break space by hand.

Rules: Imprimerie nationale, «Lexique des règles typographiques». A narrow no-break space (U+202F) stands before
``; : ! ?`` and inside guillemets and large numbers; a no-break space (U+00A0) between a number and its unit.
"""

import re

NARROW, NO_BREAK, JOINER = "\u202f", "\u00a0", "\u2060"

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = f"€|%|mois|ans?|membres?|jours?|minutes?|min|h|km|Mo|Ko|{_MONTHS}"
#: What people type between two words; a line end in a template is a space like another.
_SPACE = "[ \n\u00a0]+"
_RULES = [
    (re.compile("'|&#x27;|&#39;"), "’"),
    (re.compile(r"(?<=\d)–(?=\d)"), f"{JOINER}–{JOINER}"),
    (re.compile(f"{_SPACE}(?=[;:!?»])"), NARROW),
    (re.compile(f"(?<=«){_SPACE}"), NARROW),
    (re.compile(r"(?<=\d)[ \n]+(?=\d{3}\b)"), NARROW),
    (re.compile(rf"(?<=\d)[ \n]+(?=(?:{_UNITS})(?!\w))"), NO_BREAK),
    (re.compile(r"(?<=\dh)[ \n]+(?=\d\d\b)|(?<=\d\u00a0h)[ \n]+(?=\d\d\b)"), NO_BREAK),
    (re.compile(rf"(?<=\b1er)[ \n]+(?=(?:{_MONTHS})\b)"), NO_BREAK),
    (re.compile(r"(?<=[≤≥])[ \n]+(?=\d)"), NO_BREAK),
    (re.compile(r"(?<=\bn°)[ \n]+(?=\d)"), NO_BREAK),
]
#: Every rule needs one of these: a text without any stays as it is, and most pieces of a page have none.
_MAY_CHANGE = re.compile("['&–\u00a0]|[ \n][;:!?»]|[«\\dh≤≥°][ \n]|1er[ \n]")
#: White space of templates; no-break spaces are words.
_BLANKS = " \t\r\n"
#: Elements whose text is shown to the letter.
_VERBATIM = re.compile(r"(<(script|style|pre|code|kbd|textarea|svg)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)", re.S | re.I)


def typographic(text: str) -> str:
    """`text` (no markup) with French spaces and apostrophes. Idempotent."""
    if _MAY_CHANGE.search(text) is None:
        return text
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def quoted(text: str) -> str:
    """`text` between guillemets; those it already has become “ ”, as in a quotation inside another."""
    inside = re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", text))
    return f"« {inside} »"


def lower_first(text: str) -> str:
    """`text` as it goes on a sentence: its first letter small, unless it begins a set of initials («INSEE»)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def typographic_html(html: str) -> str:
    """`html` with French typography in its text; tags, attributes, code, addresses and pictures are left alone.

    Line ends beside tags lose the indentation and the empty lines of templates: they are laid out to be read.
    """
    pieces: list[str] = []
    position = 0
    for match in _VERBATIM.finditer(html):
        pieces += [typographic(_unindented(html[position : match.start()])), match[0]]
        position = match.end()
    return "".join([*pieces, typographic(_unindented(html[position:]))])


def _unindented(text: str) -> str:
    """The text between two tags, whose first and last line ends stand alone."""
    if "\n" not in text:
        return text
    after = text.lstrip(_BLANKS)
    if not after:
        return "\n"
    words = after.rstrip(_BLANKS)
    before, end = text[: len(text) - len(after)], after[len(words) :]
    return "".join(["\n" if "\n" in before else before, words, "\n" if "\n" in end else end])
