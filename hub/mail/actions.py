"""The only writers of the outbox."""

import hashlib
import logging
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from hub.core.addresses import sending_domain
from hub.core.errors import NotAllowed, WrongState
from hub.core.validators import one_line
from hub.mail.enums import Bounce, MailState
from hub.mail.letters import NO_CALENDAR, CalendarPart, Letter
from hub.mail.mails import TRIAL, trial_letter
from hub.mail.models import DailyRun, OutgoingMail
from hub.mail.reports import Failure
from hub.mail.sending import send_now

logger = logging.getLogger(__name__)

#: The task that reads the mailbox of returns, and how often.
READING = "retours de courrier"
READ_EVERY = timedelta(minutes=5)
#: What is added when the mailbox could not be read.
READ_AGAIN_AFTER = timedelta(minutes=25)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A letter to be put in the outbox, once per `dedup_key`."""

    letter: Letter
    to: str
    dedup_key: str
    is_confidential: bool = False
    unsubscribe_url: str = ""
    not_after: datetime | None = None

    def row(self) -> OutgoingMail:
        """As the outbox keeps it, not stored yet."""
        return OutgoingMail(
            kind=self.letter.kind,
            dedup_key=self.dedup_key,
            message_id=message_id(self.dedup_key),
            recipient=self.to,
            subject=one_line(self.letter.subject),
            text=self.letter.text,
            is_confidential=self.is_confidential,
            unsubscribe_url=self.unsubscribe_url,
            not_after=self.not_after,
        )


def queue_mail(
    letter: Letter,
    *,
    to: str,
    dedup_key: str,
    is_confidential: bool = False,
    unsubscribe_url: str = "",
    not_after: datetime | None = None,
    calendar: CalendarPart | None = None,
) -> OutgoingMail:
    """Put `letter` in the outbox, once per `dedup_key`; to be called in the transaction of its cause.

    A second call with the same key gives the row already there, whatever its state. The mail leaves with the next
    `manage.py tick`; where `settings.MAIL_AT_ONCE` is on, right after the transaction.
    """
    part = calendar or NO_CALENDAR
    values = {
        "kind": letter.kind,
        "message_id": message_id(dedup_key),
        "recipient": to,
        "subject": one_line(letter.subject),
        "text": letter.text,
        "calendar": part.text,
        "calendar_method": part.method,
        "is_confidential": is_confidential,
        "unsubscribe_url": unsubscribe_url,
        "not_after": not_after,
    }
    mail, is_new = OutgoingMail.objects.get_or_create(dedup_key=dedup_key, defaults=values)
    if is_new and settings.MAIL_AT_ONCE:
        transaction.on_commit(lambda: send_now(mail.pk), robust=True)
    return mail


def queue_mails(mails: Iterable[Waiting]) -> int:
    """The same for many mails at once, in one statement; gives their number, those of another process included."""
    rows = [mail.row() for mail in mails]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and settings.MAIL_AT_ONCE:
        keys = [row.dedup_key for row in rows]
        stored = OutgoingMail.objects.filter(dedup_key__in=keys).values_list("pk", flat=True)
        for pk in list(stored):
            transaction.on_commit(partial(send_now, pk), robust=True)
    return len(rows)


def message_id(dedup_key: str) -> str:
    """The Message-ID (RFC 5322) of the mail that tells `dedup_key`: always the same, and it reveals nothing."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{dedup_key}".encode()).hexdigest()[:32]
    return f"<{digest}@{sending_domain()}>"


def forget_mails(about: Q) -> None:
    """Remove mails, sent or not, whose subject is erased; in the transaction of the erasure."""
    OutgoingMail.objects.filter(about).delete()


