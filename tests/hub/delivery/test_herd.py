"""Many who ask at once: a page is made once, one after the other, and nobody waits for ever."""

import threading
import time

import pytest
from django.db import connection

from hub.delivery.front import FAILURE, Delivery
from tests.harness.delivering import ask, constant

pytestmark = pytest.mark.django_db
PATH = "/comptes/"


@pytest.mark.django_db(transaction=True)
def test_crowd_has_one_page_made():
    made, crowd = [], threading.Barrier(8)
    gate = threading.Event()

    def slow(environ, start_response):
        made.append(environ["PATH_INFO"])
        gate.wait(10)
        return constant(environ, start_response)

    front, found = Delivery(slow), []

    def reader():
        crowd.wait()
        if crowd.n_waiting == 0:
            threading.Timer(0.3, gate.set).start()
        found.append(ask(front, PATH).how)
        connection.close()

    readers = [threading.Thread(target=reader) for _ in range(8)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    assert (made, found) == ([PATH], ["miss"] * 8)


@pytest.mark.django_db(transaction=True)
def test_several_pages_are_made_one_after_the_other(monkeypatch):
    """Together, each is ready when the last one is."""
    monkeypatch.setattr("hub.delivery.front.TURN", 60)
    inside, together, ready = [], [], threading.Barrier(4)

    def slow(environ, start_response):
        inside.append(environ["PATH_INFO"])
        together.append(len(inside))
        threading.Event().wait(0.05)
        inside.remove(environ["PATH_INFO"])
        return constant(environ, start_response)

    front = Delivery(slow)

    def reader(number: int):
        ready.wait()
        ask(front, f"/page-{number}/")
        connection.close()

    readers = [threading.Thread(target=reader, args=(number,)) for number in range(4)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    assert together == [1] * 4


@pytest.mark.django_db(transaction=True)
def test_page_that_takes_long_keeps_others_for_a_moment_only(monkeypatch):
    monkeypatch.setattr("hub.delivery.front.TURN", 0.01)
    begun, gate = threading.Event(), threading.Event()

    def site(environ, start_response):
        if environ["PATH_INFO"] == "/longue/":
            begun.set()
            gate.wait()
        return constant(environ, start_response)

    front = Delivery(site)

    def reader():
        ask(front, "/longue/")
        connection.close()

    long = threading.Thread(target=reader)
    long.start()
    begun.wait()
    try:
        assert ask(front, PATH).how == "miss"
    finally:
        gate.set()
        long.join()
    assert [ask(front, path).how for path in ("/longue/", PATH)] == ["hit", "hit"]


def test_failure_of_the_application_leaves_nobody_waiting():
    def broken(environ, start_response):
        raise RuntimeError

    front = Delivery(broken)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            ask(front, PATH)
    assert front._making == {}


def test_page_that_failed_is_made_by_whoever_asks_for_a_moment_then_in_turn_again(monkeypatch):
    """Those who wait don't wait for each other's failures; a database that comes back gives kept pages again."""
    statuses = iter(["503 Service Unavailable", "200 OK", "200 OK"])

    def site(environ, start_response):
        start_response(next(statuses), [("Cache-Control", "public"), ("Content-Length", "2")])
        return [b"ok"]

    front = Delivery(site)
    assert [(given.status, given.how) for given in (ask(front, PATH), ask(front, PATH))] == [(503, ""), (200, "")]
    monkeypatch.setattr("hub.delivery.front.time.monotonic", lambda now=time.monotonic: now() + FAILURE)
    assert [ask(front, PATH).how for _ in range(2)] == ["miss", "hit"]
