"""Nobody is given an old page, nor somebody else's: publications under load with killed workers, three readers mixed.

python -m bench.truth                  (--publications 500 --requests 10000 --postgres)
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
import urllib.error
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.servers import Farm, children, get
from bench.together import publisher, says

KILLED_EACH = 25
#: Which of them is followed by calm, and for how many seconds.
NOTED, CALM = 12, 4
LOAD_EACH = 0.02
SIGN_IN = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from tests.factories.organisers import member, organiser
for make, email in ((member, "membre@lecteurs.exemple"), (organiser, "organise@lecteurs.exemple")):
    client = Client()
    client.force_login(make(email))
    print(email, f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publications", type=int, default=500)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--postgres", action="store_true", help="on a throwaway PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder), postgres=options.postgres) as farm:
        site = farm.site("x1", studies=0)
        old = publications(farm, site, options.publications)
        foreign = readers(farm, site, options.requests)
    return 1 if old or foreign else 0


def publications(farm: Farm, site: str, count: int) -> int:
    """Publish, read at once, and kill a worker now and then; gives how many old pages were read."""
    address, found, over = farm.serve(site, delivery=True), Counter[str](), threading.Event()
    paths = farm.paths(address)
    load = threading.Thread(target=_read_on, args=([address + "/", address + paths["assemblees"]], over, found))
    load.start()
    with publisher(farm, site) as publish_one:
        for number in range(1, count + 1):
            path = publish_one(number)
            for _ in range(4):  # both workers
                found["read"] += 1
                found["old"] += not says(number, _text(address + path, found))
            if number % KILLED_EACH == NOTED:
                time.sleep(CALM)
                for _ in range(4):  # both workers note what it asks for: the next publication changes a noted page
                    _text(address + path, found)
            if number % KILLED_EACH == 0:
                _kill_a_worker(farm.running[address].pid)
                found["workers killed"] += 1
    over.set()
    load.join()
    farm.stop(address)
    sys.stdout.write(f"{count} publications : {dict(found)}\n")
    return found["old"]


def readers(farm: Farm, site: str, count: int) -> int:
    """Three readers in any order on the same addresses; gives how many bytes of one were given to another."""
    sessions = dict(line.split(" ", 1) for line in farm.run(site, SIGN_IN).splitlines())
    address, chance = farm.serve(site, delivery=True), random.Random(count)  # noqa: S311 -- a measure
    asked = [(who, path) for who in ("", *sessions) for path in ("/", "/etudes-de-cas/", "/themes/")]
    asked += [(who, "/mon-espace/") for who in ("", *sessions)]
    found: Counter[str] = Counter()

    def one(who: str, path: str) -> None:
        text = _text(address + path, found, *([f"Cookie: {sessions[who]}"] if who else []))
        found["asked"] += 1
        found["own page"] += bool(who) and who in text
        found["foreign"] += any(other in text for other in sessions if other != who)

    with ThreadPoolExecutor(8) as pool:
        for who, path in chance.choices(asked, k=count):
            pool.submit(one, who, path)
    farm.stop(address)
    sys.stdout.write(f"trois lecteurs : {dict(found)}\n")
    return found["foreign"]


def _read_on(addresses: list[str], over: threading.Event, found: Counter[str]) -> None:
    while not over.wait(LOAD_EACH):
        for address in addresses:
            _text(address, found)
            found["load"] += 1


def _text(address: str, found: Counter[str], *headers: str) -> str:
    """The page; asked again when the worker that was to answer is killed."""
    until = time.monotonic() + 30
    while True:
        try:
            return get(address, headers).body.decode()
        except urllib.error.HTTPError as error:
            found[f"status {error.code}"] += 1
            return ""
        except OSError:
            found["connections lost"] += 1
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _kill_a_worker(server: int) -> None:
    os.kill(random.choice(children(server)), signal.SIGKILL)  # noqa: S311 -- any of them


if __name__ == "__main__":
    sys.exit(main())
