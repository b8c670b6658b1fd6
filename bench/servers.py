"""The servers that `bench.speed` compares: the site in production settings, a stock Wagtail site, nginx."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import psycopg
import psycopg.sql
import wagtail

from tests.harness.postgres import cluster_owner, find_programs, run, running_cluster

ROOT = Path(__file__).resolve().parents[1]
BROWSER = ("User-Agent: Mozilla/5.0 (X11; Linux x86_64)", "X-Forwarded-Proto: https")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "hub.settings.production",
    "AGORA_SECRET_KEY": "".join(chr(33 + (7 * n) % 90) for n in range(60)),
    "AGORA_HOSTS": "127.0.0.1",
    "AGORA_BASE_URL": "https://127.0.0.1",
    "AGORA_FROM_EMAIL": "site@agoratheque.example",
    "AGORA_CONTACT_EMAIL": "contact@agoratheque.example",
    "AGORA_SMTP_HOST": "localhost",
}
NGINX = """
%(user)s worker_processes 2; pid %%(folder)s/nginx.pid; error_log stderr warn; daemon off;
events { worker_connections 512; }
http {
  access_log off; sendfile on; keepalive_requests 1000000; default_type text/html;
  client_body_temp_path %%(folder)s/t1; proxy_temp_path %%(folder)s/t2; fastcgi_temp_path %%(folder)s/t3;
  uwsgi_temp_path %%(folder)s/t4; scgi_temp_path %%(folder)s/t5;
%(servers)s
}
"""
STATIC = """
  server { listen 127.0.0.1:%(port)d; root %(folder)s/files; location / { gzip_static on; gzip_vary on; } }
"""
#: As root, nginx would become somebody who may not read our folder.
_NGINX_USER = "user root;" if os.geteuid() == 0 else ""
#: As the first start does (deploy/prepare.py): tables from schema.sql, then what migrations came since.
PREPARE = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from deploy import schema
if connection.vendor == "sqlite":
    schema.load(connection.settings_dict["NAME"])
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
"""
#: The first content, or a large one; then rows are counted, as they are once a day.
FILL = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from bench.large_data import fill
fill({studies}) if {studies} else call_command("load_starter")
connection.cursor().execute("ANALYZE")
"""


@dataclass(frozen=True)
class Got:
    status: int
    headers: Any
    body: bytes


def needed_programs() -> list[str]:
    return [name for name in ("nginx", "wrk") if shutil.which(name, path=path()) is None]


def get(address: str, headers: tuple[str, ...] = ()) -> Got:
    request = urllib.request.Request(address)  # noqa: S310 -- our own servers
    for line in (*BROWSER, *headers):
        request.add_header(*line.split(": ", 1))
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- our own servers
        assert isinstance(answer, HTTPResponse)  # noqa: S101 -- for the types
        return Got(answer.status, answer.headers, answer.read())


def wrk(address: str, headers: tuple[str, ...], connections: int, seconds: int) -> tuple[float, int]:
    """Requests a second, and how many were answered by no page."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
    command += [part for line in headers for part in ("-H", line)]
    out = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout  # noqa: S603 -- ours
    rate, failed = re.search(r"Requests/sec:\s+([\d.]+)", out), re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return float(rate[1]) if rate else 0.0, int(failed[1]) if failed else 0


