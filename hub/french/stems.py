"""From a French word to the tokens under which it is found: Snowball, with what it gets wrong for this field.

A word may have several tokens: two words match when they share one. What a rule joins by mistake («matrice» and an
imaginary «mateur») harms nobody, since the second is in no text.
"""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

#: Words that say nothing of what somebody looks for: articles, pronouns, small verbs, and the words of a question.
STOP = frozenset({
    "a", "à", "ai", "aie", "aient", "ait", "alors", "après", "as", "au", "aucun", "aucune", "aujourd'hui", "aura",
    "aurait", "auraient", "aussi", "autre", "autres", "aux", "avaient", "avait", "avant", "avec", "avez", "avoir",
    "avons", "ayant", "bien", "c", "ça", "car", "ce", "ceci", "cela", "celle", "celles", "celui", "cependant",
    "ces", "cet", "cette", "ceux", "chez", "ci", "combien", "comme", "comment", "d", "dans", "de", "depuis", "des",
    "dès", "desquels", "desquelles", "dit", "dites", "dois", "doit", "doivent", "donc", "dont", "du", "duquel",
    "elle", "elles", "en", "encore", "entre", "es", "est", "et", "étaient", "était", "étant", "être", "eu", "eux",
    "fait", "faire", "font", "falloir", "faudra", "faudrait", "faut", "furent", "fut", "ici", "il", "ils", "j",
    "je", "jusque", "jusqu", "l", "la", "là", "laquelle", "le", "lequel", "les", "lesquelles", "lesquels", "leur",
    "leurs", "lors", "lorsque", "lorsqu", "lui", "m", "ma", "mais", "me", "même", "mêmes", "mes", "mien", "moi",
    "mon", "n", "ne", "ni", "non", "nos", "notre", "nous", "on", "ont", "ou", "où", "oui", "par", "parce", "pas",
    "peu", "peut", "peut-être", "peuvent", "peux", "plus", "plusieurs", "pour", "pourquoi", "pourrait", "pouvez",
    "pouvoir", "puis", "puisqu", "puisque", "qu", "quand", "que", "quel", "quelle", "quelles", "quels", "quelque",
    "quelques", "qui", "quoi", "s", "sa", "sans", "se", "sera", "serait", "seraient", "seront", "ses", "si",
    "sien", "soi", "soient", "soit", "son", "sont", "sous", "suis", "sur", "t", "ta", "tant", "te", "tel", "telle",
    "telles", "tels", "tes", "toi", "ton", "tous", "tout", "toute", "toutes", "très", "tu", "un", "une", "va",
    "vers", "veut", "veux", "voici", "voilà", "vont", "vos", "votre", "vous", "y",
})  # fmt: skip

#: Words whose last letter is no plural, and that another word would look like.
INVARIABLE = frozenset({
    "cours", "temps", "corps", "pays", "sens", "fonds", "fois", "mois", "bois", "choix", "voix", "prix", "paix",
    "poids", "procès", "deux", "dix", "six",
})  # fmt: skip
#: Stem, without accents, of words that Snowball parts from their family or puts in another one. Keys: no accent.
EXCEPTIONS = {
    **dict.fromkeys(("elu", "elue", "elus", "elues"), "elu"),
    **dict.fromkeys(("conseiller", "conseillere", "conseillers", "conseilleres"), "conseiller"),
    **dict.fromkeys(("participant", "participante", "participants", "participantes"), "participant"),
    **dict.fromkeys(("garant", "garante", "garants", "garantes"), "garant"),
    **dict.fromkeys(("public", "publics", "publique", "publiques"), "public"),
    **dict.fromkeys(("tirage", "tirages", "tirer", "tire", "tiree", "tires", "tirees", "tirant"), "tirage"),
    **dict.fromkeys(("travail", "travaux"), "travail"),
    **dict.fromkeys(("voeu", "voeux"), "voeu"),
    **dict.fromkeys(("enjeu", "enjeux"), "enjeu"),
    **dict.fromkeys(("lieu", "lieux"), "lieu"),
    **dict.fromkeys(("jeu", "jeux"), "jeu"),
    **dict.fromkeys(("partie", "parties"), "partie"),
    **dict.fromkeys(("parti", "partis"), "parti"),
    **dict.fromkeys(("sortie", "sorties", "sortir"), "sortie"),
    **dict.fromkeys(("duree", "durees"), "duree"),
    **dict.fromkeys(("jure", "juree", "jures", "jurees", "jury", "jurys"), "jury"),
    **dict.fromkeys(("tous", "toutes"), "tous"),
}
#: Feminine endings that Snowball takes for other words, and the masculine ones.
FEMININE = (("trice", "teur"), ("euse", "eur"))
_ACCENTS = re.compile("[\u0300-\u036f]+")
_PLURAL = re.compile(r"(?<=..)[sx]$")
_MARKS = {
    ord("œ"): "oe",
    ord("æ"): "ae",
    0xAD: None,
    0x2060: None,
    0xFEFF: None,
    **dict.fromkeys(range(0x200B, 0x2010)),
}
_snowball = stemmer("french")


def plain(word: str) -> str:
    """Small letters, ligatures undone, invisible signs left out; accents stay."""
    return unicodedata.normalize("NFKC", word).casefold().translate(_MARKS)


@lru_cache(maxsize=65_536)
def plain_word(word: str) -> str:
    """`plain`, for the words of a text, which come back."""
    return plain(word)


def unaccented(word: str) -> str:
    """`plain` without accents."""
    return word if word.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", word))


def _singulars(word: str) -> set[str]:
    """`word` and what it may be the plural of: «élus», «municipaux», «siègent»."""
    found = {word}
    if len(word) > 3:
        found.add(_PLURAL.sub("", word))
        if word.endswith("aux") and not word.endswith("eaux"):
            found.add(f"{word[:-3]}al")
        if word.endswith("ent") and len(word) > 6:
            found.add(word[:-2])
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
    if bare in EXCEPTIONS:
        return frozenset({EXCEPTIONS[bare]})
    words = {other for each in _masculines(word) for other in _singulars(each)}
    return frozenset(_stem(each) for word in words for each in (word, unaccented(word)))


def _stem(word: str) -> str:
    return unaccented(_snowball.stemWord(word)) or word


@lru_cache(maxsize=65_536)
def is_stop(word: str) -> bool:
    """Whether `word`, as `plain` gives it, says nothing; a single letter neither."""
    return word in STOP or len(word) == 1 or unaccented(word) in _BARE_STOP


#: «à», «où», typed without accents. «De» and «du» are already there; «des» stands for «dès» too.
_BARE_STOP = frozenset({"etre", "etait", "etaient", "meme", "memes", "apres", "tres", "voila", "deja", "ca"})
