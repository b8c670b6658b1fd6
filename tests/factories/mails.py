"""Rows of the outbox, for tests."""

import itertools
from datetime import UTC, datetime

from hub.mail.actions import queue_mail
from hub.mail.letters import Letter
from hub.mail.models import OutgoingMail

_numbers = itertools.count(1)
#: A frozen clock for what depends on time.
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def outgoing(to: str = "anne@exemple.fr", *, subject: str = "Votre proposition", **fields: object) -> OutgoingMail:
    """A mail queued at NOON; `fields` then overwrite columns."""
    text = str(fields.pop("text", "Bonjour,\n\nElle est bien arrivée.\n"))
    mail = queue_mail(Letter("essai", subject, text), to=to, dedup_key=f"essai-{next(_numbers)}")
    OutgoingMail.objects.filter(pk=mail.pk).update(**{"created_at": NOON, "next_attempt_at": NOON, **fields})
    mail.refresh_from_db()
    return mail