@dataclass
class Farm:
    """A folder of servers; leaving it stops them all."""

    folder: Path
    postgres: bool = False
    cluster: str = ""
    data: Path = Path()
    nginx: str = ""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    #: Another machine → the site whose database it shares.
    twins: dict[str, str] = field(default_factory=dict)
    cleared: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "Farm":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(*list(self.running))
        self.cleared.close()

    def site(self, name: str, studies: int) -> str:
        """A site with the first content, and so many case studies; gives its name."""
        env = self.env(name)
        self._run([sys.executable, "-c", PREPARE], env)
        self._run([sys.executable, "-c", FILL.format(studies=studies)], env)
        return name

    def machine(self, name: str, like: str) -> str:
        """Another machine of the site `like`: the same database, a folder of its own; gives its name."""
        self.twins[name] = like
        self._run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], self.env(name))
        return name

    def env(self, name: str, **more: str) -> dict[str, str]:
        var = self.folder / name
        var.mkdir(exist_ok=True)
        return {**os.environ, **PRODUCTION, "AGORA_VAR": str(var), "PATH": path(), **self._database(name), **more}

    def serve(self, name: str, *, delivery: bool, **more: str) -> str:
        """As `deploy/serve` does; gives its address."""
        env = self.env(name, AGORA_DELIVERY="1" if delivery else "0", AGORA_START=uuid4().hex, **more)
        return self._granian("hub.wsgi:application", ROOT, env)

    def empty(self) -> str:
        """The same web server with a site that does nothing; gives its address."""
        return self._granian("bench.empty:application", ROOT, {**os.environ})

    def tick(self, name: str, **more: str) -> str:
        """The timed work of a machine, beside it; gives its name among what runs."""
        self._open(f"tick {name}", [sys.executable, "manage.py", "tick", "--loop"], ROOT, self.env(name, **more))
        return f"tick {name}"

    def run(self, name: str, code: str, **more: str) -> str:
        """What `code` says, run beside the site."""
        return self._run([sys.executable, "-c", code], self.env(name, **more))

    def stock(self) -> str:
        """The site that `wagtail start` makes, with nothing on it."""
        folder = self.folder / "stock"
        folder.mkdir()
        env = {name: value for name, value in os.environ.items() if not name.startswith(("AGORA", "DATABASE"))}
        env |= {"DJANGO_SETTINGS_MODULE": "stock.settings.bench", "PYTHONPATH": str(folder)}
        self._run([sys.executable, "-m", "django", "startproject", *_wagtail_template(), "stock", "."], env, folder)
        settings = 'from .base import *\nSECRET_KEY = "bench"\nALLOWED_HOSTS = ["*"]\nDEBUG = False\n'
        settings += 'STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}\n'
        (folder / "stock" / "settings" / "bench.py").write_text(settings)
        self._run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env, folder)
        return self._granian("stock.wsgi:application", folder, env)

    def paths(self, address: str) -> dict[str, str]:
        """One page of each kind, from the sitemap, and the query string of three assemblies."""
        tree = ElementTree.fromstring(get(f"{address}/sitemap.xml").body)  # noqa: S314 -- our own
        every = [("/" + (place.text or "").split("/", 3)[3]) for place in tree.iter() if place.tag.endswith("}loc")]
        kinds = ("etudes-de-cas", "ateliers", "themes", "assemblees")
        found = {kind: next(path for path in every if re.fullmatch(rf"/{kind}/[^/]+/", path)) for kind in kinds}
        sheets = [path.split("/")[2] for path in every if re.fullmatch(r"/assemblees/[^/]+/", path)][:3]
        return {**found, "three": "&".join(f"a={slug}" for slug in sheets)}

    def nginx_copy(self, address: str, headers: tuple[str, ...]) -> str:
        """The address at which nginx gives the bytes of `address`."""
        files = self.folder / "nginx" / "files"
        if not self.nginx:
            self.nginx = self.start_nginx("nginx", STATIC)
            files.mkdir()
        name = f"{len(list(files.iterdir()))}.html"
        answer = get(address, headers)
        is_zipped = answer.headers.get("Content-Encoding") == "gzip"
        (files / name).write_bytes(get(address).body)
        if is_zipped:
            (files / f"{name}.gz").write_bytes(answer.body)
        return f"{self.nginx}/{name}"

    def start_nginx(self, name: str, servers: str) -> str:
        """Start one with these `servers`, in a folder of its own; gives its address."""
        folder, port = self.folder / name, _free_port()
        folder.mkdir()
        settings = folder / "nginx.conf"
        settings.write_text(NGINX % {"user": _NGINX_USER, "servers": servers} % {"folder": folder, "port": port})
        command = ["nginx", "-c", str(settings), "-p", str(folder), "-e", "stderr"]
        self._start(name, command, port, ROOT, {**os.environ, "PATH": path()})
        return f"http://127.0.0.1:{port}"

    def said(self) -> str:
        """The last lines that the servers wrote."""
        return "\n".join((self.folder / "servers.log").read_text().splitlines()[-15:])

    def stop(self, *names: str) -> None:
        for name in names:
            process = self.running.pop(name, None)
            if process is not None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()

    def _database(self, name: str) -> dict[str, str]:
        """A throwaway PostgreSQL for the whole run, a database for each site."""
        name = self.twins.get(name, name)
        if not self.postgres:
            return {"DATABASE_URL": ""}
        if not self.cluster:
            self.cluster = self.cleared.enter_context(running_cluster(self.folder / "postgres"))
        with psycopg.connect(self.cluster, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return {"DATABASE_URL": f"{self.cluster.rpartition('/')[0]}/{name}"}

    def _granian(self, application: str, folder: Path, env: dict[str, str]) -> str:
        port = _free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--workers", "2", "--blocking-threads", "16", "--no-ws", "--log-level", "warning"]
        command += ["--respawn-failed-workers", application]
        address = f"http://127.0.0.1:{port}"
        self._start(address, command, port, folder, env)
        get(f"{address}/")
        return address

    def stop_postgres(self) -> None:
        """As by a crash: nothing is written down first."""
        with psycopg.connect(self.cluster) as connection:
            self.data = Path(connection.execute("SHOW data_directory").fetchone()[0])  # type: ignore[index]  # one row
        self._pg_ctl("-m", "immediate", "stop")

    def start_postgres(self) -> None:
        self._pg_ctl("-l", str(self.data / "server.log"), "restart")  # with the settings it had

    def _pg_ctl(self, *words: str) -> None:
        command = [find_programs() / "pg_ctl", "-D", self.data, "-w", *words]
        run(command, cluster_owner(), "PostgreSQL ne répond pas.")

    def kill(self, *names: str) -> None:
        """As a machine that loses its current: no process of them ends anything."""
        for name in names:
            process = self.running.pop(name)
            for child in [*children(process.pid), process.pid]:
                os.kill(child, signal.SIGKILL)
            process.wait()

    def _open(self, name: str, command: list[str], folder: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / "servers.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)  # noqa: S603 -- ours
        self.running[name] = process
        return process

    def _start(self, name: str, command: list[str], port: int, folder: Path, env: dict[str, str]) -> None:
        process = self._open(name, command, folder, env)
        until = time.monotonic() + 180
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"{name}: {self.said()}")

    def _run(self, command: list[str], env: dict[str, str], folder: Path = ROOT) -> str:
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
        return done.stdout


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _wagtail_template() -> list[str]:
    names = ["html", "rst"]
    template = Path(wagtail.__file__).parent / "project_template"
    return ["--template", str(template), *(part for name in names for part in ("--ext", name)), "-n", "Dockerfile"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def path() -> str:
    """Debian keeps servers where only root looks."""
    return f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
