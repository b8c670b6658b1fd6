"""What leaves the outbox: one mail at a time, claimed under a lease, so that two workers never send the same one.

No transaction is open while the mail server is spoken to. A worker that dies leaves a lease that runs out; another
one then sends the same mail with the same Message-ID. See docs/decisions/0011-outbox.md.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import get_connection
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from hub.core.validators import one_line
from hub.mail.deadlines import cut_later
from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail
from hub.mail.registries import still_holds
from hub.mail.rendering import mail_message

logger = logging.getLogger(__name__)

#: How long a claimed mail belongs to its worker; longer than DEADLINE_SECONDS plus a wait for the database.
LEASE = timedelta(minutes=2)
#: The conversation with the mail server is cut after this, however slowly it answers each command.
DEADLINE_SECONDS = 80
#: The wait after each failed attempt; after the one that follows the last wait, the mail has failed.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
ATTEMPTS = len(BACK_OFF) + 1
#: Seconds between the tries to write down what became of a mail: the database may be restarting.
WRITE_PAUSES = (0.5, 1, 2, 4, 8)
ERROR_LENGTH = 300


class UnreachableError(Exception):
    """The mail server can't be spoken to: other mails would meet the same."""


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt; QUEUED means: later."""

    state: MailState
    error: str = ""
    stops_the_pass: bool = False


def send_due_mails(
    *, clock: Callable[[], datetime] = timezone.now, stopped: Callable[[], bool] = lambda: False
) -> Counter[str]:
    """Send what is due, until nothing is, the mail server is down, or `stopped()`. Gives how many per final state."""
    done: Counter[str] = Counter()
    while not stopped():
        begun = time.monotonic()
        mail = claim_next(clock())
        if mail is None:
            break
        outcome = attempt(mail, begun + DEADLINE_SECONDS)
        done[finish(mail, outcome, clock())] += 1
        if outcome.stops_the_pass:
            break
    return done


def send_now(pk: int) -> None:
    """Send one mail that has just been queued; whatever fails, it stays in the outbox (development only)."""
    now = timezone.now()
    mail = due(now).filter(pk=pk).first()
    if mail is not None and claim(mail, now):
        finish(mail, attempt(mail, time.monotonic() + DEADLINE_SECONDS), now)


# ---------------------------------------------------------------- claiming
def due(now: datetime) -> QuerySet[OutgoingMail]:
    """Mails that may leave: among those with a private link or a code, what is of no use soonest comes first.

    Somebody waits for a sign-in code: it passes before five hundred reminders.
    """
    waiting = Q(state=MailState.QUEUED, next_attempt_at__lte=now)
    abandoned = Q(state=MailState.SENDING, leased_until__lte=now)
    useful = Q(not_after=None) | Q(not_after__gt=now)
    found = OutgoingMail.objects.filter(waiting | abandoned, useful, attempts__lt=ATTEMPTS)
    return found.order_by("-is_confidential", F("not_after").asc(nulls_last=True), "next_attempt_at", "pk")


def claim_next(now: datetime) -> OutgoingMail | None:
    """A mail that is now ours alone, or None when nothing is due. A lost claim means that somebody else won it."""
    while (mail := due(now).first()) is not None:
        if claim(mail, now):
            return mail
    return None


def claim(mail: OutgoingMail, now: datetime) -> bool:
    """Take `mail` as it was read, by one conditional UPDATE; False when it has changed since."""
    taken = {"state": MailState.SENDING, "attempts": mail.attempts + 1, "leased_until": now + LEASE}
    if not _as_it_is(mail).update(**taken):
        return False
    for name, value in taken.items():
        setattr(mail, name, value)
    return True


def _as_it_is(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The row of `mail`, unless another worker or an organiser has touched it."""
    return OutgoingMail.objects.filter(
        pk=mail.pk, state=mail.state, attempts=mail.attempts, leased_until=mail.leased_until
    )


def settle_stale(now: datetime) -> int:
    """Close what can't leave any more: too late to be useful, or its workers died again and again."""
    free = Q(state=MailState.QUEUED) | Q(state=MailState.SENDING, leased_until__lte=now)
    late = OutgoingMail.objects.filter(free, not_after__lte=now).update(
        state=MailState.DROPPED,
        text="",
        calendar="",
        leased_until=None,
        last_error="Trop tard : ce message n’était plus utile.",
    )
    worn = OutgoingMail.objects.filter(state=MailState.SENDING, leased_until__lte=now, attempts__gte=ATTEMPTS)
    failed = worn.update(
        state=MailState.FAILED, leased_until=None, last_error="L’envoi a été interrompu à chaque essai."
    )
    secrets = OutgoingMail.objects.filter(state=MailState.FAILED, is_confidential=True, not_after__lte=now)
    secrets.exclude(text="", calendar="").update(text="", calendar="")
    return late + failed


