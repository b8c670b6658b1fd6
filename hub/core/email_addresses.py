"""E-mail addresses as people type them: read, checked in words, questioned when a common domain looks mistyped.

Addresses are compared in Unicode NFKC, case folded: `ſ` counts as s, `ß` as ss, wide letters as plain ones. A mailbox
of that name may be another person's, so what is compared as another address is refused. An address that is right as
typed is never changed.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hub.core.validators import one_line

EXAMPLE = "Exemple : prenom.nom@ville.fr"
MAX_NAME, MAX_ADDRESS = 64, 254
NO_AT = f"Il manque « @ » dans l’adresse électronique. {EXAMPLE}"
NOTHING_BEFORE = f"Il manque ce qui vient avant « @ » dans l’adresse électronique. {EXAMPLE}"
NOTHING_AFTER = f"Il manque ce qui vient après « @ » dans l’adresse électronique. {EXAMPLE}"
ONE_ADDRESS = f"Écrivez une seule adresse électronique. {EXAMPLE}"
HALF = "L’adresse électronique est incomplète."
INCOMPLETE = f"{HALF} {EXAMPLE}"
SPACE = "L’adresse électronique contient un espace. Écrivez-la sans."
DOT = "Dans l’adresse électronique, un point est de trop ou mal placé."
LONG_NAME = f"Avant « @ », l’adresse électronique est trop longue : {MAX_NAME} signes au plus."
TOO_LONG = f"L’adresse électronique est trop longue : {MAX_ADDRESS} signes au plus."
UNUSUAL = "Après « @ », l’adresse électronique contient un signe inhabituel. Écrivez-la de nouveau."

#: Punctuation of wide scripts, which comes along with some keyboards and papers.
_PLAIN = str.maketrans("＠．。｡，；：＜＞", "@...,;:<>")
_BETWEEN_BRACKETS = re.compile(r"(.*)<([^<>]*)>[\s.,;]*")
_AROUND_AT = re.compile(r"\s*@\s*")
#: What can neither begin nor end an address.
_BEFORE, _AFTER = ' <([«“‘"”,;:.', " <>()[]«»“”‘’\"',;:.?!"
_NAME_SIGNS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]")
_DOMAIN_SIGNS = re.compile(r"[\w.-]")


def read_address(typed: str) -> str:
    """The address in what was typed: `Nom <nom@ville.fr>`, `mailto:`, spaces and punctuation around."""
    text = one_line(typed)
    if _is_right(text):
        return text
    text = _AROUND_AT.sub("@", text.translate(_PLAIN))
    text = _without_name(text)
    if text[:7].lower() == "mailto:":
        text = re.sub(r"(@[^?]*)\?.*", r"\1", unquote(text[7:]))
    if _is_right(text):
        return text
    text = text[1:] if text[:1] == "'" == text.rstrip(" .,;")[-1:] else text
    return text.lstrip(_BEFORE).rstrip(_AFTER)


def _without_name(text: str) -> str:
    """What stands between brackets, unless the name before them is another address."""
    found = _BETWEEN_BRACKETS.fullmatch(text)
    if found is None:
        return text
    name, address = found[1].strip(" '\"«»"), found[2].strip()
    return text if "@" in name and name.lower() != address.lower() else address


def _is_right(text: str) -> bool:
    return not address_fault(text)


# ---------------------------------------------------------------- what is wrong
def one_owner(value: str) -> None:
    """Refuse what is no e-mail address, and one that is compared as the address of somebody else."""
    fault = address_fault(value)
    if fault:
        raise ValidationError(fault, code="invalid")


def address_fault(address: str) -> str:
    """Why nobody can be written to at `address`, as a sentence; empty when it is right."""
    return next(filter(None, _faults(address)), "")


def _faults(address: str) -> Iterator[str]:
    """The first one is what the person reads."""
    name, _, domain = address.rpartition("@")
    yield TOO_LONG if len(address) > MAX_ADDRESS else ""
    yield NO_AT if "@" not in address else ""
    yield ONE_ADDRESS if "@" in name or "," in name or re.search("[;<>]", address) else ""
    yield NOTHING_BEFORE if not name else ""
    yield NOTHING_AFTER if not domain else ""
    yield SPACE if " " in address else ""
    yield LONG_NAME if len(name) > MAX_NAME else ""
    yield _comma(name, domain)
    yield _accent(name)
    yield UNUSUAL if _is_compared_otherwise(domain) else ""
    yield _misplaced(name, domain)
    yield DOT if re.search(r"\.\.|^\.|\.@|@\.|\.$", address) else ""
    yield _unfinished(name, domain)


def _comma(name: str, domain: str) -> str:
    if "," not in domain:
        return ""
    mended = f"{name}@{domain.replace(',', '.')}"
    meant = f" Vouliez-vous dire {mended} ?" if _is_right(mended) else ""
    return f"L’adresse électronique contient une virgule à la place d’un point.{meant}"


def _accent(name: str) -> str:
    """Before the @ no mail server of ours takes more than ASCII; after it, accents are letters of their own."""
    odd = next((sign for sign in name if not sign.isascii()), "")
    if not odd:
        return ""
    return f"Avant « @ », l’adresse contient un accent ou un signe inhabituel : « {odd} ». Écrivez-la sans."


def _is_compared_otherwise(domain: str) -> bool:
    return unicodedata.normalize("NFKC", domain).casefold() != domain.lower()


def _misplaced(name: str, domain: str) -> str:
    quoted = name.startswith('"')
    signs = _NAME_SIGNS.sub("", "" if quoted else name) + _DOMAIN_SIGNS.sub("", domain)
    return f"L’adresse électronique contient un signe qui n’y a pas sa place : « {signs[0]} »." if signs else ""


def _unfinished(name: str, domain: str) -> str:
    """What Django's own check refuses for any other reason."""
    try:
        validate_email(f"{name}@{domain}")
    except ValidationError:
        meant = likely_domain(domain)
        return f"{HALF} Vouliez-vous dire {name}@{meant} ?" if meant else INCOMPLETE
    return ""


