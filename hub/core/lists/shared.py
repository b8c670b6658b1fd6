"""What one process of this machine made, for its other processes: files of a folder, and one maker at a time.

Losing them costs only the time to make them again, so that a full disk, a file cut short or a folder that was deleted
count as nothing found. A name has one of a few places: another name may push it out, and the folder stays small.
"""

import fcntl
import hashlib
import os
import pickle
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from zlib import crc32

PLACES = 256
#: Bytes: what is larger is made by each process.
LARGEST = 500_000
#: Seconds: between two looks at whether the other process is done; for which it is waited for.
PERIOD, PATIENCE = 0.005, 10.0
DIGEST = hashlib.sha256().digest_size


class Shared:
    """The things at `folder`. None: no process shares anything, nothing is ever found."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, name: str) -> Any:
        """What was put under this name, or None."""
        if self.folder is None:
            return None
        with suppress(OSError):
            written = self._place(self.folder, name).read_bytes()
            if hashlib.sha256(written[DIGEST:]).digest() == written[:DIGEST]:
                known, thing = pickle.loads(written[DIGEST:])  # noqa: S301 -- ours: nobody else writes under AGORA_VAR
                return thing if known == name else None
        return None

    def put(self, name: str, thing: Any) -> None:
        """Whole or not at all, whoever reads meanwhile."""
        if self.folder is None:
            return
        written = pickle.dumps((name, thing))
        if len(written) > LARGEST:
            return
        place = self._place(self.folder, name)
        unfinished = place.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(hashlib.sha256(written).digest() + written)
            unfinished.replace(place)
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """While no other process is alone with this name; the system ends it for one that is killed."""
        with ExitStack() as opened:
            if self.folder is not None:
                with suppress(OSError):
                    self.folder.mkdir(parents=True, exist_ok=True)
                    file = opened.enter_context(self._place(self.folder, name).with_suffix(".lock").open("a"))
                    _wait_for(file.fileno())
            yield

    @staticmethod
    def _place(folder: Path, name: str) -> Path:
        return folder / str(crc32(name.encode()) % PLACES)


def _wait_for(file: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(PERIOD)
