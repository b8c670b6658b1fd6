"""Two real processes remind side by side during an hour of steps: each reminder is queued once and leaves once."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest

from hub.mail.models import OutgoingMail
from tests.factories.contributing import make_contributor
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.smtp import mail_server
from tests.workshops.reminding.test_reminders import STARTS, WHEN

#: Does what `tick` does, at each instant that it is given, by a clock that stands still.
SCHEDULER = """
import sys
from datetime import datetime
import django
django.setup()
from django.conf import settings
from django.utils import timezone
settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = int(sys.argv[1]), 20
from hub.mail.sending import send_due_mails
from workshops.reminding.actions import remind
print("ready", flush=True)
for line in sys.stdin:
    now = datetime.fromisoformat(line.strip())
    timezone.now = lambda: now
    print(remind(now), send_due_mails(clock=lambda: now).total(), flush=True)
"""
STEPS = [STARTS - timedelta(minutes=90) + timedelta(minutes=minute) for minute in range(61)]


@pytest.mark.django_db(transaction=True)
def test_each_reminder_leaves_once_whatever_two_processes_do(child_env):
    page = workshop(WHEN, certainty="confirmed")
    desk = desk_of(page)
    people = {registered(desk).email for _ in range(12)} | {make_contributor(page).email}
    OutgoingMail.objects.all().delete()
    with mail_server() as smtp:
        command = [sys.executable, "-c", SCHEDULER, str(smtp.port)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": child_env}
        pair = [subprocess.Popen(command, **pipes) for _ in range(2)]
        try:
            ready = [child.stdout.readline() for child in pair]
            for instant in STEPS:
                for child in pair:
                    child.stdin.write(f"{instant.isoformat()}\n")
                    child.stdin.flush()
                assert [len(child.stdout.readline().split()) for child in pair] == [2, 2]
        finally:
            for child in pair:
                child.kill()
                child.communicate()
        sent = Counter((str(message["To"]), str(message["Message-ID"])) for message in smtp.messages)
    rows = OutgoingMail.objects.values_list("recipient", "dedup_key", "state")
    told = Counter((recipient, key.split("-")[2], state) for recipient, key, state in rows)
    assert ready == ["ready\n"] * 2
    assert told == {(email, moment, "sent"): 1 for email in people for moment in ("day", "hour")}
    assert (len(sent), set(sent.values())) == (2 * len(people), {1})
