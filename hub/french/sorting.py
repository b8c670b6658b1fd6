"""The order of French words."""

import re
import unicodedata

#: Letters that no decomposition takes apart.
LIGATURES = {"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
#: Marks put over and under letters, once taken apart.
MARKS = "[\u0300-\u036f]"
#: Spaces, apostrophes, hyphens, quotation marks, whichever their shape.
BETWEEN_WORDS = "[\u0001-/:-@[-`{-\u00bf\u02bc\u2000-\u206f]+"
#: Longest number that is put in the order of numbers.
DIGITS = 10
LONE_LIGATURES = str.maketrans(LIGATURES)
ZEROS = "0" * DIGITS
CAPITALS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def folded(words: str) -> str:
    """For comparing: no case, no accent, ligatures as two letters."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(LONE_LIGATURES))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def sort_key(words: str) -> str:
    """For sorting: as dictionaries do, and «Article 9» before «Article 10».

    The same steps are written in SQL in `hub.core.french_order`: databases and Python give one order.
    """
    plain = re.sub(MARKS, "", unicodedata.normalize("NFKD", words.translate(LONE_LIGATURES)))
    spaced = re.sub(BETWEEN_WORDS, " ", plain.translate(CAPITALS)).strip(" ")
    return re.sub(f"[0-9]*([0-9]{{{DIGITS}}})(?![0-9])", r"\1", re.sub("([0-9]+)", rf"{ZEROS}\1", spaced))
