"""What tells the processes of this machine, at once, that the content changed: eight bytes, drawn anew by each commit.

They say nothing of the content. Whoever reads other bytes than before asks the database for the token, so that it does
not matter in which order two commits wrote them, nor whether they were lost: the token is asked for each second too.
Read by a call to the system, not mapped in memory: a mapped file that somebody cuts short kills whoever reads it.
"""

import contextlib
import os
from pathlib import Path

LENGTH = 8


class Echo:
    """The file at `path`, made where it is missing; a place where nothing can be written has no echo (None)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def read(self) -> bytes | None:
        """A microsecond: asked at each request. None when there is nothing to hear, in a file cut short too."""
        file = self._file
        if file is None:
            return None
        with contextlib.suppress(OSError):
            heard = os.pread(file, LENGTH, 0)
            return heard if len(heard) == LENGTH else None
        return None

    def sound(self) -> None:
        """Have every process ask again. What can't be written is found within a second by those who ask."""
        self.renew()
        self._write()

    def renew(self) -> None:
        """Open the file that stands at `path` now, and fill it: it may have been deleted, replaced or cut short."""
        file = self._file
        if file is None or not self._is_at_its_path(file):
            self._open()
        if self.read() is None:
            self._write()

    def _open(self) -> None:
        """The former file stays open: another thread may be about to write to its number."""
        self._file = None
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _write(self) -> None:
        file = self._file
        if file is not None:
            with contextlib.suppress(OSError):
                os.pwrite(file, os.urandom(LENGTH), 0)

    def _is_at_its_path(self, file: int) -> bool:
        try:
            return os.path.samestat(os.stat(self.path), os.fstat(file))
        except OSError:
            return False
