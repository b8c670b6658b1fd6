"""Processes of one machine: what one made, the others give; nobody is given what is no longer true."""

import threading

import pytest
from django.db import connection

from hub.core.lists.kept import content_changed
from hub.core.lists.shared import Shared
from hub.delivery.front import Delivery
from tests.harness.delivering import ask, constant

pytestmark = pytest.mark.django_db
PATH = "/comptes/"
BROWSER = {"HTTP_ACCEPT_ENCODING": "br"}


class Site:
    """Says what was asked of it, and waits at its gate where there is one."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.begun = threading.Event()

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        self.begun.set()
        self.gate.wait(10)
        return constant(environ, start_response)


@pytest.fixture
def site(settings, tmp_path):
    settings.DELIVERY_SHARED = tmp_path / "pages"
    return Site()


def reader(front: Delivery, path: str, found: list[str]) -> threading.Thread:
    def read():
        found.append(ask(front, path).how)
        connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    return thread


def all_wait(front: Delivery, number: int) -> None:
    """Until so many wait for another request of the same process."""
    for _ in range(3_000):
        if sum(len(made._cond._waiters) for made in list(front._making.values())) == number:
            return
        threading.Event().wait(0.01)
    raise AssertionError("they do not wait")


def test_one_process_gives_what_another_made(site):
    first, second = Delivery(site), Delivery(site)
    made = ask(first, PATH, **BROWSER)
    given = ask(second, PATH, **BROWSER)
    assert (given.how, given.body, given.headers["ETag"]) == ("miss", made.body, made.headers["ETag"])
    assert [ask(second, PATH, **BROWSER).how, *site.asked] == ["hit", PATH]


def test_other_addresses_are_made(site):
    ask(Delivery(site), PATH)
    for path in ("/ateliers/", f"{PATH}?page=2"):
        ask(Delivery(site), path)
    assert site.asked == [PATH, "/ateliers/", PATH]


def test_what_changed_since_is_made_anew(site):
    ask(Delivery(site), PATH)
    content_changed()
    ask(Delivery(site), PATH)
    assert site.asked == [PATH] * 2


def test_what_ended_since_is_made_anew(site, monkeypatch):
    monkeypatch.setattr("hub.delivery.front.true_until", lambda now, token: now)
    ask(Delivery(site), PATH)
    ask(Delivery(site), PATH)
    assert site.asked == [PATH] * 2


def test_another_start_shares_nothing(site, settings, tmp_path):
    """It may be of another version of the site."""
    ask(Delivery(site), PATH)
    settings.DELIVERY_SHARED = tmp_path / "other"
    ask(Delivery(site), PATH)
    assert site.asked == [PATH] * 2


@pytest.mark.django_db(transaction=True)
def test_crowd_of_two_processes_has_one_page_made(site):
    site.gate.clear()
    fronts, found = [Delivery(site), Delivery(site)], []
    readers = [reader(fronts[0], PATH, found)]
    site.begun.wait(10)
    readers += [reader(fronts[number % 2], PATH, found) for number in range(7)]
    all_wait(fronts[0], 4)
    all_wait(fronts[1], 2)  # one more asks the other process
    site.gate.set()
    for each in readers:
        each.join()
    assert (site.asked, found) == ([PATH], ["miss"] * 8)


@pytest.mark.django_db(transaction=True)
def test_page_that_was_true_when_it_was_asked_for_is_enough_for_those_who_wait(site):
    """Otherwise each of them would make it anew after a second publication."""
    site.gate.clear()
    front, found = Delivery(site), []
    readers = [reader(front, PATH, found)]
    site.begun.wait(10)
    readers += [reader(front, PATH, found) for _ in range(4)]
    all_wait(front, 4)
    content_changed()
    site.gate.set()
    for each in readers:
        each.join()
    assert (site.asked, found) == ([PATH], ["miss"] * 5)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("processes", [1, 2])
def test_who_asks_after_a_change_is_never_given_what_was_begun_before(site, processes):
    site.gate.clear()
    first = Delivery(site)
    other, found = (first, Delivery(site))[processes - 1], []
    readers = [reader(first, PATH, found)]
    site.begun.wait(10)
    content_changed()
    readers += [reader(other, PATH, found) for _ in range(4)]
    all_wait(other, 5 - processes)
    site.gate.set()
    for each in readers:
        each.join()
    assert (site.asked, found) == ([PATH] * 2, ["miss"] * 5)


@pytest.mark.parametrize("harm", ["cut short", "altered", "empty", "deleted", "of another address"])
def test_harmed_files_are_made_anew(site, settings, harm):
    front = Delivery(site)
    made = ask(front, PATH)
    (file,) = [each for each in settings.DELIVERY_SHARED.iterdir() if each.suffix != ".lock"]
    whole = file.read_bytes()
    if harm == "deleted":
        file.unlink()
    elif harm == "of another address":
        ask(front, "/ateliers/")
        (other,) = [each for each in settings.DELIVERY_SHARED.iterdir() if each.suffix != ".lock" and each != file]
        file.write_bytes(other.read_bytes())
    else:
        harmed = {"cut short": whole[:-200], "empty": b"", "altered": whole[:-200] + b"?" + whole[-199:]}
        file.write_bytes(harmed[harm])
    given = ask(Delivery(site), PATH)
    assert (given.body, site.asked.count(PATH)) == (made.body, 2)


def test_folder_that_can_not_be_written_costs_nothing_but_time(site, settings):
    settings.DELIVERY_SHARED.write_text("a file where the folder should be")
    for _ in range(2):
        assert ask(Delivery(site), PATH).status == 200
    assert site.asked == [PATH] * 2


def test_full_disk_leaves_no_file_behind(tmp_path, monkeypatch):
    def full(path, data):
        path.touch()
        raise OSError

    shared = Shared(tmp_path)
    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    shared.put(PATH, "a page")
    assert (list(tmp_path.iterdir()), shared.get(PATH)) == ([], None)


def test_large_things_are_not_shared(tmp_path, monkeypatch):
    shared = Shared(tmp_path)
    monkeypatch.setattr("hub.core.lists.shared.LARGEST", 100)
    for size, known in ((10, True), (101, False)):
        shared.put(str(size), "x" * size)
        assert (shared.get(str(size)) is not None) is known


def test_folder_stays_small(tmp_path, monkeypatch):
    monkeypatch.setattr("hub.core.lists.shared.PLACES", 2)
    shared = Shared(tmp_path)
    for number in range(20):
        shared.put(str(number), number)
        assert shared.get(str(number)) == number
    assert len(list(tmp_path.iterdir())) == 2


def test_process_that_never_ends_is_waited_for_only_so_long(tmp_path, monkeypatch):
    monkeypatch.setattr("hub.core.lists.shared.PATIENCE", 0.05)
    entered = []
    with Shared(tmp_path).alone(PATH), Shared(tmp_path).alone(PATH):
        entered.append(PATH)
    assert entered == [PATH]