# ---------------------------------------------------------------- speaking to the mail server
def attempt(mail: OutgoingMail, deadline: float) -> Outcome:
    """Send `mail`, and say what became of it. `deadline` is an instant of `time.monotonic`."""
    try:
        if not still_holds(mail):
            return Outcome(MailState.DROPPED, "La raison de ce message n’existe plus.")
        _transmit(mail, deadline)
    except DatabaseError:
        raise
    except UnreachableError as failure:
        return Outcome(MailState.QUEUED, str(failure), stops_the_pass=True)
    except SMTPRecipientsRefused as refusal:
        code, said = next(iter(refusal.recipients.values()))
        state = MailState.FAILED if code >= 500 else MailState.QUEUED
        return Outcome(state, f"Le serveur de courrier refuse cette adresse ({code} : {_words(said)}).")
    except SMTPResponseException as refusal:
        reason = f"{refusal.smtp_code} : {_words(refusal.smtp_error)}"
        return Outcome(MailState.QUEUED, f"Le serveur de courrier refuse le message ({reason}).")
    except (SMTPException, OSError) as failure:
        logger.warning("mail %s: %s", mail.pk, failure)
        return Outcome(MailState.QUEUED, "La connexion au serveur de courrier a été coupée pendant l’envoi.")
    except ValueError:
        logger.exception("mail %s can't be written", mail.pk)
        return Outcome(MailState.FAILED, "Ce message ne peut pas partir : son adresse ou son objet est mal écrit.")
    except Exception:
        logger.exception("mail %s", mail.pk)
        return Outcome(MailState.QUEUED, "Une erreur du site a empêché l’envoi ; le détail est dans son journal.")
    return Outcome(MailState.SENT)


def _transmit(mail: OutgoingMail, deadline: float) -> None:
    message = mail_message(mail)
    server = get_connection()
    try:
        _open(server)
        if time.monotonic() >= deadline:
            raise UnreachableError("Le serveur de courrier répond trop lentement.")
        with _cut_at(deadline, server):
            server.send_messages([message])
    finally:
        # The mail has left or not: a failed farewell changes nothing.
        with suppress(SMTPException, OSError):
            server.close()


def _open(server: Any) -> None:
    try:
        server.open()
    except SMTPAuthenticationError as refusal:
        raise UnreachableError(f"Le serveur de courrier refuse le compte du site ({refusal.smtp_code}).") from refusal
    except (SMTPException, OSError) as failure:
        logger.warning("the mail server can't be reached: %s", failure)
        raise UnreachableError("Le serveur de courrier ne répond pas.") from failure


@contextmanager
def _cut_at(deadline: float, server: Any) -> Iterator[None]:
    """Close the line before the lease ends: a server may answer each command just in time for EMAIL_TIMEOUT."""
    line: Any = getattr(getattr(server, "connection", None), "sock", None)
    timer = cut_later(line, deadline) if line is not None else None
    try:
        yield
    finally:
        if timer is not None:
            timer.cancel()


def _words(said: bytes | str) -> str:
    """What a server said, as one short line."""
    return one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)[:160]


# ---------------------------------------------------------------- writing down
def finish(mail: OutgoingMail, outcome: Outcome, now: datetime) -> MailState:
    """Write down what became of a claimed mail, unless its lease has passed to somebody else meanwhile."""
    values: dict[str, Any] = {"leased_until": None, "last_error": outcome.error[:ERROR_LENGTH]}
    state = outcome.state
    if state == MailState.QUEUED and mail.attempts >= ATTEMPTS:
        state = MailState.FAILED
    if state == MailState.QUEUED:
        values["next_attempt_at"] = now + BACK_OFF[mail.attempts - 1]
    if state == MailState.SENT:
        values["sent_at"] = now
    if state in {MailState.SENT, MailState.DROPPED}:
        values.update({"calendar": "", "text": ""} if mail.is_confidential else {"calendar": ""})
    _write(_as_it_is(mail), state=state, **values)
    return state


def _write(row: QuerySet[OutgoingMail], **values: Any) -> None:
    """UPDATE, again and again while the database is away: a mail that left and is not marked would leave twice."""
    for pause in WRITE_PAUSES:
        try:
            row.update(**values)
        except DatabaseError:
            if connection.in_atomic_block:
                raise
            logger.warning("the database is away; writing down again in %s s", pause)
            time.sleep(pause)
            close_old_connections()
        else:
            return
    row.update(**values)
