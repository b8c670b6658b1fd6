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


#: What a mail server sends back (RFC 3464), as Postfix writes it.
REPORT = """From: MAILER-DAEMON@relais.example
To: ne-pas-repondre@agoratheque.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limite"

--limite
Content-Type: text/plain; charset=utf-8

The mail system: {to}

--limite
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example
Arrival-Date: Sun, 22 Nov 2026 13:00:00 +0100

{recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <b>voir {to}</b>

--limite
Content-Type: {kind}

From: ne-pas-repondre@agoratheque.example
Message-ID: {message_id}
Subject: Votre proposition

--limite--
"""


def delivery_report(
    message_id: str,
    to: str = "anne@exemple.fr",
    *,
    action: str = "failed",
    status: str = "5.1.1",
    headers_only: bool = True,
    recipient: str = "Final-Recipient: rfc822; {}",
) -> bytes:
    """What a mail server says of a mail that did not arrive."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    fields = {"message_id": message_id, "to": to, "action": action, "status": status, "kind": kind}
    return REPORT.format(recipient=recipient.format(to), **fields).replace("\n", "\r\n").encode()
