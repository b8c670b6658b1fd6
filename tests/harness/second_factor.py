"""Signing in and setting up a second factor, as a person does with an application of codes."""

import base64
import hashlib
import hmac
import struct
import time

from django.test import Client

from tests.harness.mails import sign_in_code


def code_of(secret: str, shift: int = 0) -> str:
    """RFC 6238, written again: six digits for now, or for `shift` half-minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + shift)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def set_up(client: Client) -> str:
    """Link an application to the account signed in; gives its secret."""
    secret = client.get("/compte/second-facteur/totp/activate/").context["form"].secret
    client.post("/compte/second-facteur/totp/activate/", {"code": code_of(secret)})
    return secret


def sign_in(client: Client, email: str):
    client.post("/connexion/", {"email": email})
    code = sign_in_code()
    return client.post("/connexion/code/", {"code": code})
