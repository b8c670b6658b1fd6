"""A migrated template database, built once per set of migrations and copied for each test process.

Migrating costs some fifteen seconds, copying some milliseconds. On SQLite it begins with `deploy/schema.sql`, as the
first start does (`tests/deploy/test_schema.py` says that this comes to the same); PostgreSQL runs every migration.
Tests that commit (`transactional_db`) get a fresh copy afterwards instead of Django's flush, which would also wipe what
migrations wrote (root page, groups, search).
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from deploy import schema

ROOT = Path(__file__).resolve().parents[2]
APPS = ("hub", "workshops", "casestudies", "glossary")
#: Files whose change can change what `migrate` writes.
SOURCES = (
    "**/migrations/*.py",
    "**/apps.py",
    "**/receivers.py",
    "**/organisers.py",
    "**/consent_guard.py",
    "settings/base.py",
    "settings/test.py",
)


def template_key() -> str:
    """The same key means the same migrated database."""
    digest = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    digest.update(schema.SCHEMA.read_bytes())
    for app in APPS:
        for path in sorted({found for pattern in SOURCES for found in (ROOT / app).glob(pattern)}):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class DatabaseCopy:
    """The database of one test process. `folder` is its own, and removed by `close`."""

    def __init__(self, cache: Path, folder: Path) -> None:
        self.cache = cache
        self.folder = folder
        self.key = template_key()
        connection.settings_dict["CONN_MAX_AGE"] = 0
        with _locked(cache / f"{connection.vendor}.lock"):
            if not self.has_template():
                self.build_template()

    def has_template(self) -> bool:
        raise NotImplementedError

    def build_template(self) -> None:
        raise NotImplementedError

    def reset(self) -> None:
        """Bring back the state right after `migrate`; connections of other threads keep the old database."""
        raise NotImplementedError

    def close(self) -> None:
        connections.close_all()


class SqliteCopy(DatabaseCopy):
    def __init__(self, cache: Path, folder: Path) -> None:
        super().__init__(cache, folder)
        self.resets = 0
        #: Returns unordered rows in the opposite order, so that no test passes by luck.
        self._use(folder / "db.sqlite3", " PRAGMA reverse_unordered_selects=ON;")
        self.reset()

    @property
    def template(self) -> Path:
        return self.cache / f"sqlite-{self.key}.sqlite3"

    def has_template(self) -> bool:
        return self.template.exists()

    def build_template(self) -> None:
        partial = self.cache / "sqlite-partial.sqlite3"
        for stale in self.cache.glob("sqlite-*"):
            stale.unlink()
        schema.load(partial)
        self._use(partial, "")
        _migrate()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        partial.rename(self.template)

    def reset(self) -> None:
        """Under another name: a late thread that closes the former file takes away what stands beside that name."""
        connections.close_all()
        former = Path(connection.settings_dict["NAME"])
        self.resets += 1
        database = self.folder / f"db-{self.resets}.sqlite3"
        shutil.copyfile(self.template, database)
        connection.settings_dict["NAME"] = str(database)
        for suffix in ("", "-wal", "-shm", "-journal"):
            former.with_name(former.name + suffix).unlink(missing_ok=True)

    def _use(self, path: Path, pragmas: str) -> None:
        connections.close_all()
        connection.settings_dict["NAME"] = str(path)
        commands = settings.SQLITE_PRAGMAS.replace("synchronous=FULL", "synchronous=OFF")
        connection.settings_dict["OPTIONS"]["init_command"] = commands + pragmas


class PostgresCopy(DatabaseCopy):
    def __init__(self, cache: Path, folder: Path) -> None:
        self.maintenance = connection.settings_dict["NAME"] or "postgres"
        super().__init__(cache, folder)
        self.name = f"agora_test_{folder.name}"
        self.reset()

    @property
    def template(self) -> str:
        return f"agora_template_{self.key}"

    def has_template(self) -> bool:
        query = "SELECT count(*) FROM pg_database WHERE datname = %s"
        with self._maintenance_cursor() as cursor:
            return cursor.execute(query, [self.template]).fetchone()[0] == 1

    def build_template(self) -> None:
        partial = "agora_template_partial"
        with self._maintenance_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'agora\\_%%'")
            for (stale,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE "{stale}" WITH (FORCE)')
            cursor.execute(f"CREATE DATABASE {partial}")
        self._use(partial)
        _migrate()
        connections.close_all()
        with self._maintenance_cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {partial} RENAME TO {self.template}")

    def reset(self) -> None:
        connections.close_all()
        with self._maintenance_cursor() as cursor:
            self._drop(cursor)
            strategy = " STRATEGY FILE_COPY" if cursor.connection.info.server_version >= 150000 else ""
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE {self.template}{strategy}')
        self._use(self.name)

    def close(self) -> None:
        super().close()
        with self._maintenance_cursor() as cursor:
            self._drop(cursor)

    def _drop(self, cursor) -> None:
        cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _use(self, name: str) -> None:
        connection.settings_dict["NAME"] = name

    @contextmanager
    def _maintenance_cursor(self) -> Iterator:
        import psycopg

        known = connection.settings_dict
        given = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        where = {key: known[name] for key, name in given.items() if known[name]}
        with psycopg.connect(dbname=self.maintenance, autocommit=True, **where) as link, link.cursor() as cursor:
            yield cursor


def open_copy(cache: Path, folder: Path) -> DatabaseCopy:
    return {"sqlite": SqliteCopy, "postgresql": PostgresCopy}[connection.vendor](cache, folder)


@contextmanager
def process_folder(cache: Path) -> Iterator[Path]:
    """A folder for this process alone, removed afterwards, with those that killed runs left behind."""
    parent = cache / "run"
    parent.mkdir(parents=True, exist_ok=True)
    for stale in parent.iterdir():
        if not _is_running(int(stale.name)):
            shutil.rmtree(stale, ignore_errors=True)
    folder = parent / str(os.getpid())
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _migrate() -> None:
    """In words: what the site's modules say as they are loaded is said in French, which `migrate` switches off."""
    import_module(settings.ROOT_URLCONF)
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Only one of the parallel test processes builds the template; the others wait for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
