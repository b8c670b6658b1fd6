"""Readers, searches and forms together, at a steady pace, while somebody publishes: nobody may be given an old page."""

import statistics
import subprocess
import sys
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.servers import ROOT, Farm, get

EACH_SECOND = 100
PUBLISHED_EACH = 5
#: What a hundred requests are.
KINDS = ("lecture",) * 95 + ("recherche",) * 3 + ("formulaire",) * 2
PUBLISHER = """
import sys, django
django.setup()
from hub.home.models import StandardPage
print("ready", flush=True)
for line in sys.stdin:
    page = StandardPage.objects.order_by("pk").first()
    page.introduction = line.strip()
    page.save_revision().publish()
    print(page.get_url(), flush=True)
"""


def mixed_load(farm: Farm, site: str, seconds: int) -> None:
    """An open loop: a request leaves when its time has come, whatever became of the others."""
    address = farm.serve(site, delivery=True)
    paths = farm.paths(address)
    read = ["/", "/etudes-de-cas/", paths["etudes-de-cas"], paths["ateliers"], paths["themes"], paths["assemblees"]]
    asked = {"lecture": read, "recherche": ["/recherche/?q=tirage"], "formulaire": ["/proposer-un-temoignage/"]}
    spent: dict[str, list[float]] = {kind: [] for kind in asked}
    failed: list[str] = []

    def one(kind: str, path: str, due: float) -> None:
        try:
            get(address + path)
        except (OSError, urllib.error.HTTPError) as error:
            failed.append(f"{path}: {error}")
        spent[kind].append((time.monotonic() - due) * 1000)

    old: list[str] = []
    ready, over = threading.Event(), threading.Event()
    publisher = threading.Thread(target=publish, args=(farm, site, address, ready, over, old))
    publisher.start()
    ready.wait(60)
    for path in [path for paths_of_kind in asked.values() for path in paths_of_kind] * 4:
        get(address + path)  # both workers have loaded what they need
    begun = time.monotonic()
    with ThreadPoolExecutor(64) as pool:
        for number in range(seconds * EACH_SECOND):
            due = begun + number / EACH_SECOND
            time.sleep(max(due - time.monotonic(), 0))
            kind = KINDS[number * 37 % 100]  # 37 and 100 have no common divisor: every kind in turn
            pool.submit(one, kind, asked[kind][number % len(asked[kind])], due)
    over.set()
    publisher.join()
    tell(spent, f"charge mêlée, {EACH_SECOND} demandes par seconde pendant {seconds} s")
    sys.stdout.write(f"échecs : {len(failed)} {failed[:1] or ''} ; pages anciennes après publication : {len(old)}\n")
    farm.stop(address)


def tell(spent: dict[str, list[float]], title: str) -> None:
    lines = [f"\n{title}", f"{'':<28}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>9}"]
    for kind, times in spent.items():
        p50, p95, p99 = (statistics.quantiles(times, n=100)[rank] for rank in (49, 94, 98))
        lines.append(f"{kind:<28}{p50:>10.1f}{p95:>10.1f}{p99:>9.1f}")
    sys.stdout.write("\n".join(lines) + "\n")


@contextmanager
def publisher(farm: Farm, site: str) -> Iterator[Callable[[int], str]]:
    """A process of its own; what is given publishes a number, and gives the path of the page that says it."""
    command = [sys.executable, "-c", PUBLISHER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=farm.env(site), **pipes) as process:  # noqa: S603 -- ours
        process.stdout.readline()

        def publish_one(number: int) -> str:
            process.stdin.write(f"Publication numéro {number}.\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield publish_one
        process.stdin.close()


def says(number: int, text: str) -> bool:
    """Whether a page is that of the publication `number`, whatever its spaces."""
    return f"numéro {number}." in text.replace("\u202f", " ").replace("\xa0", " ")


def publish(farm: Farm, site: str, address: str, ready: threading.Event, over: threading.Event, old: list[str]) -> None:
    """Publish every few seconds, then read at once what was published."""
    with publisher(farm, site) as publish_one:
        ready.set()
        number = 0
        while not over.wait(PUBLISHED_EACH):
            number += 1
            path = publish_one(number)
            if not says(number, get(address + path).body.decode()):
                old.append(path)
