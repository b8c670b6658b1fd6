"""How mails leave: by SMTP, or, in development, kept in files and read in the browser."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from hub.mail.sender import addressed


class SmtpBackend(EmailBackend):
    """Django's, for whatever writes a mail: reviews of pages are announced by Wagtail itself."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return super().send_messages([addressed(message) for message in email_messages]) or 0


class FileMailBackend(BaseEmailBackend):
    """Writes each message to `settings.MAIL_DIR`, named after the instant so that names sort by time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(fail_silently=kwargs.get("fail_silently", False))
        self.folder = Path(settings.MAIL_DIR)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
            path = self.folder / f"{stamp}-{secrets.token_hex(3)}.eml"
            path.write_bytes(addressed(message).message().as_bytes())
        return len(email_messages)


def plain_text(message: ParsedMessage) -> str:
    """The text part of a parsed message."""
    part = message.get_body(preferencelist=("plain", "html"))
    return part.get_content() if part is not None else ""
