"""What is measured from outside the database: disk, clock, our own address, the mail server, the versions in use.

Nothing here takes longer than its few seconds, and each failure is a sentence in French.
"""

import http.client
import shutil
import smtplib
import socket
import ssl
import struct
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection

SECONDS = 5
#: 1900, from which the network counts, to 1970.
NTP_EPOCH = 2_208_988_800
HEALTH_PATH = "/sante/"
#: Until when the authors of each version mend it (endoflife.date); a version that is not there is not judged.
ENDS = {
    "Python 3.11": date(2027, 10, 31),
    "Python 3.12": date(2028, 10, 31),
    "Python 3.13": date(2029, 10, 31),
    "Python 3.14": date(2030, 10, 31),
    "Django 5.2": date(2028, 4, 30),
    "PostgreSQL 14": date(2026, 11, 12),
    "PostgreSQL 15": date(2027, 11, 11),
    "PostgreSQL 16": date(2028, 11, 9),
    "PostgreSQL 17": date(2029, 11, 8),
    "PostgreSQL 18": date(2030, 11, 14),
}


class MeasureError(Exception):
    """It could not be measured; the message is a sentence in French."""


@dataclass(frozen=True)
class Disk:
    free: int
    total: int

    @property
    def percent_free(self) -> float:
        return 100 * self.free / self.total


@dataclass(frozen=True)
class Answer:
    """What our own address answers to somebody outside."""

    status: int
    location: str


def disk(folder: Path) -> Disk:
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return Disk(usage.free, usage.total)


def writes(folder: Path) -> bool:
    """Whether a file may be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def clock_error() -> float:
    """Seconds by which the clock of the machine is ahead, as a time server sees it (RFC 4330)."""
    host, _, port = settings.NTP_SERVER.partition(":")
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.settimeout(SECONDS)
            line.sendto(b"\x1b" + 47 * b"\0", (host, int(port or 123)))
            answer = line.recv(512)
        seconds = struct.unpack("!I", answer[40:44])[0] - NTP_EPOCH
    except (OSError, ValueError, struct.error) as error:
        raise MeasureError(f"Le serveur de temps {host} ne répond pas.") from error
    return datetime.now(UTC).timestamp() - float(seconds)


def own_answer() -> Answer:
    """Ask our public address, as a visitor does."""
    parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    try:
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        line = kind(parts.hostname or "", parts.port, timeout=SECONDS)
        line.request("GET", HEALTH_PATH)
        response = line.getresponse()
        found = Answer(response.status, response.getheader("Location") or "")
        line.close()
    except ssl.SSLError as error:
        raise MeasureError(f"Le certificat de {parts.hostname} est refusé ({error.reason or error}).") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise MeasureError(f"{settings.WAGTAILADMIN_BASE_URL} ne répond pas.") from error
    return found


def mail_refusal() -> str:
    """What the mail server says against a mail of ours to ourselves; nothing when it would take it. Nothing is sent."""
    server = get_connection()
    if not isinstance(server, EmailBackend):
        return ""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    server.timeout = SECONDS
    try:
        server.open()
        line: Any = server.connection
        for code, words in (line.mail(sender), line.rcpt(settings.CONTACT_EMAIL)):
            if code >= 400:
                return f"Le serveur de courrier refuse ({code} : {words.decode('utf-8', 'replace')[:120]})."
        line.rset()
    except smtplib.SMTPAuthenticationError as refusal:
        return f"Le serveur de courrier refuse le compte du site ({refusal.smtp_code})."
    except smtplib.SMTPResponseException as refusal:
        return f"Le serveur de courrier refuse ({refusal.smtp_code})."
    except (smtplib.SMTPException, OSError):
        return "Le serveur de courrier ne répond pas."
    finally:
        _hang_up(server)
    return ""


def _hang_up(server: EmailBackend) -> None:
    """Without waiting for a server that says nothing."""
    line, server.connection = server.connection, None
    if line is not None:
        line.close()


def versions() -> dict[str, date | None]:
    """What runs here, and until when its authors mend it."""
    running = [f"Python {sys.version_info[0]}.{sys.version_info[1]}", "Django {}.{}".format(*django.VERSION[:2])]
    if connection.vendor == "postgresql":
        running.append(f"PostgreSQL {connection.pg_version // 10_000}")  # type: ignore[attr-defined]  # of PostgreSQL
    return {name: ENDS.get(name) for name in running}
