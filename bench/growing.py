"""What a hundred times the content costs: one table, the bound beside each value. CPU time, not that of neighbours.

python -m bench.growing                (--studies 10000 --postgres)

Each page in three states: kept in front of Django; made anew while the content is the same; made just after a
publication, when everything is read again. Then what people take away, each file in a process of its own: time, and the
memory that it takes besides. The large site is that of `bench.large_data`: 10 000 case studies, 1 600 assemblies,
10 000 facts, 400 workshops, 20 000 registrations.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.servers import Farm

LISTS = ("/etudes-de-cas/", "/etudes-de-cas/?theme=indemnisation&page=2", "/assemblees/", "/ateliers/", "/suites/")
LISTS += ("/nouveautes/", "/nouveautes.atom", "/agenda/ateliers.ics", "/suites.atom")
GATHER = ("/", "/themes/", "/themes/indemnisation/", "/themes/tirage-au-sort/", "{study}", "{assembly}", "{workshop}")
GATHER += ("/assemblees/comparer/?{three}", "/donnees/")
FILES = ("/etudes-de-cas/?format=csv", "/assemblees/comparer.csv", "/themes/indemnisation/comparer.csv")
FILES += ("/donnees/themes.csv", "/donnees/faits.csv", "/donnees/faits.xlsx", "/donnees/etudes_de_cas.json")
FILES += ("/donnees/sources.csv", "/donnees/agoratheque.json", "/donnees/agoratheque.xlsx")
#: How many times more than on the small site: kept, a list made anew, a page that gathers made anew.
KEPT, LIST, PAGE = 1.3, 2.0, 3.0
#: Milliseconds just after a publication; megabytes that a file takes while it is made and sent.
AFTER, MEMORY = 1_000, 60
MEASURE = "import django; django.setup(); from bench.growing import tell; tell()"
Told = dict[str, dict[str, float]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=10_000, help="case studies of the large site")
    parser.add_argument("--postgres", action="store_true", help="on a throwaway PostgreSQL")
    options = parser.parse_args()
    sys.stdout.write(f"Charge de la machine : {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder), postgres=options.postgres) as farm:
        small = json.loads(farm.run(farm.site("x1", studies=0), MEASURE))
        large = json.loads(farm.run(farm.site("grand", studies=options.studies), MEASURE))
    return table(small, large)


def table(small: Told, large: Told) -> int:
    """Gives 1 when a bound is passed."""
    passed = 0
    sys.stdout.write(f"{'':<59}{'petit':>10}{'grand':>10}{'×':>7}  borne\n")
    for name, states in large.items():
        for state, value in states.items():
            before = small[name][state]
            ratio, (most, bound) = value / max(before, 0.001), bound_of(name, state)
            is_passed = (value if state in ("après publication, ms", "mémoire, Mo") else ratio) > most
            passed += is_passed
            words = f"{name[:36]:<36} {state:<22}"
            mark = "  DÉPASSÉE" if is_passed else ""
            sys.stdout.write(f"{words}{before:>10.2f}{value:>10.2f}{ratio:>7.1f}  {bound}{mark}\n")
    return int(passed > 0)


def bound_of(name: str, state: str) -> tuple[float, str]:
    if state == "gardée, µs":
        return KEPT, f"× {KEPT}"
    if state == "après publication, ms":
        return AFTER, "1 s"
    if state == "mémoire, Mo":
        return MEMORY, f"{MEMORY} Mo"
    if state == "refaite, ms":
        most = LIST if name in LISTS else PAGE
        return most, f"× {most:.0f}"
    return float("inf"), "linéaire"


def tell() -> None:
    """In a process of the site: the measures of every address, as JSON."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection

    from hub.core.lists.kept import forget
    from hub.delivery.front import Delivery

    front = Delivery(WSGIHandler())
    told: Told = {}
    for name, path in addresses().items():
        if name in FILES:
            connection.close()
            with ProcessPoolExecutor(1, get_context("fork")) as alone:
                told[name] = alone.submit(_file, path).result()
            continue
        _read(path)
        read = lambda path=path: _read(path)  # noqa: E731 -- one line
        told[name] = {
            "gardée, µs": _cpu(_kept(front, path), 20, each=100) * 1_000,
            "refaite, ms": _cpu(read, 9),
            "après publication, ms": _cpu(read, 3, forget),
        }
    sys.stdout.write(json.dumps(told))


def addresses() -> dict[str, str]:
    """What is asked, under the name it has in the table."""
    from casestudies.models import AssemblyPage, CaseStudyPage
    from workshops.models import WorkshopPage

    def first(model: Any, count: int = 1) -> list[Any]:
        return list(model.objects.visible_to_all().order_by("pk")[:count])

    places = {
        "study": first(CaseStudyPage)[0].url,
        "assembly": first(AssemblyPage)[0].url,
        "workshop": first(WorkshopPage)[0].url,
        "three": "&".join(f"a={page.slug}" for page in first(AssemblyPage, 3)),
    }
    return {name: name.format(**places) for name in (*LISTS, *GATHER, *FILES)}


def _file(path: str) -> dict[str, float]:
    before, begun = _memory("VmRSS"), time.process_time()
    _read(path)
    return {"fichier, ms": (time.process_time() - begun) * 1_000, "mémoire, Mo": _memory("VmHWM") - before}


def _read(path: str) -> None:
    """Ask for a page or a file, and read it as a browser does."""
    from django.test import Client

    answer = Client(headers={"host": "127.0.0.1"}).get(path, secure=True)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    if answer.streaming:
        for _ in answer.streaming_content:  # type: ignore[attr-defined]  # of a streaming answer
            pass


def _memory(name: str) -> float:
    """Megabytes of this process, now or at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def _kept(front: Any, path: str) -> Callable[[], Any]:
    from django.test import RequestFactory

    environ = RequestFactory(headers={"host": "127.0.0.1"}).get(path, secure=True).environ
    environ.pop("HTTP_COOKIE", None)
    environ["HTTP_ACCEPT_ENCODING"] = "gzip"
    return lambda: front(environ.copy(), lambda *_: None)


def _cpu(act: Callable[[], Any], turns: int, before: Callable[[], None] = lambda: None, each: int = 1) -> float:
    """Milliseconds of one act: the least of its turns, in which it is done `each` times."""
    act()
    spent = []
    for _ in range(turns):
        before()
        begun = time.process_time()
        for _ in range(each):
            act()
        spent.append((time.process_time() - begun) * 1_000 / each)
    return min(spent)


if __name__ == "__main__":
    sys.exit(main())
