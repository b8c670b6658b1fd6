"""Validators of what people type."""

import re
import unicodedata

from django.core.exceptions import ValidationError

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def clean_text(value: str) -> str:
    """`value` without control characters, line separators and lone surrogates, in Unicode NFC."""
    return unicodedata.normalize("NFC", _CONTROLS.sub("", value))


def visible(value: str) -> str:
    """`value` without the signs that show nothing: Unicode's category Cf.

    Marks of direction, joiners, spaces without width and soft hyphens come along with what is pasted; with them two
    names that look alike differ, and a line may be read in another order. Emoji made of several lose their joiner.
    """
    if value.isascii():
        return value
    return "".join(sign for sign in value if unicodedata.category(sign) != "Cf")


def one_line(value: str) -> str:
    """`clean_text` of what is visible, with every run of white space as one space."""
    return " ".join(clean_text(visible(value)).split())


def no_html(value: str) -> None:
    """Refuse markup where plain text is expected."""
    if re.search(r"<\s*/?\s*[a-zA-Z!]", value):
        raise ValidationError("Écrivez du texte simple, sans balise.")


def lines(text: str) -> list[str]:
    """The non-empty lines of `text`, stripped."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def too_long(what: str, limit: int) -> str:
    """The sentence of a text over `limit` signs; `what` says which."""
    return f"{what} : {f'{limit:,}'.replace(',', ' ')} signes au plus. Rien n’est perdu : raccourcissez."
