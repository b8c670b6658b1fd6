"""Counting queries: a list must cost the same for 1, 3 and 30 items."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def query_counts(client: Client, path: str, add: Callable[[], object]) -> list[int]:
    """How many queries `path` costs with each number of items; `add` makes one more item."""
    counts, made = [], 0
    for size in (1, 3, 30):
        while made < size:
            add()
            made += 1
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
    return counts
