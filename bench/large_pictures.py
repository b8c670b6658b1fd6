"""Eight large pictures at once, to a site with several workers: how much do these grow, and do pages still answer?

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.large_pictures [--side 5000] [--workers 2]

Starts the site as `deploy/serve` does, on a throwaway SQLite database, sends the pictures as proposals, then as an
organiser. Gives the growth of each worker (peak of its resident memory over what it had after a first picture), how
many children lived at once, what became of each picture, and the slowest public page meanwhile.
Exit status 1 when a worker grew by more than 50 MB, two children lived at once, or an answer was an error of ours.
"""

import argparse
import io
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.dev")
os.environ["AGORA_HOSTS"] = "127.0.0.1"

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from PIL import Image

from casestudies.proposals.links import private_path
from hub.core import examiner
from hub.home.starter import load_starter
from tests.factories.forms import begun
from tests.factories.organisers import organiser

SENT, ALLOWED_MB, PATIENCE = 8, 50, 60
Form = Callable[[int], tuple[str, dict[str, str], str, dict[str, str]]]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--side", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ways", nargs="+", default=["proposals", "library"])
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_starter(year=2027)
    drafts = [begun(Client(headers={"host": "127.0.0.1"}), email=f"a{n}@b.example") for n in range(SENT + 1)]
    office = Client(headers={"host": "127.0.0.1"})
    office.force_login(organiser())
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in office.cookies.items())
    picture = drawn(options.side)

    def proposal(number: int) -> tuple[str, dict[str, str], str, dict[str, str]]:
        return f"{private_path(drafts[number])}etape/4/", {"version": "1"}, "uploads", {}

    def library(number: int) -> tuple[str, dict[str, str], str, dict[str, str]]:
        path = "/admin/images/multiple/add/"
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', office.get("/admin/account/").text)
        crumbs = f"{cookie}; csrftoken={office.cookies['csrftoken'].value}"
        fields = {"title": f"Image {number}", "csrfmiddlewaretoken": token[1] if token else ""}
        return path, fields, "files[]", {"Cookie": crumbs, "X-Requested-With": "XMLHttpRequest"}

    sys.stdout.write(f"{options.side} x {options.side}, {len(picture) // 1024} KB each\n")
    forms = {"proposals": proposal, "library": library}
    return max(measured(way, forms[way], picture, options.workers) for way in options.ways)


def drawn(side: int) -> bytes:
    """A plan: few colours, and millions of points in a small file."""
    written = io.BytesIO()
    Image.linear_gradient("L").resize((side, side)).convert("RGB").save(written, "PNG")
    return written.getvalue()


def measured(name: str, form: Form, picture: bytes, workers: int) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", "16", "--no-ws", "--log-level", "warning", "hub.wsgi:application"]
    server = subprocess.Popen(command)  # noqa: S603 -- our own site
    try:
        wait_for(port)
        for _ in range(12):  # every worker has loaded its code before anything is weighed
            page(port)
            post(port, form(0), drawn(8))
        forms = [form(number) for number in range(1, SENT + 1)]
        family = children_of(server.pid)
        before = {pid: memory(pid) for pid in family}
        watch = Watch(family, port)
        with ThreadPoolExecutor(SENT) as people:
            answers = list(people.map(lambda each: post(port, each, picture), forms))
        watch.end()
    finally:
        server.terminate()
        server.wait(30)
    growth = [(watch.peak[pid] - before[pid]) // 1024 for pid in family]
    sys.stdout.write(
        f"{name}: growth of workers {growth} MB (from {[before[pid] // 1024 for pid in family]}), children at once "
        f"{watch.together}, slowest page {watch.slowest:.2f} s of {watch.pages}, answers {dict(Counter(answers))}\n"
    )
    return int(max(growth) > ALLOWED_MB or watch.together > 1 or any(answer.startswith("5") for answer in answers))


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            page(port)
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The site did not start.")


def page(port: int) -> float:
    start = time.monotonic()
    link = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    link.request("GET", "/assemblees/")
    link.getresponse().read()
    link.close()
    return time.monotonic() - start


def post(port: int, form: tuple[str, dict[str, str], str, dict[str, str]], picture: bytes) -> str:
    path, fields, box, headers = form
    mark = "bench"
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{box}"; filename="plan.png"\r\n\r\n')
    body = "".join(parts).encode() + picture + f"\r\n--{mark}--\r\n".encode()
    link = HTTPConnection("127.0.0.1", port, timeout=600)
    link.request("POST", path, body, {**headers, "Content-Type": f"multipart/form-data; boundary={mark}"})
    answer = link.getresponse()
    text = answer.read().decode()
    link.close()
    reasons = {"trop grande": "too many points", "en ce moment": "asked to wait", "fichiers au plus.": "sixth file"}
    refused = next((reason for words, reason in reasons.items() if words in text), "kept")
    return f"{answer.status} {refused}"


class Watch:
    """Looks at the workers, and asks for a page, again and again until it is ended."""

    def __init__(self, family: list[int], port: int) -> None:
        self.family, self.port, self.going = family, port, True
        self.peak = dict.fromkeys(family, 0)
        self.together, self.slowest, self.pages = 0, 0.0, 0
        self.threads = [threading.Thread(target=self.weigh), threading.Thread(target=self.read)]
        for thread in self.threads:
            thread.start()

    def weigh(self) -> None:
        while self.going:
            for pid in self.family:
                self.peak[pid] = max(self.peak[pid], memory(pid))
            born = [pid for parent in self.family for pid in children_of(parent) if is_examiner(pid)]
            self.together = max(self.together, len(born))
            time.sleep(0.02)

    def read(self) -> None:
        while self.going:
            self.slowest, self.pages = max(self.slowest, page(self.port)), self.pages + 1
            time.sleep(0.1)

    def end(self) -> None:
        self.going = False
        for thread in self.threads:
            thread.join()


def memory(pid: int) -> int:
    """Resident memory, in KB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in read_or_nothing(task).split()]


def is_examiner(pid: int) -> bool:
    return examiner.__file__ in read_or_nothing(Path(f"/proc/{pid}/cmdline"))


def read_or_nothing(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has just ended
        return ""


if __name__ == "__main__":
    sys.exit(main())
