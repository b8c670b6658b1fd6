"""Looking whether the address of a source still answers. Network only; nothing is stored here."""

import re
import time
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from django.core.cache import cache

from hub.core.fetching import TIMEOUT, Answer, Unreachable, probe

#: How robots.txt may call us, and how long what it says is believed (RFC 9309, 2.4).
AGENT = "Agoratheque"
ROBOTS_FOR = 24 * 3600
ROBOTS_BYTES = 500 * 1024
#: Where a title stands in a page.
TITLE_BYTES = 64 * 1024
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.I | re.S)
_GONE = re.compile(
    r"^404\b|\b(erreur|error) 404\b|\bpage (introuvable|non trouvée|not found)\b|^not found\b|n.existe (pas|plus)\b",
    re.I,
)
#: The site answers, but not to programs, or not now to us: a person may well read it.
REFUSALS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, 451})
#: Servers that do not answer HEAD answer GET.
RETRIED = frozenset({HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.NOT_FOUND})


class Seen(Enum):
    """What one look says. Nothing is known of a site that does not want programs."""

    ALIVE = "répond"
    FAILING = "ne répond pas"
    UNKNOWN = "ne se laisse pas vérifier"


@dataclass(frozen=True)
class Look:
    seen: Seen
    words: str


def look_at(url: str) -> Look:
    """One polite look: what robots.txt refuses is not asked for; HEAD, then the beginning of the page.

    Ten seconds in all. A redirection to a private network is not followed (`hub.core.fetching`).
    """
    deadline = time.monotonic() + TIMEOUT
    try:
        if not _may_look(url, deadline):
            return Look(Seen.UNKNOWN, "Le site ne veut pas être lu par des programmes.")
        answer = probe(url, method="HEAD", deadline=deadline)
        if answer.status in RETRIED or answer.status == HTTPStatus.OK:
            answer = probe(url, most=TITLE_BYTES, deadline=deadline)
    except Unreachable as refusal:
        return Look(Seen.FAILING, str(refusal))
    return _judged(url, answer)


def _judged(url: str, answer: Answer) -> Look:
    if answer.status in REFUSALS:
        return Look(Seen.UNKNOWN, f"Le site refuse les programmes (réponse {answer.status}).")
    if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return Look(Seen.FAILING, f"Le site répond par l’erreur {answer.status}.")
    if _is_home(answer.url) and not _is_home(url):
        return Look(Seen.FAILING, "L’adresse mène à la page d’accueil du site.")
    title = _title(answer.start)
    if _GONE.search(title):
        return Look(Seen.FAILING, f"La page s’intitule « {title[:60]} ».")
    return Look(Seen.ALIVE, "")


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _title(page: bytes) -> str:
    found = _TITLE.search(page)
    return " ".join(found[1].decode("utf-8", "replace").split()) if found else ""


def _may_look(url: str, deadline: float) -> bool:
    """What robots.txt says of `url`; a site without one refuses nothing (RFC 9309, 2.3.1.3)."""
    parts = urlsplit(url)
    key = f"robots:{parts.scheme}:{parts.netloc}"
    text = cache.get(key)
    if text is None:
        answer = probe(f"{parts.scheme}://{parts.netloc}/robots.txt", most=ROBOTS_BYTES, deadline=deadline)
        text = answer.start.decode("utf-8", "replace") if answer.status == HTTPStatus.OK else ""
        cache.set(key, text, ROBOTS_FOR)
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules.can_fetch(AGENT, url)
