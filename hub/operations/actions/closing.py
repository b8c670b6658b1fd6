"""The site closed to writes while everything is changed under it, by one command at a time."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from hub.core.site_state import CLOSED, note

#: Seconds left to what is being written when the site closes.
GRACE = 5
LOCK = "mise-a-jour.lock"
BUSY = "Une autre mise à jour est en cours : attendez qu’elle finisse."


class BusyError(Exception):
    """The message is a sentence in French."""


@contextmanager
def alone() -> Iterator[None]:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with Path(settings.VAR_DIR, LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(BUSY) from None
        yield


def close(**more: str) -> None:
    note(CLOSED, {"at": timezone.now().isoformat(), **more})
    time.sleep(GRACE)
