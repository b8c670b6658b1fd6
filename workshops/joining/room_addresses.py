"""What an address of a video room must look like, and the traps of some providers. Nothing is asked of the address."""

import re
from urllib.parse import SplitResult, urlsplit

#: A name with a dot, whose last part is no number: neither this machine, nor an address of a network.
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+", re.ASCII)
#: Names that only a local network knows (RFC 6761, RFC 6762, RFC 8375, and what routers and companies use).
LOCAL = frozenset({"arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain"})
LOCALHOST = "localhost"
LONGEST = 500


def fault_of(address: str) -> str:
    """Why `address` can't be kept, in a sentence; empty when it can."""
    if len(address) > LONGEST:
        return f"Cette adresse est trop longue : {LONGEST} signes au plus."
    if not address.isprintable() or " " in address or "\\" in address:
        return "L’adresse tient en un seul morceau : sans espace, sans retour à la ligne, sans « \\ »."
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 -- raises for what is no port
    except ValueError:
        return "Cette adresse n’est pas comprise : copiez-la de nouveau depuis votre outil."
    return _fault_of_parts(parts)


def _fault_of_parts(parts: SplitResult) -> str:
    if parts.scheme != "https":
        return "L’adresse commence par « https:// »."
    if "@" in parts.netloc:
        return "L’adresse porte un nom de compte ou un mot de passe avant « @ » : ôtez-le."
    host = (parts.hostname or "").removesuffix(".")
    if not HOST.fullmatch(host) or host.rpartition(".")[2] in {*LOCAL, LOCALHOST}:
        return "L’adresse doit être celle d’un site public : un nom, pas un numéro ni une machine d’un réseau interne."
    return ""


def advice_for(address: str) -> list[str]:
    """What organisers should know of this provider; nothing for those we know nothing of."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    is_zoom = host == "zoom.us" or host.endswith(".zoom.us")
    known = [
        (
            host == "meet.jit.si",
            "meet.jit.si : la salle ne commence que lorsqu’une personne connectée à un compte y entre. Qui ouvre la "
            "salle ? Dites-le dans les notes pour les hôtes.",
        ),
        (
            is_zoom and parts.path.startswith("/my/"),
            "Zoom : c’est une salle personnelle, la même pour toutes les réunions. Qui garde l’adresse peut y revenir "
            ": prenez plutôt une réunion faite pour cet atelier.",
        ),
        (
            is_zoom and parts.path.startswith("/s/"),
            "Zoom : c’est le lien de qui démarre la réunion. Donnez celui des personnes invitées, en « /j/ ».",
        ),
    ]
    return [words for applies, words in known if applies]
