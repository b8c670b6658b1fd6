"""Validators of what people type."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

#: What people type instead of an address: `Nom <nom@ville.fr>`, several at once, half of one.
ONE_ADDRESS = "Écrivez une seule adresse, sans nom ni chevrons. Exemple : prenom.nom@ville.fr"
UNUSUAL = "L’adresse électronique contient un signe inhabituel. Écrivez-la de nouveau, sans accent ni signe spécial."
INCOMPLETE = "L’adresse électronique est incomplète. Exemple : prenom.nom@ville.fr"


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


def one_owner(value: str) -> None:
    """Refuse what is no e-mail address, and one that is compared as the address of somebody else.

    Addresses are compared in Unicode NFKC, case folded: `ſ` counts as s, `ß` as ss, wide letters as plain ones. A
    mailbox of that name may be another person's.
    """
    validate_email(value)
    if _has_look_alikes(value):
        raise ValidationError(UNUSUAL, code="invalid")


def address_fault(typed: str, otherwise: str = INCOMPLETE) -> str:
    """Why `typed` is no e-mail address, as a sentence."""
    if re.search("[<>,;]", typed):
        return ONE_ADDRESS
    return UNUSUAL if _has_look_alikes(typed) else otherwise


def _has_look_alikes(address: str) -> bool:
    """Before the @ no mail server of ours takes more than ASCII; after it, accents are letters of their own."""
    name, _, domain = address.rpartition("@")
    return not name.isascii() or unicodedata.normalize("NFKC", domain).casefold() != domain.lower()


def lines(text: str) -> list[str]:
    """The non-empty lines of `text`, stripped."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def too_long(what: str, limit: int) -> str:
    """The sentence of a text over `limit` signs; `what` says which."""
    return f"{what} : {f'{limit:,}'.replace(',', ' ')} signes au plus. Rien n’est perdu : raccourcissez."
