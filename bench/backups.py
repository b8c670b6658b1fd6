"""How long does a backup take while people write, and what does its copy hold?

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.backups [--versions 10000] [--megabytes 1000]
    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m tests.harness.postgres var/venv/bin/python -m bench.backups

Versions of pages are what a database of ten years is made of. A process queues mails as fast as it can meanwhile; those
committed before the backup began must be in it. Exit status 1 when one is missing.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.test")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from hub.core.site_state import BACKUP, noted
from hub.mail.actions import queue_mail
from hub.mail.letters import Letter
from hub.mail.models import OutgoingMail
from hub.operations.archive import MANIFEST

FILE = 5_000_000


def main() -> int:
    options = arguments()
    if options.writer:
        return write()
    prepare(options.versions, options.megabytes)
    writer = subprocess.Popen([sys.executable, "-m", "bench.backups", "--writer"])
    try:
        while not OutgoingMail.objects.count():
            time.sleep(0.1)
        before, begun = OutgoingMail.objects.count(), time.monotonic()
        call_command("backup")
        seconds = time.monotonic() - begun
    finally:
        writer.terminate()
        writer.wait()
    saved, after = saved_mails(), OutgoingMail.objects.count()
    say(f"backup: {seconds:.1f} s; mails before {before}, in the copy {saved}, at the end {after}")
    return int(not before <= saved <= after)


def prepare(versions: int, megabytes: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_starter", verbosity=0)
    page = Page.objects.exclude(latest_revision=None).first() or Page.objects.get(depth=1)
    model = page.latest_revision or page.specific.save_revision()
    rows = [Revision(**_values(model)) for _ in range(versions)]
    Revision.objects.bulk_create(rows, batch_size=500)
    folder = Path(settings.MEDIA_ROOT, "bench")
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(megabytes * 1_000_000 // FILE):
        (folder / f"{n}.bin").write_bytes(os.urandom(FILE))


def _values(model: Revision) -> dict:
    return {
        "content_type_id": model.content_type_id,
        "base_content_type_id": model.base_content_type_id,
        "object_id": model.object_id,
        "content": model.content,
        "object_str": model.object_str,
        "created_at": timezone.now(),
    }


def saved_mails() -> int:
    with tarfile.open(noted(BACKUP)["path"]) as tar:
        manifest = tar.extractfile(MANIFEST)
        assert manifest is not None  # noqa: S101 -- written by us
        return int(json.load(manifest)["tables"]["mail_outgoingmail"]["rows"])


def write() -> int:
    number = 0
    while True:
        number += 1
        queue_mail(Letter("essai", "Essai", "Bonjour\n"), to="a@exemple.fr", dedup_key=f"bench-{os.getpid()}-{number}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--writer", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
