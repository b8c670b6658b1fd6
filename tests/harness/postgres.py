"""A PostgreSQL cluster for tests only: `python -m tests.harness.postgres COMMAND…` runs COMMAND with DATABASE_URL set.

The cluster listens on a private socket, never on the network, and is stopped whatever happens to COMMAND. Its data
stay in $AGORA_VAR/test/postgres, so that the migrated template is built once; it works on a copy of them in memory,
where there is enough. fsync is off: nothing in it is precious.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "max_wal_size": "128MB",
    "autovacuum": "off",
    "jit": "off",
}


class ClusterError(Exception):
    """Its text tells a person, in French, what to do."""


#: A file system in memory, and how much must be free there.
MEMORY, ENOUGH = Path("/dev/shm"), 2_000_000_000  # noqa: S108 -- a folder of our own is made there


def main(command: list[str]) -> int:
    var = Path(os.environ.get("AGORA_VAR") or ROOT / "var").resolve()
    try:
        with working_copy(var / "test") as folder, running_cluster(folder) as url:
            env = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, env=env, check=False).returncode
    except ClusterError as error:
        sys.stderr.write(f"Erreur : {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


@contextmanager
def working_copy(cache: Path) -> Iterator[Path]:
    """`cache`, or a copy of it in memory, which replaces it when nothing failed. A second run waits for the first one.

    Each test that commits is given a database of a thousand files: in memory it costs twenty times less.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH):
            yield cache
            return
        folder = MEMORY / f"agora-pg-{hashlib.sha256(bytes(cache)).hexdigest()[:12]}"
        shutil.rmtree(folder, ignore_errors=True)  # a killed run left it
        folder.mkdir(mode=0o755)
        try:
            copy(cache / "postgres", folder)
            yield folder
            copy(folder / "postgres", cache)
        finally:
            shutil.rmtree(folder)


def copy(source: Path, into: Path) -> None:
    """With its owners; what stood there under that name is replaced as a whole."""
    if source.exists():
        partial = into / f"{source.name}-partial"
        shutil.rmtree(partial, ignore_errors=True)
        run(["cp", "-a", source, partial], None, f"{source} n’a pas pu être copié.")
        shutil.rmtree(into / source.name, ignore_errors=True)
        partial.rename(into / source.name)


@contextmanager
def running_cluster(folder: Path) -> Iterator[str]:
    """Start the cluster whose data are in `folder`, give its address, stop it."""
    programs = find_programs()
    owner = cluster_owner()
    folder.mkdir(parents=True, exist_ok=True)
    with private_folder(owner) as socket, data_folder(folder, owner) as data:
        if not (data / "PG_VERSION").exists():
            create_cluster(programs, data, owner)
        settings = " ".join(f"-c {name}='{value}'" for name, value in OPTIONS.items())
        control = [programs / "pg_ctl", "-D", data, "-w"]
        log = data / "server.log"
        run(
            [*control, "-l", log, "-o", f"{settings} -k {socket}", "start"],
            owner,
            f"PostgreSQL ne démarre pas : voir {log}.",
        )
        try:
            yield f"postgresql://postgres@{str(socket).replace('/', '%2F')}/postgres"
        finally:
            run([*control, "-m", "fast", "stop"], owner, "PostgreSQL ne s’arrête pas.")


def find_programs() -> Path:
    """The folder of initdb and pg_ctl, the newest version first."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    for initdb in sorted(installed, key=lambda path: int(path.parts[-3]), reverse=True):
        return initdb.parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise ClusterError("PostgreSQL n’est pas installé (sous Debian : apt-get install postgresql).")


def cluster_owner() -> str | None:
    """PostgreSQL refuses to run as root: Debian's account runs it then. None: the current user does."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise ClusterError("PostgreSQL ne peut pas tourner sous root et le compte « postgres » n’existe pas.") from None


@contextmanager
def data_folder(parent: Path, owner: str | None) -> Iterator[Path]:
    """Where the data live: in `parent`, or in a folder that is thrown away when `owner` may not enter it."""
    folder = parent / "postgres"
    if owner and not all(parent.stat().st_mode & 0o001 for parent in folder.parents):
        with private_folder(owner) as folder:
            yield folder
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    if owner:
        shutil.chown(folder, owner)
    yield folder


@contextmanager
def private_folder(owner: str | None) -> Iterator[Path]:
    """Only its owner and root can enter. A short path, because that of a socket may not exceed 107 characters."""
    with tempfile.TemporaryDirectory(prefix="agora-pg-") as folder:
        if owner:
            shutil.chown(folder, owner)
        yield Path(folder)


def create_cluster(programs: Path, data: Path, owner: str | None) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    run([programs / "initdb", "-D", data, *options], owner, "La base PostgreSQL de test n’a pas pu être créée.")


def run(command: list[str | Path], owner: str | None, failure: str) -> None:
    """Run as `owner`, silently; raises ClusterError with `failure` and the last line the program wrote."""
    words = [str(word) for word in command]
    # pg_ctl leaves the server behind: a pipe would stay open with it, hence a file.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(words, user=owner, cwd="/", stdout=output, stderr=output, check=False)
        output.seek(0)
        if done.returncode:
            raise ClusterError(f"{failure} {(output.read().strip().splitlines() or [''])[-1]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
