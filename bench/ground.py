"""The ground gives way under fourteen people, seven who read and seven who write; then it comes back.

python -m bench.ground                 (--seconds 12)

Locked, full disk and read-only on SQLite, in a file system of its own, which needs root; PostgreSQL stopped and locked.
A file system that turned read-only after a fault of the disk comes back by a restart of the machine: what is measured
there ends before.
"""

import argparse
import http.client
import re
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

from bench.servers import Farm, get, path

READERS = WRITERS = 7
BEFORE, AFTER = 4, 8
READ_ONLY = "lecture seule"
DISK_BYTES = 300_000_000
OPEN_DESK = """
import django
django.setup()
from hub.core.dates.when import When
from workshops.models import RegistrationDesk, WorkshopPage
workshop = WorkshopPage.objects.live().first()
workshop.when = When.parse("2099-03-18T14:00/2099-03-18T16:00")
workshop.certainty, workshop.fallback_for = "confirmed", None
workshop.save()
RegistrationDesk.objects.get_or_create(workshop=workshop)
print(workshop.slug)
"""
STORED = """
import django
django.setup()
from workshops.models import Registration
print("\\n".join(Registration.objects.values_list("name", flat=True)))
"""
LOCK = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); print(flush=True); input()"


@dataclass(frozen=True)
class Answer:
    begun: float
    seconds: float
    is_write: bool
    status: int
    text: str
    name: str = ""

    @property
    def is_received(self) -> bool:
        return self.is_write and self.status < 400


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=12, help="how long the ground is away")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, small_disk(Path(folder)) as disk, Farm(disk) as farm:
        database = disk / "sqlite" / "db.sqlite3"
        faults = {"SQLite verrouillé": locked(database), "disque plein": full(disk), READ_ONLY: read_only(disk)}
        results = [try_all(farm, "sqlite", faults, seconds)]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder), postgres=True) as farm:
        farm.env("postgresql")
        with psycopg.connect(farm.cluster, autocommit=True) as connection:
            connection.execute("ALTER DATABASE postgresql SET synchronous_commit = on")  # what is said is kept
        faults = {"PostgreSQL verrouillé": table_locked(farm), "PostgreSQL arrêté": stopped(farm)}
        results.append(try_all(farm, "postgresql", faults, seconds))
    return 0 if all(results) else 1


def try_all(farm: Farm, name: str, faults: dict[str, Callable], seconds: int) -> bool:
    site = farm.site(name, studies=0)
    slug = farm.run(site, OPEN_DESK).strip()
    address = farm.serve(site, delivery=True, AGORA_TRUSTED_PROXIES="127.0.0.1")
    crowd = Crowd(address, f"/ateliers/{slug}/inscription/", farm.paths(address))
    rows = [crowd.through(label, fault, seconds) for label, fault in faults.items()]
    farm.stop(address)
    stored = farm.run(site, STORED).split()
    acknowledged = [answer.name for answer in crowd.answers if answer.is_received]
    lost = set(acknowledged) - set(stored)
    twice = len(stored) - len(set(stored))
    sys.stdout.write(f"{name} : {len(acknowledged)} inscriptions reçues, {len(lost)} perdues, {twice} en double\n")
    return all(rows) and not lost and not twice


