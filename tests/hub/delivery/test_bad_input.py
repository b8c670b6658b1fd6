"""What nobody sensible sends, and machines that fail: nobody gets an old page, and memory stays bounded."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.db import OperationalError, connection
from django.test import RequestFactory

from hub.core.http import best_encoding
from hub.core.lists.echo import Echo
from hub.core.lists.kept import forget
from hub.delivery.asking import LONGEST_QUERY, Asking, normalised
from hub.delivery.pages import LONGEST_HEADER
from hub.home.models import StandardPage
from tests.factories.pages import home_page
from tests.harness.delivering import ask, delivered, second_is_over

pytestmark = pytest.mark.django_db
PATH = "/comptes/"
FULL = Path("/dev/full")


@pytest.fixture
def page(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return home_page().add_child(instance=StandardPage(title="Nos comptes", slug="comptes"))


@pytest.mark.parametrize(
    "accepted",
    [
        "gzip;q=nan",
        "*;q=0",
        ";;;,,,",
        "br;q=-1",
        "gzip;" * 50,
        "identity;q=0, *;q=0",
        "x" * LONGEST_HEADER,
        "br" * 5_000,
    ],
)
def test_absurd_encodings_are_answered_by_a_page_that_can_be_read(page, accepted):
    site = delivered()
    plain = ask(site, PATH)
    answer = ask(site, PATH, HTTP_ACCEPT_ENCODING=accepted)
    assert (answer.status, answer.headers.get("Content-Encoding", "") in ("", "gzip", "br")) == (200, True)
    assert answer.headers.get("Content-Encoding") or answer.body == plain.body
    assert ask(site, PATH).body == plain.body


def test_endless_campaigns_make_no_other_page_and_are_forgotten(page):
    site = delivered()
    ask(site, PATH)
    for number in range(3_000):
        assert normalised(f"utm_source={number}") == ""
        best_encoding(f"x-{number}")
    assert {ask(site, f"{PATH}?utm_source={number}").how for number in range(3)} == {"hit"}
    sizes = [each.cache_info() for each in (normalised, best_encoding)]
    assert [(size.currsize <= size.maxsize) for size in sizes] == [True, True]


def test_endless_names_of_the_site_are_refused_and_forgotten(page):
    site = delivered()
    for number in range(1_500):
        assert ask(site, PATH, HTTP_HOST=f"site-{number}.exemple").status == 400
    assert site.asking.origin.cache_info().currsize <= 1_000
    assert [shelf.weight for shelf in site.shelves.values()] == [0, 0]


def test_query_string_that_is_too_long_or_broken_is_left_to_django(page):
    site = delivered()
    ask(site, PATH)
    queries = ["page=" + "1" * LONGEST_QUERY, "&".join(["page=1"] * 13), "page=%ff", "a" * 5_000]
    assert [(ask(site, f"{PATH}?{query}").how, site.shelves[True].weight) for query in queries] == [("", 0)] * 4


def test_cookies_of_another_site_are_not_looked_at(page):
    site = delivered()
    ask(site, PATH)
    assert ask(site, PATH, HTTP_COOKIE="PHPSESSID=1; _ga=é; =; ;;; wordpress_logged_in=x").how == "hit"


def test_broken_conditions_are_answered_by_the_whole_page(page):
    site = delivered()
    whole = ask(site, PATH)
    broken = [
        {"HTTP_IF_NONE_MATCH": '"'},
        {"HTTP_IF_NONE_MATCH": ",,,"},
        {"HTTP_IF_MODIFIED_SINCE": "\x00"},
        {"HTTP_IF_MATCH": '"autre"'},
        {"HTTP_RANGE": "bytes=9-0"},
        {"HTTP_IF_RANGE": "x", "HTTP_RANGE": "bytes=0-1,5-"},
    ]
    assert [(ask(site, PATH, **each).status, ask(site, PATH, **each).body) for each in broken] == [
        (200, whole.body)
    ] * len(broken)


@pytest.mark.parametrize("seconds", [-86_400, 86_400 * 400])
def test_clock_that_jumps_has_pages_made_again(page, seconds):
    site = delivered()
    ask(site, PATH)
    kept = next(iter(site.shelves[False]._pages.values()))
    kept.made, kept.ends = kept.made - seconds, kept.ends - seconds  # as if it had been made at another time
    assert [ask(site, PATH).how for _ in range(2)] == ["miss", "hit"]


@pytest.mark.skipif(not FULL.exists(), reason="Linux has a disk that is always full")
def test_full_disk_hides_no_change_for_more_than_a_second(page, django_capture_on_commit_callbacks):
    site = delivered()
    site.truth.echo = Echo(FULL)
    assert [ask(site, PATH).how for _ in range(2)] == ["miss", "hit"]
    site.truth.echo.sound()
    page.title = "Disque plein"
    page.save_revision().publish()
    second_is_over(site)
    assert "Disque plein" in ask(site, PATH).body.decode()


def test_forwarded_host_is_read_only_where_django_reads_it(page, settings):
    site = delivered()
    ask(site, PATH)
    assert ask(site, PATH, HTTP_X_FORWARDED_HOST="mechant.exemple, testserver").how == "hit"
    settings.USE_X_FORWARDED_HOST = True
    other = delivered()
    assert ask(other, PATH, HTTP_X_FORWARDED_HOST="mechant.exemple").status == 400
    assert site_settings.USE_X_FORWARDED_HOST


def test_forwarded_port_is_read_only_where_django_reads_it(settings):
    """It counts for whoever gives no host (HTTP/1.0): a page with its addresses must not be kept for another port."""
    asked = RequestFactory().get(PATH).environ | {"HTTP_X_FORWARDED_PORT": "8443"}
    asked.pop("HTTP_HOST", None)
    assert Asking()(asked) == ("http://testserver", PATH, "")
    settings.USE_X_FORWARDED_PORT = True
    assert Asking()(asked) == ("http://testserver:8443", PATH, "")


def away(*args, **kwargs):
    raise OperationalError


def test_pages_are_read_while_the_database_is_away(page):
    site = delivered()
    ask(site, PATH)
    second_is_over(site)
    with connection.execute_wrapper(away):
        assert [ask(site, PATH).how for _ in range(2)] == ["hit", "hit"]


def test_page_made_as_the_database_goes_away_is_given_once(page):
    site = delivered()
    django = site.application
    with ExitStack() as gone:

        def made(*given):
            answer = django(*given)
            forget()  # until when it is true has to be asked for
            gone.enter_context(connection.execute_wrapper(away))
            return answer

        site.application = made
        assert ask(site, PATH).status == 200
    site.application = django
    assert [ask(site, PATH).how for _ in range(2)] == ["miss", "hit"]
