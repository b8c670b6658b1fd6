"""Several workers at once, and workers that are killed: real connections, real processes, a real mail server."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.utils import timezone

from hub.mail.models import DailyRun, OutgoingMail
from hub.mail.sending import LEASE, claim, due, send_due_mails
from hub.mail.ticking import _is_ours_today
from tests.factories.mails import NOON, outgoing

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6
#: Claims and sends one mail through the mail server of the test, as `tick` would.
WORKER = """
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = {port}, 20
from hub.mail.sending import send_due_mails
send_due_mails()
"""


def together(act: Callable[[], object]) -> list[object]:
    """`act` by WORKERS threads, each with its own connection."""

    def run(_number: int) -> object:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def claims_of(take: Callable[[OutgoingMail, datetime], bool]) -> list[bool]:
    """What `take` says to workers who all read the same due mail before any of them takes it."""
    outgoing()
    barrier = Barrier(WORKERS)

    def read_then_take() -> object:
        mail = due(NOON).get()
        connection.close()
        barrier.wait(20)
        return take(mail, NOON)

    return sorted(map(bool, together(read_then_take)))


def test_one_of_many_workers_gets_a_mail():
    assert claims_of(claim) == [False] * (WORKERS - 1) + [True]


def test_all_workers_get_a_mail_when_the_update_has_no_condition():
    """Negative control: what the condition is for."""

    def careless(mail: OutgoingMail, now: datetime) -> bool:
        return bool(OutgoingMail.objects.filter(pk=mail.pk).update(state="sending", leased_until=now + LEASE))

    assert claims_of(careless) == [True] * WORKERS


def test_workers_side_by_side_send_each_mail_once(smtp):
    smtp.pause = 0.02
    wanted = [outgoing().message_id for _ in range(30)]
    totals = together(send_due_mails)
    assert sum(totals, Counter()) == {"sent": 30}
    assert sorted(smtp.ids) == sorted(wanted)


def days_claimed(take: Callable[[], object]) -> int:
    barrier = Barrier(WORKERS)

    def wait_then_take() -> object:
        connection.ensure_connection()
        barrier.wait(20)
        return take()

    return sum(map(bool, together(wait_then_take)))


def test_one_of_many_schedulers_runs_the_purges_of_a_day():
    assert days_claimed(lambda: _is_ours_today("essai", NOON)) == 1
    assert days_claimed(lambda: _is_ours_today("essai", NOON + timedelta(hours=23))) == 0
    assert days_claimed(lambda: _is_ours_today("essai", NOON + timedelta(hours=24))) == 1
    assert DailyRun.objects.count() == 1


def test_killed_worker_leaves_its_mail_to_another(smtp, child_env):
    smtp.pause = 30
    mail = outgoing()
    worker = subprocess.Popen([sys.executable, "-c", WORKER.format(port=smtp.port)], env=child_env)
    wait_until(lambda: smtp.ids != [])
    os.kill(worker.pid, signal.SIGKILL)
    assert worker.wait(10) == -signal.SIGKILL
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("sending", 1)
    smtp.pause = 0
    assert send_due_mails() == {}
    assert send_due_mails(clock=lambda: timezone.now() + LEASE) == {"sent": 1}
    assert smtp.ids == [mail.message_id] * 2


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
