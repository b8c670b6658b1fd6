"""Counting queries: a list must cost the same for 1, 3 and 30 items."""

from collections.abc import Callable, Iterable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

SIZES = (1, 3, 30)


def queries_of(client: Client, path: str) -> int:
    """How many queries `path` costs the second time it is asked for."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def query_counts(client: Client, path: str, add: Callable[[], object]) -> list[int]:
    """How many queries `path` costs with 1, 3 and 30 items; `add` makes one more item."""
    return query_counts_of(client, [path], add)[path]


def query_counts_of(client: Client, paths: Iterable[str], add: Callable[[], object]) -> dict[str, list[int]]:
    """The same for several addresses at once, when one `add` makes an item of each."""
    counts: dict[str, list[int]] = {path: [] for path in paths}
    made = 0
    for size in SIZES:
        while made < size:
            add()
            made += 1
        for path in counts:
            counts[path].append(queries_of(client, path))
    return counts


def growing(counts: dict[str, list[int]]) -> dict[str, list[int]]:
    """The addresses that cost more with more items."""
    return {path: found for path, found in counts.items() if max(found) > found[0]}