class Crowd:
    def __init__(self, address: str, form: str, paths: dict[str, str]) -> None:
        self.host, self.form = urlsplit(address).netloc, form
        self.pages = ["/", "/etudes-de-cas/", *(paths[kind] for kind in ("etudes-de-cas", "themes", "assemblees"))]
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', get(address + form).body.decode())
        self.hidden = dict(hidden)
        self.answers: list[Answer] = []
        for page in self.pages * 10:
            self._ask("GET", page)  # both workers have it

    def through(self, label: str, fault: Callable, seconds: int) -> bool:
        """One fault, and what came of it; whether each figure is within its bound."""
        over, first = threading.Event(), len(self.answers)
        people = [threading.Thread(target=self._read_on, args=(over,)) for _ in range(READERS)]
        people += [threading.Thread(target=self._write_on, args=(over,)) for _ in range(WRITERS)]
        for person in people:
            person.start()
        time.sleep(BEFORE)
        with fault():
            begun = time.monotonic()
            time.sleep(seconds)
        ended = time.monotonic()
        time.sleep(AFTER)
        over.set()
        for person in people:
            person.join()
        return report(label, self.answers[first:], begun, ended, comes_back=label != READ_ONLY)

    def _read_on(self, over: threading.Event) -> None:
        while not over.wait(0.05):
            for page in self.pages:
                self._ask("GET", page)

    def _write_on(self, over: threading.Event) -> None:
        while not over.wait(0.2):
            name = f"Essai-{uuid.uuid4()}"
            typed = {**self.hidden, "name": name, "email": f"{uuid.uuid4().hex}@exemple.fr", "organisation": "Essai"}
            typed |= {"key": str(uuid.uuid4())} if "key" in self.hidden else {}
            self._ask("POST", self.form, name, urlencode(typed))

    def _ask(self, method: str, path: str, name: str = "", body: str | None = None) -> None:
        begun = time.monotonic()
        connection = http.client.HTTPConnection(self.host, timeout=60)
        visitor = ".".join(str(part) for part in uuid.uuid4().bytes[:4])
        headers = {"X-Forwarded-For": visitor, "X-Forwarded-Proto": "https", "Origin": "https://127.0.0.1"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            status, text = answer.status, answer.read().decode()
        except OSError as error:
            status, text = 599, str(error)
        finally:
            connection.close()
        self.answers.append(Answer(begun, time.monotonic() - begun, method == "POST", status, text, name))


def report(label: str, answers: list[Answer], begun: float, ended: float, *, comes_back: bool) -> bool:
    during = [answer for answer in answers if begun <= answer.begun < ended]
    pages = [answer for answer in during if not answer.is_write]
    refused = [answer for answer in answers if answer.is_write and answer.status == 503]
    wrong = [answer for answer in answers if answer.status >= 500 and answer.status != 503]
    unread = [answer for answer in pages if answer.status != 200]
    without = [answer for answer in refused if answer.name not in answer.text]
    slowest = max((answer.seconds for answer in pages), default=0)
    refusal = max((answer.seconds for answer in refused), default=0)
    again = [answer.begun + answer.seconds - ended for answer in answers if answer.begun > begun and answer.is_received]
    back = min((moment for moment in again if moment > 0), default=float("inf"))
    last = max((answer.begun - ended for answer in answers if answer.status >= 500), default=0)
    returned = max(back, last)
    figures = [
        (f"500 : {len(wrong)}", not wrong),
        (f"pages : {len(pages)}, non lues {len(unread)}, au plus {slowest:.2f} s (1)", not unread and slowest <= 1),
        (
            f"refus : {len(refused)}, sans le texte {len(without)}, au plus {refusal:.2f} s (5)",
            refused and not without and refusal <= 5,
        ),
    ]
    if comes_back:
        figures.append((f"retour : {returned:.2f} s (5)", returned <= 5))
    sys.stdout.write(f"{label}\n" + "".join(f"  {'oui' if held else 'NON'}  {said}\n" for said, held in figures))
    for answer in [*wrong, *unread][:3]:
        sys.stdout.write(f"  {answer.status} {answer.text[:200]!r}\n")
    sys.stdout.flush()
    return all(held for _, held in figures)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system that can be filled, and that turns read-only as after a fault of the disk."""
    image, disk = folder / "image", folder / "disk"
    with image.open("wb") as written:
        written.truncate(DISK_BYTES)
    disk.mkdir()
    for command in (["mkfs.ext4", "-q", image], ["mount", "-o", "loop", image, disk]):
        subprocess.run(command, check=True, env={"PATH": path()})  # noqa: S603 -- ours
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)  # noqa: S603, S607 -- ours


def locked(database: Path) -> Callable:
    @contextmanager
    def fault() -> Iterator[None]:
        command = [sys.executable, "-c", LOCK, str(database)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:  # noqa: S603 -- ours
            assert holder.stdout  # noqa: S101 -- for the types
            holder.stdout.readline()
            yield
            holder.communicate(b"\n")

    return fault


def read_only(disk: Path) -> Callable:
    @contextmanager
    def fault() -> Iterator[None]:
        subprocess.run(["mount", "-o", "remount,abort", disk], check=True)  # noqa: S603, S607 -- ours
        yield

    return fault


def full(disk: Path) -> Callable:
    @contextmanager
    def fault() -> Iterator[None]:
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as written:
            try:
                while True:
                    written.write(bytes(1 << 16))
            except OSError:
                pass
        yield
        filler.unlink()

    return fault


def stopped(farm: Farm) -> Callable:
    @contextmanager
    def fault() -> Iterator[None]:
        farm.stop_postgres()
        yield
        farm.start_postgres()

    return fault


def table_locked(farm: Farm) -> Callable:
    @contextmanager
    def fault() -> Iterator[None]:
        with psycopg.connect(f"{farm.cluster.rpartition('/')[0]}/postgresql") as connection:
            connection.execute("LOCK TABLE workshops_registration IN ACCESS EXCLUSIVE MODE")
            yield

    return fault


if __name__ == "__main__":
    sys.exit(main())
