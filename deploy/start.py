"""What `make` runs: `start.py run` starts the site, `start.py dev TOOL …` runs a development tool.

Standard library only, because it runs before anything is installed. All it writes stays under $AGORA_VAR (./var).
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import http.client
import importlib.util
import os
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("AGORA_VAR") or ROOT / "var").resolve()
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
LOG = VAR / "logs" / "installation.log"
PACKAGES = ("hub", "workshops", "casestudies", "glossary")
REQUIREMENTS = ROOT / "requirements"
#: What may be installed: each holds those before it, and is never taken back to a smaller one.
LEVELS = ("base", "s3", "dev")
#: What asks for the libraries of S3 storage.
S3 = ("AGORA_S3_BUCKET", "AGORA_BACKUP_S3_BUCKET")
OLDEST = (3, 11)
STOP_SECONDS = 10
START_SECONDS = 60


class StartError(Exception):
    """Stops the command; its text tells in one French sentence what is wrong and what to do."""


def main(arguments: list[str]) -> int:
    commands = {"run": run, "dev": dev, "lock": lock, "install": install_only}
    try:
        check_python()
        check_var()
        return commands[arguments[0]](arguments[1:])
    except StartError as error:
        sys.stdout.flush()
        sys.stderr.write(f"\nErreur : {error}\n")
        return 1
    except KeyboardInterrupt:
        say("\nInterrompu : la même commande reprendra où elle en était.")
        return 130


def run(_arguments: list[str]) -> int:
    """Prepare what is missing, serve until Ctrl+C."""
    host, port = address()
    check_port(host, port)
    install(for_server())
    env = site_environment(host, port)
    return prepare(env) or serve(host, port, env)


def install_only(_arguments: list[str]) -> int:
    """For a server: the libraries, and nothing else."""
    install(for_server())
    say(f"Bibliothèques prêtes dans {VENV}.")
    return 0


def dev(arguments: list[str]) -> int:
    """Run a Python tool of requirements/dev.txt at the root of the project: `dev pytest -x`, `dev manage.py check`."""
    install("dev")
    tool = arguments if arguments[0].endswith(".py") else ["-m", *arguments]
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), *tool], tool_environment())


def lock(arguments: list[str]) -> int:
    """Write requirements/*.txt anew from pyproject.toml; `--upgrade` takes the newest versions allowed."""
    install("dev")
    compiler: list[str | Path] = [PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    compiler += ["--python-version", "3.11", "--no-emit-index-url", "--no-header", "--no-annotate", *arguments]
    sources: dict[str, list[str]] = {
        "installer": ["-"],
        "base": ["pyproject.toml"],
        "s3": ["pyproject.toml", "--extra", "s3", "--constraints", "requirements/base.txt"],
        "dev": ["pyproject.toml", "--extra", "s3", "--group", "dev", "--constraints", "requirements/s3.txt"],
    }
    for name, source in sources.items():
        with step(f"requirements/{name}.txt"):
            command = [*compiler, *source, "--output-file", f"requirements/{name}.txt"]
            execute(command, "les versions demandées dans pyproject.toml ne vont pas ensemble", typed="uv\n")
    return 0


# ---------------------------------------------------------------- what a person reads
def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def step(label: str) -> Iterator[None]:
    """One line: what is being done, then how long it took."""
    sys.stdout.write(f"• {label}… ")
    sys.stdout.flush()
    start = time.monotonic()
    yield
    say(f"{time.monotonic() - start:.1f} s".replace(".", ","))


# ---------------------------------------------------------------- checks
def check_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(str(number) for number in sys.version_info[:3])
        raise StartError(
            f"Python 3.11 ou plus récent est nécessaire (trouvé : {found}) ; installez-le, ou indiquez-le avec "
            "« make run PYTHON=/chemin/vers/python3.11 »."
        )
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        raise StartError("le module venv de Python manque ; sous Debian ou Ubuntu : « sudo apt install python3-venv ».")


def check_var() -> None:
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with LOG.open("a"):
            pass
    except OSError:
        raise StartError(
            f"impossible d’écrire dans {VAR} ; donnez-vous ce droit ou choisissez un autre dossier avec AGORA_VAR."
        ) from None


def address() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise StartError(f"PORT doit être un nombre entre 1 et 65535 (reçu : « {port} »).")
    return host, int(port)


def check_port(host: str, port: int) -> None:
    """Before anything long: an error after a minute of installation would be unkind."""
    try:
        family, kind, _protocol, _name, target = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
            probe.listen(1)
    except OSError as error:
        raise StartError(_explain_port(host, port, error)) from None


def _explain_port(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"le port {port} est déjà pris ; arrêtez l’autre programme ou choisissez un autre port, par exemple "
            f"« make run PORT={port + 1 if port < 65535 else 8000} »."
        )
    if error.errno == errno.EACCES:
        return f"le port {port} est réservé au système ; choisissez un port à partir de 1024."
    return f"cette machine n’a pas l’adresse « {host} » ; corrigez HOST (127.0.0.1, ou 0.0.0.0 pour le réseau local)."


# ---------------------------------------------------------------- installation
def install(level: str) -> None:
    """Bring the virtual environment to `level`, or to the larger one that it has already."""
    with (VAR / "venv.lock").open("w") as exclusive:
        fcntl.flock(exclusive, fcntl.LOCK_EX)
        found = installed()
        level = larger(level, found)
        if found == stamp(level):
            return
        if not found:  # also after an interruption, which may have left half a library
            create_venv()
        (VENV / "stamp").unlink(missing_ok=True)
        with step("Installation des bibliothèques"):
            download(["-m", "uv", "pip", "sync", "--python", PYTHON, "--require-hashes", REQUIREMENTS / f"{level}.txt"])
        (VENV / "stamp").write_text(stamp(level))


def larger(level: str, found: str) -> str:
    """`level`, or that of the stamp `found`."""
    known = [each for each in LEVELS if found.startswith(f"{each} ")]
    return max([level, *known], key=LEVELS.index)


def for_server() -> str:
    return "s3" if any(os.environ.get(name) for name in S3) else "base"


def create_venv() -> None:
    with step("Création de l’environnement Python"):
        shutil.rmtree(VENV, ignore_errors=True)
        execute([sys.executable, "-m", "venv", VENV], "l’environnement Python n’a pas pu être créé")
        options = ["--quiet", "--retries", "2", "--disable-pip-version-check", "--require-hashes"]
        download(["-m", "pip", "install", *options, "-r", REQUIREMENTS / "installer.txt"])


def download(arguments: list[str | Path]) -> None:
    reason = "les bibliothèques n’ont pas pu être téléchargées ; vérifiez la connexion à Internet, puis recommencez"
    execute([PYTHON, *arguments], reason)


def installed() -> str:
    stored = VENV / "stamp"
    return stored.read_text() if stored.exists() and PYTHON.exists() else ""


def stamp(level: str) -> str:
    """Equal stamps mean that nothing has to be installed; a moved folder breaks a virtual environment."""
    digest = hashlib.sha256(str(VENV).encode())
    for name in ("installer", level):
        digest.update((REQUIREMENTS / f"{name}.txt").read_bytes())
    return f"{level} {digest.hexdigest()}"


def execute(command: list[str | Path], reason: str, typed: str = "") -> None:
    """Run a program whose output only matters when it fails: it goes to the log."""
    with LOG.open("a") as log:
        done = subprocess.run(
            command, cwd=ROOT, env=tool_environment(), input=typed, text=True, stdout=log, stderr=log, check=False
        )
    if done.returncode:
        raise StartError(f"{reason} (détail : {LOG}).")


def tool_environment() -> dict[str, str]:
    """Caches of every tool go under VAR, unless the person chose another place; starting without bytecode is slow."""
    cache = VAR / "cache"
    places = {
        "AGORA_VAR": VAR,
        "PIP_CACHE_DIR": cache / "pip",
        "UV_CACHE_DIR": cache / "uv",
        "PYTHONPYCACHEPREFIX": cache / "bytecode",
        "RUFF_CACHE_DIR": cache / "ruff",
        "MYPY_CACHE_DIR": cache / "mypy",
        "HYPOTHESIS_STORAGE_DIRECTORY": cache / "hypothesis",
        "PYTEST_ADDOPTS": f"-o cache_dir={shlex.quote(str(cache / 'pytest'))}",
    }
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    ours = {"PATH": path, "AGORA_VAR": str(VAR), "PYTHONDONTWRITEBYTECODE": ""}
    return {**{name: str(place) for name, place in places.items()}, **os.environ, **ours}


# ---------------------------------------------------------------- the site
def prepare(env: dict[str, str]) -> int:
    """Run prepare.py, unless code, libraries and database are those it saw last: loading Django takes seconds."""
    seen = VAR / "prepared.stamp"
    if seen.exists() and seen.read_text() == state(env):
        return 0
    done = subprocess.run([PYTHON, ROOT / "deploy" / "prepare.py"], cwd=ROOT, env=env, check=False)
    if done.returncode == 0:
        seen.write_text(state(env))
    return done.returncode


def state(env: dict[str, str]) -> str:
    """Changes with any file of the site, its libraries, its address, the migrations that the SQLite database holds."""
    digest = hashlib.sha256((REQUIREMENTS / "base.txt").read_bytes() + env["AGORA_BASE_URL"].encode())
    for folder in PACKAGES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                about = path.stat()
                digest.update(f"{path} {about.st_mtime_ns} {about.st_size}\n".encode())
    return f"{digest.hexdigest()} {applied_migrations()}"


def applied_migrations() -> str:
    if os.environ.get("DATABASE_URL"):
        return f"unknown {time.time()}"
    try:
        with closing(sqlite3.connect(f"{(VAR / 'db.sqlite3').as_uri()}?mode=ro", uri=True)) as database:
            return str(database.execute("SELECT count(*), max(id) FROM django_migrations").fetchone())
    except sqlite3.Error:
        return f"unknown {time.time()}"


def site_environment(host: str, port: int) -> dict[str, str]:
    names = [name for name in os.environ.get("AGORA_HOSTS", "").split(",") if name]
    return {
        "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        "AGORA_BASE_URL": site_url(host, port),
        **tool_environment(),
        "AGORA_HOSTS": ",".join([*names, *reachable_names(host)]),
    }


def site_url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def reachable_names(host: str) -> list[str]:
    """What a browser may write in the address bar to reach `host`; 0.0.0.0 and :: mean every name of this machine."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 -- compared, not bound
        return [f"[{host}]" if ":" in host else host]
    names = {socket.gethostname(), socket.getfqdn()}
    with suppress(OSError):  # without a network, the machine's own names remain
        names.update(str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # sends nothing: asks which of our addresses faces the network
            names.add(probe.getsockname()[0])
    return sorted(names)


def serve(host: str, port: int, env: dict[str, str]) -> int:
    command: list[str | Path] = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "5", "--no-ws", "--log-level", "warning"]
    command += ["--workers-kill-timeout", "3", "hub.wsgi:application"]
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _stop)
    start = time.monotonic()
    # A session of its own: the terminal's Ctrl+C reaches us alone, and the server gets one signal, from us.
    server = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    timed_work: list[subprocess.Popen[bytes]] = []
    try:
        wait_until_up(server, host, port)
        timed_work.append(start_timed_work(env))
        announce(host, port, time.monotonic() - start)
        server.wait()
    except KeyboardInterrupt:
        say("\nArrêt du site…")
        return 0
    finally:
        for process in [*timed_work, server]:
            stop(process)
    raise StartError(f"le serveur s’est arrêté tout seul (code {server.returncode}).")


def start_timed_work(env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Reminders, scheduled pages, mails to try again; what it says goes to a log, as nobody has to act on it here."""
    command: list[str | Path] = [PYTHON, "manage.py", "tick", "--loop"]
    with LOG.with_name("tick.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)


def wait_until_up(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Until the first page answers, whatever it answers: Django is then loaded."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        link = http.client.HTTPConnection(target, port, timeout=START_SECONDS)
        try:
            link.request("GET", "/")
            link.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            link.close()
    raise StartError("le serveur n’a pas démarré ; son message est ci-dessus.")


def announce(host: str, port: int, seconds: float) -> None:
    url = site_url(host, port)
    people = VAR / "demo.txt"
    say(f"• Démarrage du serveur… {seconds:.1f} s\n".replace(".", ","))
    say(f"  Le site                {url}/")
    say(f"  L’espace éditorial     {url}/{os.environ.get('AGORA_ADMIN_PATH', 'admin').strip('/')}/")
    say(f"  Les courriels envoyés  {url}/courrier/\n")
    if people.exists():
        say(people.read_text())
    say("Ctrl+C pour arrêter.")


def stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
