"""The only writers of the outbox."""

import hashlib
from datetime import datetime

from django.conf import settings

from hub.mail.letters import Letter
from hub.mail.models import OutgoingMail


def queue_mail(
    letter: Letter,
    *,
    to: str,
    dedup_key: str,
    is_confidential: bool = False,
    unsubscribe_url: str = "",
    not_after: datetime | None = None,
) -> OutgoingMail:
    """Put `letter` in the outbox, once per `dedup_key`; to be called in the transaction of its cause.

    A second call with the same key gives the row already there, whatever its state. The mail leaves with the next
    `manage.py tick`.
    """
    values = {
        "kind": letter.kind,
        "message_id": message_id(dedup_key),
        "recipient": to,
        "subject": letter.subject,
        "text": letter.text,
        "is_confidential": is_confidential,
        "unsubscribe_url": unsubscribe_url,
        "not_after": not_after,
    }
    mail, _ = OutgoingMail.objects.get_or_create(dedup_key=dedup_key, defaults=values)
    return mail


def message_id(dedup_key: str) -> str:
    """The Message-ID (RFC 5322) of the mail that tells `dedup_key`: always the same, and it reveals nothing."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{dedup_key}".encode()).hexdigest()[:32]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<{digest}@{domain}>"
