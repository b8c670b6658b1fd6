"""Whether what is kept is still true: the content token."""

import threading
import time
from dataclasses import dataclass

from django.db import Error, connection
from wagtail.models import Site

from hub.core.lists.echo import Echo
from hub.core.lists.kept import stored_token

#: Seconds: between two looks at the database, for other machines and for echoes that were lost; for one who looks.
PERIOD, PATIENCE = 1.0, 5.0


@dataclass(frozen=True)
class Known:
    """What was last read: replaced whole, as several threads read it."""

    heard: bytes | None = None
    token: str | None = None
    until: float = 0.0

    def is_fresh(self, heard: bytes | None) -> bool:
        return heard is not None and heard == self.heard and time.monotonic() < self.until


class Truth:
    """The token, asked for when the echo of this machine changed, and when it was last asked a second ago.

    By whoever asks for a page, without a thread of its own. One looks; others go on with what was known, unless
    something was heard to change: then they wait.
    """

    def __init__(self, echo: Echo) -> None:
        self.echo = echo
        self.known = Known()
        self._one_looks = threading.Lock()

    def token(self) -> str | None:
        """None when it can't be known: then only Django may answer."""
        known, heard = self.known, self.echo.read()
        if known.is_fresh(heard):
            return known.token
        must_know = heard is None or heard != known.heard
        if not self._one_looks.acquire(timeout=PATIENCE if must_know else 0):
            return None if must_know else known.token
        try:
            if not self.known.is_fresh(self.echo.read()):
                self._look()
            return self.known.token
        finally:
            self._one_looks.release()

    def _look(self) -> None:
        """The echo first: what changes while the token is read is heard next time."""
        former = self.known
        self.echo.renew()
        heard, token = self.echo.read(), _asked()
        if token is None and heard is not None and heard == former.heard:
            token = former.token  # the database is away, and nothing was heard: what was true is still read
        if token != former.token:  # Wagtail keeps the beginnings of addresses, and hears of its own process only
            Site.clear_site_root_paths_cache()
        self.known = Known(heard if token is not None else None, token, time.monotonic() + PERIOD)


def _asked() -> str | None:
    if not connection.in_atomic_block:  # at the beginning of each request, as Django does
        connection.close_if_unusable_or_obsolete()
    try:
        return stored_token()
    except Error:
        return None
