"""A site with something of each kind, folders of its own, and empty places to restore into."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from casestudies.models import ProposalFile
from tests.factories.documents import document
from tests.factories.person import person, sent_proposal
from tests.factories.whole import everything
from tests.harness.smtp import MailServer, mail_server

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> Path:
    """Nothing of another test stands in the folders that are backed up."""
    for name in ("OPERATIONS_DIR", "BACKUPS_DIR", "MEDIA_ROOT", "PUBLIC_ROOT"):
        setattr(settings, name, tmp_path / name.lower())
    settings.ERASURES_FILE = tmp_path / "effacements.jsonl"
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    settings.BACKUPS_DIR.mkdir()
    return tmp_path


@pytest.fixture
def whole_site(transactional_db, own_folders) -> None:
    """Rows of every kind, a document and a private file."""
    everything()
    document("guide.txt", b"guide")
    name = storages["private"].save("proposals/lettre.txt", ContentFile(b"lettre"))
    ProposalFile.objects.create(
        proposal=sent_proposal(person()), file=name, name="lettre.txt", media_type="text/plain", size=6
    )


@contextmanager
def empty_database(engine: str, folder: Path) -> Iterator[str]:
    """The address of a database that holds nothing."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'restored.sqlite3'}"
        return
    import psycopg

    known, name = connection.settings_dict, f"agora_test_restored_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(dbname="postgres", host=known["HOST"], user=known["USER"], autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"postgresql://{known['USER']}@{known['HOST'].replace('/', '%2F')}/{name}"
        finally:
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def empty_place(tmp_path) -> Iterator[Callable[..., dict[str, str]]]:
    """Call it for the environment of a child process with an empty database and empty folders."""
    with ExitStack() as stack:

        def make(engine: str = connection.vendor) -> dict[str, str]:
            folder = tmp_path / f"ailleurs-{uuid.uuid4().hex[:6]}"
            folder.mkdir()
            return {
                **os.environ,
                "AGORA_VAR": str(folder),
                "DATABASE_URL": stack.enter_context(empty_database(engine, folder)),
                "DJANGO_SETTINGS_MODULE": "hub.settings.test",
            }

        yield make


def manage(env: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def today() -> str:
    return timezone.localdate().isoformat()


@pytest.fixture
def smtp(settings) -> Iterator[MailServer]:
    """A mail server that accepts everything, and that the site uses."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "hub.mail.backends.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        yield server
