"""Counting what people do, for all processes together, and where they come from."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache, caches
from django.test import RequestFactory
from django.utils import timezone

from hub.core.limits import allow, client_address, purge_limits
from hub.core.models import CacheEntry, RateCount

HOUR = timedelta(hours=1)
CHILD = """
import django; django.setup()
from datetime import timedelta
from hub.core.limits import allow
print([allow("essai", "anne@exemple.fr", limit=5, per=timedelta(days=1000)) for _ in range(4)])
"""


def test_allow_stops_at_the_limit(db):
    assert [allow("essai", "a", limit=3, per=HOUR) for _ in range(5)] == [True, True, True, False, False]


def test_allow_counts_each_action_key_and_length_apart(db):
    kinds = [("un", "a", HOUR), ("deux", "a", HOUR), ("un", "b", HOUR), ("un", "a", 2 * HOUR)]
    assert [allow(action, key, limit=1, per=per) for action, key, per in kinds] == [True] * 4
    assert [allow(action, key, limit=1, per=per) for action, key, per in kinds] == [False] * 4


def test_allow_of_nothing_is_never(db):
    assert allow("essai", "a", limit=0, per=HOUR) is False


@pytest.mark.parametrize("key", ["", "\x00", "\ud800", "x" * 200_000, "a|b"])
def test_allow_takes_any_key_and_stores_only_a_hash(db, key):
    assert allow("essai", key, limit=1, per=HOUR)
    assert [len(count.key) for count in RateCount.objects.all()] == [64]


def test_allow_begins_again_in_the_next_window(db, monkeypatch):
    assert [allow("essai", "a", limit=1, per=HOUR) for _ in range(2)] == [True, False]
    later = timezone.now() + HOUR
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert allow("essai", "a", limit=1, per=HOUR) is True


def test_purge_forgets_windows_that_are_over_only(db):
    allow("essai", "a", limit=1, per=HOUR)
    assert purge_limits(timezone.now()) == 0
    assert purge_limits(timezone.now() + HOUR) == 1
    assert RateCount.objects.count() == 0


def test_purge_forgets_what_allauth_counted(db):
    cache.set("allauth:essai", 1, 60)
    assert (purge_limits(timezone.now()), CacheEntry.objects.count()) == (0, 1)
    assert (purge_limits(timezone.now() + HOUR), CacheEntry.objects.count()) == (1, 0)


def test_two_processes_share_the_count(child_env):
    def run() -> str:
        done = subprocess.run([sys.executable, "-c", CHILD], env=child_env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert run() == "[True, True, True, True]"
    assert run() == "[True, False, False, False]"


def test_keys_of_allauth_are_in_the_shared_table_and_others_in_memory(db):
    cache.set("allauth:rl:essai", [1.5], 60)
    assert cache.add("allauth:rl:essai", "autre", 60) is False
    cache.set("autre", "local", 60)
    assert (caches["shared"].get("allauth:rl:essai"), caches["shared"].get("autre")) == ([1.5], None)
    assert CacheEntry.objects.count() == 1
    cache.delete("allauth:rl:essai")
    assert (cache.get("allauth:rl:essai"), cache.get("autre")) == (None, "local")


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        ([], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["127.0.0.1"], "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (["127.0.0.1"], "127.0.0.1", "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "198.51.100.1, 10.2.3.4", "198.51.100.1"),
        (["127.0.0.1"], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["127.0.0.1"], "127.0.0.1", "<script>", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "", "127.0.0.1"),
        (["127.0.0.1"], "::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ([], "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        ([], "", "198.51.100.1", ""),
    ],
)
def test_forwarded_address_is_believed_from_our_proxies_only(settings, proxies, remote, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected
