"""Readers, searches and forms together, at a steady pace, while somebody publishes: nobody may be given an old page.

python -m bench.together               (--seconds 60 --postgres), which ends with 1 when a bound is passed

What is published is a page that no other shows. With `--publishes casestudies.CaseStudyPage`, or another kind of page,
it is one that the pages which are read show.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench.servers import ROOT, Farm, get

EACH_SECOND = 100
PUBLISHED_EACH = 5
#: Each page is asked for so often before, past what is kept: by then either worker has made it.
WARMING = 10
#: What a hundred requests are.
KINDS = ("lecture",) * 95 + ("recherche",) * 3 + ("formulaire",) * 2
PUBLISHED = "home.StandardPage"
PUBLISHER = """
import sys, django
django.setup()
from django.apps import apps
model = apps.get_model("{model}")
print("ready", flush=True)
for line in sys.stdin:
    page = model.objects.order_by("pk").first()
    page.introduction = line.strip()
    page.save_revision().publish()
    print(page.get_url(), flush=True)
"""


#: Milliseconds: the 99th centile of pages that are kept, the 95th of the others.
KEPT_MOST, OTHER_MOST = 50, 400


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--postgres", action="store_true", help="on a throwaway PostgreSQL")
    parser.add_argument("--publishes", default=PUBLISHED, help="app.Model of what is published")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder), postgres=options.postgres) as farm:
        return 0 if mixed_load(farm, farm.site("x1", studies=0), options.seconds, options.publishes) else 1


def mixed_load(farm: Farm, site: str, seconds: int, published: str = PUBLISHED) -> bool:
    """An open loop: a request leaves when its time has come, whatever became of the others. Whether bounds hold."""
    address = farm.serve(site, delivery=True)
    paths = farm.paths(address)
    read = ["/", "/etudes-de-cas/", paths["etudes-de-cas"], paths["ateliers"], paths["themes"], paths["assemblees"]]
    asked = {"lecture": read, "recherche": ["/recherche/?q=tirage"], "formulaire": ["/proposer-un-temoignage/"]}
    spent: dict[str, list[float]] = {"gardée": [], "lecture refaite": [], "recherche": [], "formulaire": []}
    failed: list[str] = []

    def one(kind: str, path: str, due: float) -> None:
        how = ""
        try:
            how = get(address + path).headers.get("Server-Timing", "")
        except OSError as error:  # a status of error too
            failed.append(f"{path}: {error}")
        as_read = "gardée" if how == "hit" else "lecture refaite"
        spent[as_read if kind == "lecture" else kind].append((time.monotonic() - due) * 1000)

    old: list[str] = []
    ready, over = threading.Event(), threading.Event()
    publisher = threading.Thread(target=publish, args=(farm, site, published, address, ready, over, old))
    publisher.start()
    ready.wait(60)
    for path in [path for paths_of_kind in asked.values() for path in paths_of_kind] * WARMING:
        get(f"{address}{path}{'&' if '?' in path else '?'}unkept=1")  # both workers have loaded what they need
    begun = time.monotonic()
    with ThreadPoolExecutor(64) as pool:
        for number in range(seconds * EACH_SECOND):
            due = begun + number / EACH_SECOND
            time.sleep(max(due - time.monotonic(), 0))
            kind = KINDS[number * 37 % 100]  # 37 and 100 have no common divisor: every kind in turn
            pool.submit(one, kind, asked[kind][number % len(asked[kind])], due)
    over.set()
    publisher.join()
    holds = tell(spent, f"charge mêlée, {EACH_SECOND} demandes par seconde pendant {seconds} s")
    sys.stdout.write(f"échecs : {len(failed)} {failed[:1] or ''} ; pages anciennes après publication : {len(old)}\n")
    farm.stop(address)
    return holds and not failed and not old


def tell(spent: dict[str, list[float]], title: str) -> bool:
    """The table; whether its bounds hold."""
    lines, holds = [f"\n{title}", f"{'':<20}{'demandes':>9}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>9}  borne"], True
    others = [time for kind, times in spent.items() if kind != "gardée" for time in times]
    for kind, times in {**spent, "toutes les autres": others}.items():
        if len(times) < 2:
            continue
        p50, p95, p99 = (statistics.quantiles(times, n=100)[rank] for rank in (49, 94, 98))
        is_kept = kind == "gardée"
        is_well = p99 <= KEPT_MOST if is_kept else p95 <= OTHER_MOST
        bound = f"p99 ≤ {KEPT_MOST} ms" if is_kept else f"p95 ≤ {OTHER_MOST} ms"
        figures = f"{len(times):>9}{p50:>10.1f}{p95:>10.1f}{p99:>9.1f}"
        lines.append(f"{kind:<20}{figures}  {bound}{'' if is_well else '  DÉPASSÉE'}")
        holds = holds and is_well
    sys.stdout.write("\n".join(lines) + "\n")
    return holds


@contextmanager
def publisher(farm: Farm, site: str, published: str = PUBLISHED) -> Iterator[Callable[[int], str]]:
    """A process of its own; what is given publishes a number, and gives the path of the page that says it."""
    command = [sys.executable, "-c", PUBLISHER.format(model=published)]
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


def publish(
    farm: Farm, site: str, published: str, address: str, ready: threading.Event, over: threading.Event, old: list[str]
) -> None:
    """Publish every few seconds, then read at once what was published."""
    with publisher(farm, site, published) as publish_one:
        ready.set()
        number, path = 0, "/"
        while not over.wait(PUBLISHED_EACH):
            get(address + path)  # a while after it was published: what it asks for is noted
            number += 1
            path = publish_one(number)
            if not says(number, get(address + path).body.decode()):
                old.append(path)


if __name__ == "__main__":
    sys.exit(main())
