"""How many registrations a second a machine takes, and how long each waits for the others: one writer, then several.

    python -m bench.writes [--postgres] [--seconds 5]

Each is asked for and confirmed by the actions of the site: two transactions, two mails put in the outbox. Without HTTP,
so that what is seen is the database: SQLite has one writer at a time. The throwaway PostgreSQL of tests does not wait
for its disk; a server does.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.capacity import say
from bench.servers import ROOT, Farm

WRITERS = (1, 2, 4, 8)
DESK = """
import django; django.setup()
from tests.factories.registering import desk_of
from tests.factories.workshops import workshop
print(desk_of(workshop("2099-03-18T14:00/2099-03-18T16:00", certainty="confirmed")).pk)
"""
WRITER = """
import sys, time, uuid, django
django.setup()
from django.db import OperationalError
from tests.factories.registering import registered
from workshops.models import RegistrationDesk
desk = RegistrationDesk.objects.get(pk=int(sys.argv[1]))
email = lambda: f"{uuid.uuid4().hex}@exemple.fr"
try:
    registered(desk, email())  # loads what the first one loads
except OperationalError:
    pass
print("ready", flush=True)
sys.stdin.readline()
over = time.monotonic() + float(sys.argv[2])
while (begun := time.monotonic()) < over:
    worked = time.process_time()
    try:
        registered(desk, email())
    except OperationalError:
        print("refused", flush=True)
        continue
    print((time.monotonic() - begun) * 1000, (time.process_time() - worked) * 1000, flush=True)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5, help="of each measure")
    parser.add_argument("--postgres", action="store_true", help="on a throwaway PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder), postgres=options.postgres) as farm:
        env = farm.env(farm.site("x1", studies=0))
        made = [sys.executable, "-c", DESK]
        desk = subprocess.run(made, cwd=ROOT, env=env, capture_output=True, text=True, check=True)  # noqa: S603 -- ours
        engine = "PostgreSQL" if options.postgres else "SQLite"
        say(f"charge {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs, {engine}")
        say(f"{'':<14}{'par seconde':>12}{'ms CPU':>9}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'refusées':>10}")
        for writers in WRITERS:
            measure(writers, desk.stdout.strip(), options.seconds, env)
    return 0


def measure(writers: int, desk: str, seconds: float, env: dict[str, str]) -> None:
    command = [sys.executable, "-c", WRITER, desk, str(seconds)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, cwd=ROOT, env=env, **pipes) for _ in range(writers)]  # noqa: S603 -- ours
    for process in processes:
        process.stdout.readline()
    begun = time.monotonic()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [line.split() for process in processes for line in process.communicate()[0].splitlines()]
    done = [(float(waited), float(worked)) for waited, worked in (line for line in said if line != ["refused"])]
    rate = len(done) / (time.monotonic() - begun)
    if len(done) < 2:
        say(f"{f'{writers} à la fois':<14}{rate:>12.1f}: trop peu pour des médianes ; {len(said) - len(done)} refusées")
        return
    waited, worked = zip(*done, strict=True)
    p50, p95 = (statistics.quantiles(waited, n=100)[rank] for rank in (49, 94))
    figures = f"{rate:>12.0f}{statistics.mean(worked):>9.1f}{p50:>9.0f}{p95:>9.0f}{max(waited):>9.0f}"
    say(f"{f'{writers} à la fois':<14}{figures}{len(said) - len(done):>10}")


if __name__ == "__main__":
    sys.exit(main())
