"""The order of French words."""

import unicodedata


def folded(words: str) -> str:
    """For sorting and comparing: no case, no accent."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))
