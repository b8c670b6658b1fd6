"""How long the outbox keeps what it holds; the privacy table says the same."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail

BODY_DAYS = timedelta(days=30)
ROW_DAYS = timedelta(days=365)
#: Nothing more will happen to them, unless an organiser asks for a new try.
CLOSED = (MailState.SENT, MailState.FAILED, MailState.DROPPED)


def purge_mails(now: datetime) -> int:
    """Empty the texts of closed mails after 30 days, remove their rows after 12 months; gives the number of both."""
    removed, _ = _closed_before(now - ROW_DAYS).delete()
    empty = {"text": "", "calendar": "", "unsubscribe_url": ""}
    emptied = _closed_before(now - BODY_DAYS).exclude(**empty).update(**empty)
    return removed + emptied


def _closed_before(instant: datetime) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(state__in=CLOSED, created_at__lte=instant)
