"""The timed reading of what came back: which of our mails did not arrive, and how surely."""

import logging
from datetime import datetime

from django.conf import settings

from hub.mail.actions import claim_reading, count_bounce, note_reading
from hub.mail.inbox import Inbox, UnreachableInboxError, opened_inbox
from hub.mail.reports import failures

logger = logging.getLogger(__name__)


def read_bounces(now: datetime) -> int:
    """Deal with the messages of the mailbox of returns; gives how many of our mails came back.

    A message is marked only once what it says is stored: a reading that dies halfway is done again, and a report that
    is read twice counts once.
    """
    if not settings.BOUNCES_IMAP_HOST or not claim_reading(now):
        return 0
    counted, error = 0, ""
    try:
        with opened_inbox() as inbox:
            for number, message in inbox.unread():
                counted += _deal_with(inbox, number, message, now)
    except UnreachableInboxError as failure:
        logger.warning("mailbox of returns: %s", failure)
        error = str(failure)
    note_reading(error)
    return counted


def _deal_with(inbox: Inbox, number: str, message: bytes, now: datetime) -> int:
    counted = sum(count_bounce(failure, at=now) for failure in failures(message))
    inbox.mark_read(number)
    return counted