# ---------------------------------------------------------------- what came back
def count_bounce(failure: Failure, *, at: datetime) -> bool:
    """Note that a mail of ours came back; True when that is news. A report that proves nothing changes nothing.

    Whoever knows the Message-ID has read the mail: a stranger can't say that it came back. What is permanent stays so.
    """
    mail = OutgoingMail.objects.filter(message_id=failure.message_id, attempts__gt=0).first()
    if mail is None or _on_the_wire(mail.recipient) not in failure.recipients:
        return False
    kind = Bounce.PERMANENT if failure.is_permanent else Bounce.SOFT
    worse = OutgoingMail.objects.filter(pk=mail.pk).exclude(bounce__in=(kind, Bounce.PERMANENT))
    return bool(worse.update(bounce=kind, bounced_at=at, bounce_code=failure.code))


def _on_the_wire(address: str) -> str:
    """The address as servers write it: a domain with accents in its ASCII form (RFC 5890)."""
    name, _, domain = address.lower().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{name}@{domain}"


def claim_reading(now: datetime) -> bool:
    """Whether this process reads the mailbox of returns now: one process every few minutes is told yes."""
    DailyRun.objects.get_or_create(name=READING, defaults={"next_at": now})
    return bool(DailyRun.objects.filter(name=READING, next_at__lte=now).update(next_at=now + READ_EVERY))


def note_reading(error: str) -> None:
    """Remember how the reading ended; after a failure the next one waits longer: mails wait while a server hangs."""
    later = {"next_at": F("next_at") + READ_AGAIN_AFTER} if error else {}
    DailyRun.objects.filter(name=READING).update(last_error=error, **later)


# ---------------------------------------------------------------- what organisers decide
def send_trial(to: str, name: str, *, by: Any) -> OutgoingMail:
    """A mail to see what people receive from the site `name`, through the outbox as all others. Raises NotAllowed."""
    _check_permission(by)
    return queue_mail(trial_letter(name, at=timezone.now()), to=to, dedup_key=f"{TRIAL}-{secrets.token_hex(16)}")


def retry_mail(mail: OutgoingMail, *, by: Any) -> OutgoingMail:
    """Put a failed mail back in the queue, with all its attempts before it.

    Raises NotAllowed without the permission, WrongState when it has not failed or can't be sent any more.
    """
    _check_permission(by)
    if not _retryable().filter(pk=mail.pk).update(**_fresh()):
        raise WrongState("Ce message ne peut plus partir : il n’est pas en échec, ou son texte a été effacé.")
    logger.info("mail %s: retry asked by member %s", mail.pk, by.pk)
    mail.refresh_from_db()
    return mail


def retry_failed_mails(*, by: Any) -> int:
    """The same for every failed mail that can still be sent; gives their number."""
    _check_permission(by)
    count = _retryable().update(**_fresh())
    logger.info("%s mails: retry asked by member %s", count, by.pk)
    return count


def drop_mail(mail: OutgoingMail, *, by: Any) -> OutgoingMail:
    """Give up a mail that waits or has failed. Raises NotAllowed, or WrongState when it is on its way or closed."""
    _check_permission(by)
    open_row = OutgoingMail.objects.filter(pk=mail.pk, state__in=(MailState.QUEUED, MailState.FAILED))
    if not open_row.update(state=MailState.DROPPED, calendar="", last_error="Abandonné par l’organisation."):
        raise WrongState("Ce message est déjà parti, ou part en ce moment.")
    OutgoingMail.objects.filter(pk=mail.pk, is_confidential=True).update(text="")
    logger.info("mail %s: given up by member %s", mail.pk, by.pk)
    mail.refresh_from_db()
    return mail


def _check_permission(by: Any) -> None:
    if not by.has_perm("mail.change_outgoingmail"):
        raise NotAllowed("Vous ne pouvez pas gérer les messages.")


def _retryable() -> QuerySet[OutgoingMail]:
    useful = Q(not_after=None) | Q(not_after__gt=timezone.now())
    return OutgoingMail.objects.filter(useful, state=MailState.FAILED).exclude(text="")


def _fresh() -> dict[str, Any]:
    return {"state": MailState.QUEUED, "attempts": 0, "next_attempt_at": timezone.now(), "last_error": ""}
