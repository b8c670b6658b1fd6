"""Logs keep no private link: whoever could read it there could open what it opens.

The secret of a link is the parameter `token` of its route. Routes are read from the URLconf, so that a new private
link is masked by itself. What looks like a whole token is masked wherever it stands.
"""

import logging
import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import ResolverMatch, URLResolver, get_resolver

MASK = "***"
SECRET = "token"  # noqa: S105 -- the name of a parameter
PARAMETER = re.compile(r"<(?:[^<>:]+:)?(\w+)>")
#: Tokens have 43 signs; one that lost a few could still be guessed. Slugs have no capitals.
WHOLE_TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}", re.ASCII)
#: Below, replacing a wrong secret in a whole text would spoil other words.
SHORTEST = 6
#: What every record has; the rest was given by `extra`.
OWN_NAMES = {*vars(logging.makeLogRecord({})), "message", "asctime"}
PLAIN = logging.Formatter()


def mask(text: str) -> str:
    """`text` with *** instead of the secret part of each private link."""
    links = _known_links()
    if links is not None:
        text = links.sub(rf"\g<1>{MASK}", text)
    return WHOLE_TOKEN.sub(MASK, text)


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every route below `resolver`, whole, as `path()` writes it."""
    for pattern in resolver.url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


class MaskPrivateLinks(logging.Filter):
    """Rewrites a record before a handler sees it: message, traceback and `extra` become texts without secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        hide = partial(_hidden, asked=_secret_asked(record))
        record.msg, record.args = hide(_message(record)), ()
        if record.exc_info:
            # The exception itself holds what its traceback shows: only the masked text remains.
            record.exc_text = record.exc_text or PLAIN.formatException(record.exc_info)
            record.exc_info = None
        record.exc_text = record.exc_text and hide(record.exc_text)
        record.stack_info = record.stack_info and hide(record.stack_info)
        for name in vars(record).keys() - OWN_NAMES:
            setattr(record, name, _without_secret(getattr(record, name), hide))
        return True


def _hidden(text: str, asked: str) -> str:
    return mask(text.replace(asked, MASK) if len(asked) >= SHORTEST else text)


def _secret_asked(record: logging.LogRecord) -> str:
    """The secret of the request that the record is about: an error may tell it without its address."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return match.kwargs.get(SECRET, "") if isinstance(match, ResolverMatch) else ""


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 -- logging itself would write the arguments as they are
        return f"{record.msg} {record.args}"


def _without_secret(value: object, hide: Callable[[str], str]) -> object:
    """`value` itself if it shows no secret, a masked text otherwise (a request shows its path)."""
    if isinstance(value, str):
        return hide(value)
    try:
        shown = repr(value)
    except Exception:  # noqa: BLE001 -- a value that can't be shown must not stop what is being logged
        return f"<{type(value).__name__}>"
    masked = hide(shown)
    return value if masked == shown else masked


def _known_links() -> re.Pattern[str] | None:
    """None while the URLconf is not loaded: no request was answered yet, and a log line must not load it."""
    if settings.ROOT_URLCONF not in sys.modules:
        return None
    try:
        return _links_of(settings.ROOT_URLCONF)
    except ImproperlyConfigured:  # it is being loaded
        return None


@lru_cache
def _links_of(urlconf: str) -> re.Pattern[str] | None:
    """Finds what stands before a secret (first group) and the secret, up to a word known to follow it.

    A changed token may hold any sign: spaces and quotes belong to it, and so does what follows an unexpected slash.
    """
    before, after = set(), set()
    for route in routes(get_resolver(urlconf)):
        pieces = PARAMETER.split(route)  # text, name, text, name, … text
        names = pieces[1::2]
        if SECRET in names:
            end = 2 * names.index(SECRET) + 1
            before.add(r"[^/\s]+".join(re.escape(text).replace("/", "/+") for text in pieces[:end:2]))
            after.update(re.findall(r"[a-z][\w-]*", " ".join(pieces[end + 1 :: 2])))
    if not before:
        return None
    stop = rf"""(?!\?|(?:{"|".join(sorted(after)) or "(?!)"})(?:[/\s'"]|$))"""
    return re.compile(
        rf"(?<![\w-])({'|'.join(sorted(before))})[^/\s][^/\n]*(?:/+{stop}[^/\s]+)*", re.IGNORECASE | re.MULTILINE
    )
