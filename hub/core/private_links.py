"""Private links: an address that stands for the right to do one thing, without an account.

Two kinds of tokens. That of a thing which always has a link is not stored: it is an HMAC-SHA256 of what it opens,
under the secret key of the site (256 bits); growing the generation of the thing makes its former links useless. That
of a link which ends (invitation, review, verification) is random, and only its hash is stored.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac


def token_for(scope: str, *parts: object) -> str:
    """43 characters fit for an address. `scope` says what the link is for: a link opens nothing else."""
    return _token(scope, parts, settings.SECRET_KEY)


def opens(token: str, scope: str, *parts: object) -> bool:
    """Whether `token` is the one of `scope` and `parts`, under the present key or a former one still accepted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(token, _token(scope, parts, key)) for key in keys)


def random_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored of a random token, and what it is looked up by: a plain hash of 256 bits can't be reversed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _token(scope: str, parts: tuple[object, ...], key: str | bytes) -> str:
    message = "\x1f".join(str(part) for part in parts)
    mac: hmac.HMAC = salted_hmac(f"agoratheque.private_links.{scope}", message, secret=key, algorithm="sha256")
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")
