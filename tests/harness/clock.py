"""The clock of the site, stopped where a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock


@contextmanager
def stopped_at(moment: str) -> Iterator[datetime]:
    """«2099-03-18T12:45:00Z»: what asks Django for the time gets this one."""
    at = datetime.fromisoformat(moment)
    with mock.patch("django.utils.timezone.now", return_value=at):
        yield at
