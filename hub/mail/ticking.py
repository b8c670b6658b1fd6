"""Timed work: what `manage.py tick` does in one pass, and for ever.

Everything here may be done twice, or by two processes at once: mails are claimed, jobs are idempotent, purges are
claimed for the day.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection, connections
from django.utils import timezone

from hub.core.registries import Job, jobs, purges
from hub.core.site_state import TICK, is_closed, note
from hub.mail.enums import MailState
from hub.mail.models import DailyRun
from hub.mail.sending import send_due_mails

logger = logging.getLogger(__name__)

#: Seconds between two looks at the outbox: somebody waits for a sign-in code.
MAIL_EVERY = 3.0
#: Seconds between two runs of the jobs.
JOBS_EVERY = 45.0
#: Seconds to wait when the database is away.
DATABASE_WAIT = 5.0
DAY = timedelta(days=1)
#: A purge that failed is tried again sooner.
HOUR = timedelta(hours=1)


@dataclass
class Report:
    """What one pass did."""

    mails: Counter[str] = field(default_factory=Counter)
    done: dict[str, int] = field(default_factory=dict)
    purged: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def is_worth_a_line(self) -> bool:
        return bool(self.mails or self.purged or self.failures or any(self.done.values()))

    def line(self) -> str:
        sentences = [f"Courrier : {_mails(self.mails)}."]
        acts = [f"{name} ({count})" for name, count in {**self.done, **self.purged}.items() if count]
        sentences.append(f"Tâches : {', '.join(acts) or 'rien à faire'}.")
        if self.failures:
            sentences.append(f"En échec : {', '.join(self.failures)} (voir le journal).")
        return " ".join(sentences)


def _mails(counts: Counter[str]) -> str:
    names = {
        MailState.SENT: ("envoyé", "envoyés"),
        MailState.QUEUED: ("reporté", "reportés"),
        MailState.FAILED: ("en échec", "en échec"),
        MailState.DROPPED: ("sans objet", "sans objet"),
    }
    return (
        ", ".join(f"{counts[state]} {words[counts[state] > 1]}" for state, words in names.items() if counts[state])
        or "rien à envoyer"
    )


def tick(now: datetime) -> Report:
    """One pass over everything that is due. A part that fails is logged and named; the others run."""
    report = Report()
    if not is_closed():
        _run_jobs(report, now)
        _send(report)
    return report


def loop(stop: threading.Event, say: Callable[[str], None]) -> None:
    """Passes until `stop` is set: mails every few seconds, jobs less often. Waits while the database is away.

    Nothing is done while the site is closed to writes: a new version is being put in place.
    """
    next_jobs = time.monotonic()
    while not stop.is_set():
        report, pause = Report(), MAIL_EVERY
        if is_closed():
            stop.wait(pause)
            continue
        try:
            close_old_connections()
            if time.monotonic() >= next_jobs:
                next_jobs = time.monotonic() + JOBS_EVERY
                _run_jobs(report, timezone.now())
            report.mails = send_due_mails(stopped=stop.is_set)
        except DatabaseError as failure:
            logger.error("the database is away: %s", failure)
            connections.close_all()
            pause = DATABASE_WAIT
        if report.is_worth_a_line():
            say(report.line())
        stop.wait(pause)


def _send(report: Report) -> None:
    def send(_now: datetime) -> int:
        report.mails = send_due_mails()
        return 0

    _guarded(report, "courrier", send, timezone.now())


def _run_jobs(report: Report, now: datetime) -> None:
    for name, run in {"publication": _publish_scheduled, **jobs()}.items():
        count = _guarded(report, name, run, now)
        if count is not None:
            report.done[name] = count
    for name, run in purges().items():
        if not _is_ours_today(name, now):
            continue
        count = _guarded(report, name, run, now)
        if count is None:
            DailyRun.objects.filter(name=name).update(next_at=now + HOUR)
        else:
            report.purged[name] = count
    _leave_note(now, report.failures)


def _leave_note(now: datetime, failures: list[str]) -> None:
    """For whoever watches (hub.operations): when the last pass ended."""
    try:
        note(TICK, {"at": now.isoformat(), "failures": failures})
    except OSError as error:
        logger.error("the note of the last pass can't be written: %s", error)


def _guarded(report: Report, name: str, run: Job, now: datetime) -> int | None:
    """What `run` gives, or None when it failed."""
    try:
        return run(now)
    except Exception:
        logger.exception("%s", name)
        report.failures.append(name)
        if not connection.in_atomic_block:
            close_old_connections()
        return None


def _is_ours_today(name: str, now: datetime) -> bool:
    """Whether this process runs the daily task `name` now: one process a day is told yes."""
    DailyRun.objects.get_or_create(name=name, defaults={"next_at": now})
    return bool(DailyRun.objects.filter(name=name, next_at__lte=now).update(next_at=now + DAY))


def _publish_scheduled(_now: datetime) -> int:
    """Wagtail's own command; it reads the clock itself and tells no number."""
    call_command("publish_scheduled", verbosity=0)
    return 0