# ---------------------------------------------------------------- what may be mistyped
#: Providers of mail for many people, and the ends of their domains, the usual one first.
PROVIDERS = {
    "aliceadsl": "fr",
    "aol": "com fr",
    "bbox": "fr",
    "cegetel": "net",
    "club-internet": "fr",
    "free": "fr",
    "gmail": "com",
    "gmx": "fr com net",
    "googlemail": "com",
    "hotmail": "fr com",
    "icloud": "com",
    "laposte": "net fr",
    "live": "fr com",
    "msn": "com",
    "neuf": "fr",
    "noos": "fr",
    "numericable": "fr com",
    "orange": "fr com",
    "outlook": "fr com",
    "proton": "me com",
    "protonmail": "com ch",
    "sfr": "fr com",
    "wanadoo": "fr",
    "yahoo": "fr com",
    "ymail": "com",
}
#: Those that have domains in many countries (hotmail.be, yahoo.co.uk).
ABROAD = {"aol", "gmx", "hotmail", "live", "msn", "outlook", "yahoo"}
#: Ends that exist nowhere, and what was meant.
WRONG_ENDS = {
    **dict.fromkeys(("f", "fe", "ff", "ffr", "frr", "ft", "rf"), "fr"),
    **dict.fromkeys(("ccom", "cim", "cmo", "comm", "con", "conm", "coom", "ocm", "vom", "xom"), "com"),
}
#: A shorter name has too many neighbours: only two letters that changed places are questioned.
LONG_ENOUGH = 5


def doubt(address: str) -> str:
    """A question about a domain that looks mistyped; empty when there is none to ask."""
    name, _, domain = address.rpartition("@")
    meant = likely_domain(domain)
    if not meant:
        return ""
    return f"Vouliez-vous dire {name}@{meant} ? Si {address} est juste, envoyez de nouveau."


def likely_domain(domain: str) -> str:
    """The domain that was probably meant; empty for one that looks right."""
    plain = _without_accents(domain.lower())
    name, _, end = plain.partition(".")
    provider = name if name in PROVIDERS else next((known for known in PROVIDERS if _is_slip(name, known)), "")
    if provider:
        meant = f"{provider}.{_likely_end(provider, end)}"
    else:
        body, _, last = domain.lower().rpartition(".")
        meant = f"{body}.{WRONG_ENDS[last]}" if body and last in WRONG_ENDS else domain.lower()
    return meant if meant != domain.lower() else ""


def _likely_end(provider: str, end: str) -> str:
    ends = PROVIDERS[provider].split()
    meant = WRONG_ENDS.get(end, end)
    is_of_a_country = re.fullmatch(r"(com?\.)?(?!cm|co$)[a-z]{2}", meant) is not None
    if meant in ends or (provider in ABROAD and is_of_a_country):
        return meant
    return next((known for known in ends if known[0] == meant[:1]), ends[0])


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _is_slip(typed: str, known: str) -> bool:
    """Two letters that changed places or, after the first letter of a long name, one too many, missing or wrong."""
    start = next((at for at, pair in enumerate(zip(typed, known, strict=False)) if len(set(pair)) > 1), None)
    if start is None:
        start = min(len(typed), len(known))
    rest, wanted = typed[start:], known[start:]
    if rest[1:2] + rest[:1] + rest[2:] == wanted:
        return True
    is_one_sign = rest[1:] in {wanted, wanted[1:]} or rest == wanted[1:]
    return is_one_sign and start > 0 and len(known) >= LONG_ENOUGH
