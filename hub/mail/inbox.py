"""The mailbox that mail servers answer to, read by IMAP: never for long, never much at once.

A message is marked as read once it has been dealt with, and what is marked is not looked at again.
"""

import imaplib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings

from hub.mail.deadlines import cut_later

#: The beginning of a message says all that a report says; the rest, and what is attached, stays on the server.
MAX_BYTES = 128 * 1024
#: Messages of one reading.
MAX_MESSAGES = 100


class UnreachableInboxError(Exception):
    """The mailbox can't be read. The message is a sentence in French."""


class Inbox:
    """An open mailbox."""

    def __init__(self, client: imaplib.IMAP4, deadline: float) -> None:
        self.client, self.deadline = client, deadline

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Number and beginning of each unread message, the oldest first, as many as there is time for."""
        found = self._ask("SEARCH", "UNSEEN")
        numbers = b" ".join(line for line in found if isinstance(line, bytes)).split()
        for number in numbers[:MAX_MESSAGES]:
            if time.monotonic() >= self.deadline:
                return
            answer = self._ask("FETCH", number.decode("ascii"), f"(BODY.PEEK[]<0.{MAX_BYTES}>)")
            yield number.decode("ascii"), next((part[1] for part in answer if isinstance(part, tuple)), b"")

    def mark_read(self, number: str) -> None:
        self._ask("STORE", number, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *words: str) -> list[Any]:
        status, answer = self.client.uid(command, *words)
        if status != "OK":
            raise self.client.error(f"{command}: {status}")
        return answer


@contextmanager
def opened_inbox() -> Iterator[Inbox]:
    """The mailbox of the settings, closed whatever happens. Raises UnreachableInboxError, also from inside."""
    deadline = time.monotonic() + settings.BOUNCES_SECONDS
    client = None
    try:
        client = _client(deadline)
        client.login(settings.BOUNCES_IMAP_USER, settings.BOUNCES_IMAP_PASSWORD)
        status, _ = client.select(f'"{settings.BOUNCES_IMAP_FOLDER}"')
        if status != "OK":
            raise UnreachableInboxError(f"Le dossier « {settings.BOUNCES_IMAP_FOLDER} » n’existe pas dans la boîte.")
        yield Inbox(client, deadline)
    except ssl.SSLError as failure:
        raise UnreachableInboxError("La connexion sécurisée à la boîte des retours a échoué.") from failure
    except (imaplib.IMAP4.abort, OSError) as failure:
        raise UnreachableInboxError("Le serveur de la boîte des retours ne répond pas.") from failure
    except (imaplib.IMAP4.error, UnicodeError) as failure:
        raise UnreachableInboxError("La boîte des retours refuse le compte ou la demande du site.") from failure
    finally:
        if client is not None:
            client.leave()


class _Bounded(imaplib.IMAP4):
    """Time limits of sockets count from one byte to the next; `deadline` ends everything."""

    watchdog: threading.Timer | None = None

    def __init__(self, deadline: float, **where: Any) -> None:
        """Connects at once."""
        self.deadline = deadline
        super().__init__(**where)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        super().open(host, port, timeout)
        self.watchdog = cut_later(self.sock, self.deadline)

    def read(self, size: int) -> bytes:
        """A server that ignores what was asked for must not fill the memory."""
        if size > MAX_BYTES:
            raise self.abort("more was sent than asked for")
        return super().read(size)

    def leave(self) -> None:
        """A failed farewell changes nothing."""
        with suppress(OSError, imaplib.IMAP4.error):
            self.logout()
        with suppress(OSError):
            self.shutdown()
        if self.watchdog is not None:
            self.watchdog.cancel()


class _BoundedSecure(_Bounded, imaplib.IMAP4_SSL):  # type: ignore[misc]  # two defaults of a port that is given
    pass


def _client(deadline: float) -> _Bounded:
    where: dict[str, Any] = {"host": settings.BOUNCES_IMAP_HOST, "port": settings.BOUNCES_IMAP_PORT}
    where["timeout"] = settings.BOUNCES_SECONDS
    if settings.BOUNCES_IMAP_TLS:
        return _BoundedSecure(deadline, **where, ssl_context=ssl.create_default_context())
    return _Bounded(deadline, **where)
