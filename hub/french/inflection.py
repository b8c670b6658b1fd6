"""Which spellings of a French phrase are the same words: plural, feminine, inclusive writing.

Rules, not a dictionary: they may produce a word that does not exist, which harms nobody since no text contains it.
What no rule gives, such as «procès-verbaux», organisers type among the forms of the term.
"""

import re
from collections.abc import Iterator
from html import escape

#: Masculine endings and their feminine ones, longest first; a word without such an ending has no feminine here.
FEMININE = (
    ("teur", ("trice", "teuse")),
    ("eur", ("euse",)),
    ("eux", ("euse",)),
    ("ant", ("ante",)),
    ("ent", ("ente",)),
    ("if", ("ive",)),
    ("el", ("elle",)),
    ("en", ("enne",)),
    ("er", ("ère",)),
    ("al", ("ale",)),
    ("é", ("ée",)),
    ("u", ("ue",)),
)
#: «Renouvellement» or «enjeu» are nothing but masculine.
ONLY_MASCULINE = ("ment", "au", "eu", "œu", "ou")
#: Words after which a phrase no longer changes: «tirages au sort», «commissions de suivi».
STILL = frozenset({
    "à", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "entre", "et", "l", "la", "le", "les", "ou", "par",
    "pour", "sans", "sur",
})  # fmt: skip

DOTS = "[·‧•∙⋅]"
HYPHENS = "[-‐‑]"
_ENDINGS = "(?:e|ne|le|te|se|ve|ère|ice|rice|trice|euse|ive|elle|enne|ente|ante|ale|s)"
#: What inclusive writing adds to a word. With a full stop or a hyphen, capitals would begin a sentence or a name.
INCLUSIVE = (
    rf"(?:{DOTS}{_ENDINGS}(?:{DOTS}?s)?"
    rf"|(?-i:(?:\.{_ENDINGS}(?:\.?s)?|{HYPHENS}{_ENDINGS}(?:{HYPHENS}?s)?))"
    rf"|\({_ENDINGS}\)s?)?"
)
SPACE = r"(?:\s|&nbsp;|&\#160;)+"
APOSTROPHE = r"(?:['’]|&\#x27;|&\#39;|&rsquo;)"
_TYPED_INCLUSIVE = re.compile(rf"{DOTS}{_ENDINGS}(?:{DOTS}?s)?$")
_PARTS = re.compile(r"\s+|['’]|[^\s'’]+")
_LETTERS = re.compile(r"[^\W\d_]+")


def is_acronym(phrase: str) -> bool:
    """«ACP»: matched as it is written, without plural."""
    return len(phrase) > 1 and phrase.isalpha() and phrase.isupper()


def plurals(word: str) -> set[str]:
    if word.endswith(("s", "x", "z")):
        return set()
    found = {word + "s"}
    if word.endswith("al"):
        found.add(f"{word[:-2]}aux")
    if word.endswith(("au", "eu", "œu", "ou")):
        found.add(word + "x")
    return found


def feminines(word: str) -> set[str]:
    if word.endswith(ONLY_MASCULINE):
        return set()
    for masculine, endings in FEMININE:
        if word.endswith(masculine):
            return {word.removesuffix(masculine) + ending for ending in endings}
    return set()


def spellings(word: str) -> set[str]:
    """`word`, in small letters, with its plurals and feminines; of an inclusive form, those of the masculine."""
    word = _TYPED_INCLUSIVE.sub("", word)
    singular = {word, *feminines(word)}
    return singular.union(*map(plurals, singular))


def _literal(word: str) -> str:
    """`word` as it stands in HTML text, with any of the hyphens and of the raised dots."""
    return "".join(
        HYPHENS if re.fullmatch(HYPHENS, letter) else DOTS if re.fullmatch(DOTS, letter) else re.escape(escape(letter))
        for letter in word
    )


def _changing(word: str) -> str:
    alternatives = sorted(spellings(word), key=lambda spelling: (-len(spelling), spelling))
    return f"(?:{'|'.join(map(_literal, alternatives))}){INCLUSIVE}"


def patterns(phrase: str) -> Iterator[tuple[str, str]]:
    """Pairs (first letters, regular expression): a text may contain `phrase` only where it has these letters."""
    phrase = phrase.strip()
    parts = _PARTS.findall(phrase if is_acronym(phrase) else phrase.lower())
    if not parts or not _LETTERS.match(parts[0]):
        return
    if is_acronym(phrase):
        yield phrase.lower(), f"(?-i:{phrase})"
        return
    found, changing = "", True
    for part in parts:
        changing = changing and part not in STILL
        if part.isspace():
            found += SPACE
        elif part in "'’":
            found += APOSTROPHE
        else:
            found += _changing(part) if changing else _literal(part)
    first = spellings(parts[0]) if parts[0] not in STILL else {parts[0]}
    beginnings = (_LETTERS.match(spelling) for spelling in first)
    yield from ((letters, found) for letters in sorted({match[0] for match in beginnings if match}))
