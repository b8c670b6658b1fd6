"""The mails of a test: sent when the test says so, then read."""

import re

from django.core import mail

from hub.mail.sending import send_due_mails


def deliver() -> list[mail.EmailMessage]:
    """Send what the outbox holds, as the next tick would; gives all that was sent so far."""
    send_due_mails()
    return mail.outbox


def sign_in_code() -> str:
    """The latest code: it leaves before mails that may wait."""
    codes = (re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", sent.body, re.MULTILINE) for sent in reversed(deliver()))
    return next(found[0] for found in codes if found)
