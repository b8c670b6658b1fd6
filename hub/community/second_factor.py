"""How secrets of second factors are kept: encrypted, so that a copy of the database gives nobody a code."""

import base64
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

#: What every Fernet token begins with: its version, then the first zeros of the time.
_TOKEN = "gAAAA"  # noqa: S105 -- the beginning of any token


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypts with keys made of the secret key of the site; former ones still accepted can decrypt."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ce n’est pas le bon code. Attendez le suivant, ou prenez un code de secours.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. One that no key opens becomes a secret that nobody has: no code is right any more.

        What does not look encrypted was kept before secrets were.
        """
        if not encrypted_text.startswith(_TOKEN):
            return encrypted_text
        try:
            return _cipher().decrypt(encrypted_text).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> MultiFernet:
    """AES-128-CBC with HMAC-SHA256 (Fernet); the first key encrypts."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [salted_hmac("agoratheque.second_factor", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
