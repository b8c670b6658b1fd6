"""One tag per spelling: what may be a tag, and the key that all spellings of one tag share.

A key is for comparing only, and is never shown. It is cautious: two tags that stay apart can be merged by an
organiser, two that were taken for one can't be told apart again.
"""

import re
import unicodedata

from django.utils.text import slugify

#: Signs in a tag: longer texts are sentences.
LONGEST = 50
#: Room for the key of a long editorial tag whose signs unfold (ligatures).
LONGEST_KEY = 200

_DOTS = r"[·‧•∙⋅・.]"
_FEMININE = (
    "e|es|ne|nes|le|les|te|tes|se|ses|sse|sses|ve|ves|fe|fes|trice|trices|rice|rices|ice|ices|euse|euses"
    "|ere|eres|enne|ennes"
)
#: After a hyphen or a slash only what can't be a word: «rendez-les» and «pour/le» stay as they are.
_FEMININE_AFTER_HYPHEN = "e|es|ne|nes|trice|trices"
#: «élu‧es», «élu.e.s», «élu-e-s», «élu/e/s», «élu(e)s»: at least three letters, then the other form, then no letter.
_INCLUSIVE = re.compile(
    rf"(?<=[^\W\d_]{{3}})(?:{_DOTS}(?:{_FEMININE}|s)(?:{_DOTS}s)?"
    rf"|[-/](?:{_FEMININE_AFTER_HYPHEN})(?:[-/]s)?"
    rf"|\((?:{_FEMININE}|s)\)(?:s|\(s\))?)(?![^\W\d_])"
)
_ADDRESS = re.compile(r"://|^www\.|\b(?:javascript|vbscript|data|mailto):", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
#: Signs of punctuation that change what a word means: «R&D», «50 %», «C#».
_TELLING = "&%#@"
#: Words in «s» whose form without it is another word.
_WITH_S = frozenset(
    {"avis", "bois", "choix", "cours", "corps", "fois", "fonds", "mois", "pays", "poids", "sens", "temps"}
)
#: (least length, ending, what stands for it): plurals first, then the feminine of persons. Each shortens the word,
#: so that applying them again ends.
_ENDINGS = (
    (5, "eaux", "eau"),
    (4, "eux", "eu"),
    (6, "aux", "al"),
    (7, "trice", "teur"),
    (7, "enne", "en"),
    (6, "ere", "er"),
    (6, "ante", "ant"),
    (6, "ente", "ent"),
    (5, "ee", "e"),
)


def tag_problem(name: str) -> str:
    """Why `name`, on one line, can't be a tag, as a sentence in French; empty when it can."""
    if not name:
        return "Écrivez une étiquette."
    if len(name) > LONGEST:
        return f"Cette étiquette est trop longue : {LONGEST} signes au plus. Choisissez un ou deux mots."
    if re.search(r'[<>",;]', name):
        return "Écrivez une seule étiquette en texte simple, sans virgule, guillemet droit ni balise."
    if _ADDRESS.search(name):
        return "Écrivez un ou deux mots, sans adresse ni lien."
    if any(unicodedata.category(sign) in {"So", "Sk", "Me", "Co", "Cn", "Cs"} for sign in name):
        return "Écrivez l’étiquette avec des lettres et des chiffres, sans émoji ni symbole."
    if not slugify(name) or not tag_key(name):
        return "Écrivez au moins une lettre de notre alphabet ou un chiffre."
    return ""


def tag_key(text: str) -> str:
    """What all spellings of one tag have in common; empty for a text without letter or digit.

    Case, accents, apostrophes, hyphens, plurals, inclusive forms and the feminine of persons make no difference:
    «Élus», «élu‧es», «élu(e)s» and «élues» are one tag. Numbers do: «1.2» is neither «12» nor «1 2».
    """
    key, again = "", text
    while key != again:
        key, again = again, _folded_once(again)
    return key


def _folded_once(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).casefold()
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Mn", "Cf"})
    plain = _INCLUSIVE.sub("", plain.replace("œ", "oe").replace("æ", "ae"))
    plain = _DECIMAL.sub("\0", plain)
    spaced = "".join(sign if _stays(sign) else " " for sign in plain).replace("\0", ".")
    return " ".join(_singular(word) for word in spaced.split())[:LONGEST_KEY].strip()


def _stays(sign: str) -> bool:
    return sign == "\0" or sign in _TELLING or unicodedata.category(sign)[0] in "LNMS"


def _singular(word: str) -> str:
    """`word` without the marks of plural, then of feminine, that can be taken away without meeting another word."""
    if word in _WITH_S:
        return word
    if len(word) >= 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    if len(word) >= 4 and word.endswith("ue") and word[-3] not in "gq":
        return word[:-1]
    for least, ending, other in _ENDINGS:
        if len(word) >= least and word.endswith(ending):
            return word[: -len(ending)] + other
    return word
