"""The order of French words."""

import unicodedata

#: Letters that no decomposition takes apart.
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def folded(words: str) -> str:
    """For sorting and comparing: no case, no accent, ligatures as two letters."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(LIGATURES))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
