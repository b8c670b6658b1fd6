"""Codes of French authorities: those of the Insee and SIREN numbers, and the sentence that says what is wrong."""

import re

from hub.community.enums import AuthorityKind

_DEPARTMENT = r"(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-8]|98[4-9])"
_SHAPES = {
    AuthorityKind.COMMUNE: re.compile(r"(?!20)(?:0[1-9]|[1-8][0-9]|9[0-57-8]|2[AB])[0-9]{3}"),
    AuthorityKind.DEPARTMENT: re.compile(rf"(?!20){_DEPARTMENT}"),
    AuthorityKind.REGION: re.compile(r"[0-9]{2}"),
}
_SIREN = re.compile(r"[0-9]{9}")
_WANTED = {
    AuthorityKind.COMMUNE: "Une commune a un code INSEE de cinq signes, par exemple 76540 ou 2A004.",
    AuthorityKind.DEPARTMENT: "Un département a un numéro, par exemple 31, 2A ou 974.",
    AuthorityKind.REGION: "Une région a un code INSEE de deux chiffres, par exemple 28.",
}
SIREN_WANTED = "Écrivez le numéro SIREN, neuf chiffres, par exemple 200023414."
SIREN_WRONG = "Ce numéro SIREN contient une erreur : comparez ses neuf chiffres avec ceux d’un document officiel."


def written(code: str) -> str:
    """As codes are kept: without spaces nor dots, in capitals."""
    return re.sub(r"[\s.]", "", code).upper()


def code_problem(kind: str, code: str) -> str:
    """Why `code` can't be that of a French authority of this scale, in a sentence; nothing when it can."""
    shape = _SHAPES.get(AuthorityKind(kind))
    if shape is None:
        return _siren_problem(code)
    if shape.fullmatch(code):
        return ""
    looks = " Celui-ci ressemble à un numéro SIREN." if _SIREN.fullmatch(code) else ""
    return f"{_WANTED[AuthorityKind(kind)]}{looks}"


def department_of(kind: str, code: str) -> str:
    """The département that a code says: «76540» is in the 76, «97411» in the 974. Nothing for other scales."""
    if kind == AuthorityKind.COMMUNE:
        return code[: 3 if code.startswith(("97", "98")) else 2]
    return code if kind == AuthorityKind.DEPARTMENT else ""


def _siren_problem(code: str) -> str:
    if not _SIREN.fullmatch(code):
        return SIREN_WANTED
    return "" if _checks(code) else SIREN_WRONG


def _checks(number: str) -> bool:
    """Luhn: from the right, every second digit counts double."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
