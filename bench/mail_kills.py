"""Workers of the outbox killed at random moments: is every mail delivered, how many twice, under which Message-ID?

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.mail_kills [--mails 400] [--kills 15]
    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m tests.harness.postgres var/venv/bin/python -m bench.mail_kills

The second line measures on a throwaway PostgreSQL. Workers are `tick --loop` with a short lease, so that one does not
wait two minutes after each kill. Exit status 1 when a mail is missing or more mails came twice than workers died.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.test")

import django

django.setup()

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command

from hub.mail import sending, ticking
from hub.mail.actions import queue_mail
from hub.mail.letters import Letter
from hub.mail.models import OutgoingMail
from tests.harness.smtp import MailServer, mail_server

WORKERS = 3
#: Seconds between the acceptance of a mail and its acknowledgement: there a kill hurts most.
PAUSE = 0.15
PATIENCE = 240


def main() -> int:
    options = arguments()
    if options.worker:
        return work(options.worker)
    call_command("migrate", verbosity=0)
    if OutgoingMail.objects.exists():
        sys.exit("The outbox of this database is not empty: choose a throwaway one.")
    for number in range(options.mails):
        queue_mail(Letter("essai", f"Message {number}", "Bonjour.\n"), to="a@b.example", dedup_key=f"essai-{number}")
    wanted = set(OutgoingMail.objects.values_list("message_id", flat=True))
    with mail_server() as server:
        server.pause = PAUSE
        workers = [start(server.port) for _ in range(WORKERS)]
        try:
            interrupted = kill_on_the_way(server, workers, options)
            finish()
        finally:
            stop(workers)
        status = tell(Counter(server.ids), wanted, options.kills, interrupted)
    OutgoingMail.objects.all().delete()
    return status


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worker", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def work(port: int) -> int:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    sending.LEASE, sending.DEADLINE_SECONDS = timedelta(seconds=8), 6
    ticking.MAIL_EVERY = 0.5
    call_command("tick", "--loop")
    return 0


def start(port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.mail_kills", "--worker", str(port)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own module


def kill_on_the_way(server: MailServer, workers: list[subprocess.Popen[bytes]], options: argparse.Namespace) -> int:
    """Kill −9 one worker after each equal share of the mails, at a random moment; gives how many held a mail."""
    chance = random.Random(options.seed)  # noqa: S311 -- moments of kills, not secrets
    held = 0
    for number in range(options.kills):
        wait_for(server, (number + 1) * options.mails // (options.kills + 1))
        time.sleep(chance.uniform(0, 2 * PAUSE))
        place = chance.randrange(WORKERS)
        before = OutgoingMail.objects.filter(state="sending").count()
        workers[place].send_signal(signal.SIGKILL)
        workers[place].wait()
        held += before > 0
        workers[place] = start(server.port)
    return held


def wait_for(server: MailServer, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(server.messages) < count and time.monotonic() < deadline:
        time.sleep(0.01)


def finish() -> None:
    """Until every mail is written down as sent, or patience ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and OutgoingMail.objects.exclude(state="sent").exists():
        time.sleep(0.2)


def stop(workers: list[subprocess.Popen[bytes]]) -> None:
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.wait(30)


def tell(came: Counter[str], wanted: set[str], kills: int, held: int) -> int:
    missing, foreign = wanted - set(came), set(came) - wanted
    again = sum(count - 1 for count in came.values())
    database = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    states = Counter(OutgoingMail.objects.values_list("state", flat=True))
    sys.stdout.write(
        f"{database}: {len(wanted)} mails, {kills} kills ({held} while mails were on their way): "
        f"never delivered {len(missing)}, delivered again {again}, unknown Message-ID {len(foreign)}, "
        f"states {dict(states)}\n"
    )
    return int(bool(missing or foreign or again > kills))


if __name__ == "__main__":
    sys.exit(main())
