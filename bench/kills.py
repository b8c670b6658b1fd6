"""The site killed again and again while people register: nobody who was thanked is forgotten, or there twice.

python -m bench.kills                  (--thanked 1000 --postgres), which ends with 1 when somebody is

Every process is killed at once, as when a machine loses its current, then started again. With --postgres the
database stops as by a crash every second time. Whoever gets no answer sends the same form again, as people do.
"""

import argparse
import itertools
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg

from bench.servers import Farm
from bench.visitor import OPEN_DESK, REGISTERED, register

TOLD = """
import django
django.setup()
from hub.mail.models import OutgoingMail
print(*OutgoingMail.objects.filter(recipient__startswith="personne-").values_list("recipient", flat=True), sep="\\n")
"""
PEOPLE = 12
PAUSE = 0.1
#: Seconds between two kills, at random.
LIVES = (1.0, 5.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--thanked", type=int, default=1_000)
    parser.add_argument("--postgres", action="store_true", help="on a throwaway PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder), postgres=options.postgres) as farm:
        site = farm.site("x1", studies=0)
        farm.run(site, OPEN_DESK)
        if options.postgres:
            with psycopg.connect(farm.cluster, autocommit=True) as connection:
                connection.execute("ALTER DATABASE x1 SET synchronous_commit = on")  # what is said is kept
        return 0 if kill_on(farm, site, options.thanked, postgres=options.postgres) else 1


def kill_on(farm: Farm, site: str, count: int, *, postgres: bool) -> bool:
    """Until so many were thanked; whether nobody is missing or there twice."""
    thanked: set[str] = set()
    again, killed = Counter[str](), Counter[str]()
    address, numbers, over = start(farm, site), itertools.count(1), threading.Event()

    def person() -> None:
        while not over.wait(PAUSE):
            register(lambda: address, next(numbers), thanked, again)

    people = [threading.Thread(target=person) for _ in range(PEOPLE)]
    for each in people:
        each.start()
    chance = random.Random(19)  # noqa: S311 -- no secret
    while len(thanked) < count:
        time.sleep(chance.uniform(*LIVES))
        if postgres and killed.total() % 2:
            farm.stop_postgres()
            farm.start_postgres()
            killed["base"] += 1
        else:
            farm.kill(address)
            address = start(farm, site)
            killed["site"] += 1
    over.set()
    for each in people:
        each.join()
    farm.stop(address)
    stored, told = (Counter(farm.run(site, code).split()) for code in (REGISTERED, TOLD))
    lost, twice = thanked - set(stored), (stored + told).total() - len(stored) - len(told)
    untold = set(stored) - set(told)
    sys.stdout.write(
        f"{len(thanked)} inscriptions remerciées, arrêts {dict(killed)}, envoyées de nouveau {dict(again)}\n"
    )
    sys.stdout.write(f"perdues {len(lost)} (0), sans mail {len(untold)} (0), lignes ou mails en double {twice} (0)\n")
    return not lost and not untold and not twice


def start(farm: Farm, site: str) -> str:
    return farm.serve(site, delivery=True, AGORA_TRUSTED_PROXIES="127.0.0.1")


if __name__ == "__main__":
    sys.exit(main())
