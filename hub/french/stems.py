"""From a French word to the tokens under which it is found: Snowball, with what it gets wrong for this field.

A word may have several tokens: two words match when they share one. What a rule joins by mistake («matrice» and an
imaginary «mateur») harms nobody, since the second is in no text.
"""

import re
import threading
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

from hub.french.families import FAMILY, INVARIABLE

#: Words that say nothing of what somebody looks for: articles, pronouns, small verbs, and the words of a question.
STOP = frozenset({
    "a", "à", "afin", "ai", "aie", "aient", "ailleurs", "ainsi", "ait", "alors", "après", "as", "au", "aucun",
    "aucune", "aujourd'hui", "aura", "auraient", "aurait", "aussi", "autre", "autres", "aux", "avaient", "avait",
    "avant", "avec", "avez", "avoir", "avons", "ayant", "bien", "c", "ça", "car", "ce", "ceci", "cela", "celle",
    "celles", "celui", "cependant", "ces", "cet", "cette", "ceux", "chaque", "chez", "ci", "combien", "comme",
    "comment", "d", "dans", "de", "depuis", "des", "dès", "desquelles", "desquels", "dit", "dites", "dois", "doit",
    "doivent", "donc", "dont", "du", "duquel", "durant", "elle", "elles", "en", "encore", "enfin", "ensuite",
    "entre", "environ", "es", "est", "et", "étaient", "était", "étant", "être", "eu", "eux", "existe", "existent",
    "faire", "fait", "falloir", "faudra", "faudrait", "faut", "font", "furent", "fut", "ici", "il", "ils", "j",
    "jamais", "je", "jusqu", "jusque", "l", "la", "là", "laquelle", "le", "lequel", "les", "lesquelles", "lesquels",
    "leur", "leurs", "lors", "lorsqu", "lorsque", "lui", "m", "ma", "mais", "malgré", "me", "même", "mêmes", "mes",
    "mien", "moi", "mon", "n", "ne", "ni", "non", "nos", "notre", "nous", "on", "ont", "ou", "où", "oui", "par",
    "parce", "parfois", "parmi", "pas", "pendant", "peu", "peut", "peut-être", "peuvent", "peux", "plus",
    "plusieurs", "plutôt", "pour", "pourquoi", "pourrait", "pouvez", "pouvoir", "prochain", "prochaine",
    "prochaines", "prochains", "puis", "puisqu", "puisque", "puisse", "puissent", "qu", "quand", "quant", "que",
    "quel", "quelle", "quelles", "quelque", "quelques", "quels", "qui", "quoi", "s", "sa", "sait", "sans", "se",
    "sera", "seraient", "serait", "seront", "ses", "si", "sien", "sinon", "soi", "soient", "soit", "son", "sont",
    "sous", "souvent", "suis", "sur", "t", "ta", "tant", "te", "tel", "telle", "telles", "tels", "tes", "toi",
    "ton", "toujours", "tous", "tout", "toute", "toutes", "très", "tu", "un", "une", "va", "vers", "veut", "veux",
    "via", "voici", "voilà", "vont", "vos", "votre", "vous", "y",
})  # fmt: skip

#: Feminine endings that Snowball takes for other words, and the masculine ones.
FEMININE = (("trice", "teur"), ("euse", "eur"))
_ACCENTS = re.compile("[\u0300-\u036f]+")
_PLURAL = re.compile(r"(?<=..)[sx]$")
#: Signs that nobody sees: soft hyphens, joiners, marks of direction.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")


class _Snowball(threading.local):
    """One for each thread: a stemmer holds the word it works on, and would mix those of two requests."""

    def __init__(self) -> None:
        self.french = stemmer("french")


_snowball = _Snowball()


def plain(word: str) -> str:
    """Small letters, ligatures undone, invisible signs left out; accents stay."""
    letters = unicodedata.normalize("NFKC", word).casefold().lower()
    return letters if letters.isascii() else _INVISIBLE.sub("", letters.replace("œ", "oe").replace("æ", "ae"))


@lru_cache(maxsize=65_536)
def plain_word(word: str) -> str:
    """`plain`, for the words of a text, which come back."""
    return plain(word)


def unaccented(word: str) -> str:
    """`plain` without accents."""
    return word if word.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", word))


def _singulars(word: str) -> set[str]:
    """`word` and what it may be the plural of: «élus», «municipaux», «siègent», «indemnisons»."""
    found = {word}
    if len(word) > 3:
        found.add(_PLURAL.sub("", word))
        if word.endswith("aux") and not word.endswith("eaux"):
            found.add(f"{word[:-3]}al")
        if word.endswith("ent") and len(word) > 5:
            found.add(word[:-2])
        if word.endswith("ons") and len(word) > 6:
            found.add(f"{word[:-3]}e")
    return found


def _masculines(word: str) -> set[str]:
    """`word` and the masculine it may be the feminine of."""
    pairs = [(word.removesuffix("s"), ending, other) for ending, other in FEMININE]
    return {word, *(each.removesuffix(ending) + other for each, ending, other in pairs if each.endswith(ending))}


@lru_cache(maxsize=65_536)
def tokens(word: str) -> frozenset[str]:
    """What `word`, as `plain` gives it, is found under: letters without accents, or figures.

    The stem is taken on the accented word, where Snowball knows participles; that of the word without accents is
    added, for those who type none.
    """
    bare = unaccented(word)
    if word in INVARIABLE:
        return frozenset({bare})
    if bare in FAMILY:
        return frozenset({FAMILY[bare]})
    words = {other for each in _masculines(word) for other in _singulars(each)}
    return frozenset(_stem(each) for word in words for each in (word, unaccented(word)))


def _stem(word: str) -> str:
    return unaccented(_snowball.french.stemWord(word)) or word


@lru_cache(maxsize=65_536)
def is_stop(word: str) -> bool:
    """Whether `word`, as `plain` gives it, says nothing; a single letter neither."""
    return word in STOP or len(word) == 1 or unaccented(word) in _BARE_STOP


#: «à», «où», typed without accents. «De» and «du» are already there; «des» stands for «dès» too.
_BARE_STOP = frozenset({"etre", "etait", "etaient", "meme", "memes", "apres", "tres", "voila", "deja", "ca"})
