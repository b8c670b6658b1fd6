"""Public pages kept in front of Django: who gets them, and that they are never old, never somebody else's."""

import gzip
from datetime import datetime, timedelta

import brotli
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from hub.core.dates.when import PARIS
from hub.core.lists.kept import content_changed, echo, next_turning, true_until
from hub.delivery.front import Delivery
from hub.home.models import StandardPage
from tests.factories.organisers import member
from tests.factories.pages import home_page
from tests.harness.delivering import Answer, ask, constant, delivered, second_is_over

pytestmark = pytest.mark.django_db
PATH = "/comptes/"


@pytest.fixture
def page(committed):
    with committed():
        return home_page().add_child(instance=StandardPage(title="Nos comptes", slug="comptes"))


def retitled(page: StandardPage, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def test_page_is_made_once_and_is_the_bytes_that_django_gives(page):
    site = delivered()
    first, second, plain = ask(site, PATH), ask(site, PATH), ask(WSGIHandler(), PATH)
    assert (first.how, second.how, plain.how) == ("miss", "hit", "")
    assert first.body == second.body == plain.body
    same = set(plain.headers) - {"Vary"}
    assert {name: second.headers[name] for name in same} == {name: plain.headers[name] for name in same}
    assert second.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_kept_page_costs_no_query(page):
    site = delivered()
    ask(site, PATH)
    with CaptureQueriesContext(connection) as captured:
        assert ask(site, PATH).how == "hit"
    assert len(captured) == 0


def test_publication_shows_at_once(page, committed):
    site, other = delivered(), delivered()
    ask(site, PATH), ask(other, PATH)
    for number in range(5):
        with committed():
            retitled(page, f"Titre {number}")
        for process in (site, other):
            assert f"Titre {number}" in ask(process, PATH).body.decode()
            assert ask(process, PATH).how == "hit"


def test_page_that_is_taken_away_is_gone_at_once(page, committed):
    site = delivered()
    ask(site, PATH)
    with committed():
        page.unpublish()
    assert ask(site, PATH).status == 404


def test_draft_leaves_kept_pages_alone(page, committed):
    site = delivered()
    ask(site, PATH)
    page.title = "Pas encore"
    with committed():
        page.save_revision()
    assert ask(site, PATH).how == "hit"


def test_writing_in_bulk_shows_at_once(page, committed):
    """Without any signal."""
    site = delivered()
    ask(site, PATH)
    with committed():
        StandardPage.objects.filter(pk=page.pk).update(introduction="Écrit sans signal.")
    assert "Écrit sans signal." in ask(site, PATH).body.decode()


def test_change_whose_echo_was_lost_is_seen_by_the_look_of_each_second(page):
    """Killed between the commit and the echo, or made on another machine."""
    site = delivered()
    ask(site, PATH)
    retitled(page, "Ailleurs")
    second_is_over(site)
    assert "Ailleurs" in ask(site, PATH).body.decode()


@pytest.mark.parametrize("harm", ["deleted", "truncated", "replaced"])
def test_echo_that_is_harmed_is_found_again(page, committed, harm):
    site = delivered()
    ask(site, PATH)
    if harm == "truncated":
        echo.path.write_bytes(b"")
    else:
        echo.path.unlink()
        if harm == "replaced":
            echo.path.write_bytes(b"somebody")
    with committed():
        retitled(page, "Après l’accident")
    second_is_over(site)
    assert "Après l’accident" in ask(site, PATH).body.decode()
    with committed():
        retitled(page, "Et de nouveau")
    assert "Et de nouveau" in ask(site, PATH).body.decode()


def test_place_where_nothing_can_be_written_asks_the_database_each_time(page, tmp_path):
    site = delivered()
    (tmp_path / "file").write_text("")
    site.truth.echo = type(echo)(tmp_path / "file" / "echo")
    assert [ask(site, PATH).how for _ in range(3)] == ["miss", "hit", "hit"]
    retitled(page, "Sans écho")
    assert "Sans écho" in ask(site, PATH).body.decode()


def test_whoever_has_a_session_or_a_form_goes_to_django(page, client):
    site = delivered()
    ask(site, PATH)
    client.force_login(member("anne@exemple.fr"))
    own = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    cookies = [own, f"{settings.CSRF_COOKIE_NAME}=abc", f"a=b; {own}", "messages=x"]
    assert [ask(site, PATH, HTTP_COOKIE=cookie).how for cookie in cookies] == [""] * 4
    assert ask(site, PATH, HTTP_AUTHORIZATION="Basic eA==").how == ""
    assert ask(site, PATH, HTTP_COOKIE="_ga=GA1.2; theme=dark").how == "hit"
    assert ask(site, PATH, "POST").how == ""


@pytest.mark.parametrize("path", ["/connexion/", "/mon-espace/", "/admin/", "/nulle-part/", "/recherche/?q=tirage"])
def test_what_is_not_public_is_never_kept(path):
    site = delivered()
    home_page()
    assert [ask(site, path).how for _ in range(2)] == ["", ""]
    assert [shelf.weight for shelf in site.shelves.values()] == [0, 0]


@pytest.mark.parametrize(
    "path",
    ["/", "/suites/", "/suites/?etat=repondu&page=2", "/suites/regles/", "/agenda/?mois=2027-06", "/sitemap.xml"],
)
def test_what_everybody_reads_is_kept(path):
    site = delivered()
    home_page()
    assert [ask(site, path).how for _ in range(2)] == ["miss", "hit"]


def test_restricted_page_is_never_kept(page, committed):
    site = delivered()
    ask(site, PATH)
    with committed():
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert [(ask(site, PATH).status, ask(site, PATH).how) for _ in range(2)] == [(302, "")] * 2


def test_host_and_scheme_are_read_as_django_reads_them(page, settings):
    settings.ALLOWED_HOSTS = ["testserver", "autre.exemple"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = delivered()
    ask(site, PATH)
    assert ask(site, PATH, HTTP_HOST="autre.exemple").how == "miss"
    assert ask(site, PATH, HTTP_X_FORWARDED_PROTO="https").how == "miss"
    assert ask(site, PATH, HTTP_X_FORWARDED_HOST="mechant.exemple").how == "hit"
    assert ask(site, PATH, HTTP_HOST="mechant.exemple").status == 400


def test_query_strings_that_no_page_reads_make_no_other_page(page):
    site = delivered()
    ask(site, PATH)
    weight = site.shelves[False].weight
    found = {ask(site, f"{PATH}?utm_source={number}&utm_medium=x").how for number in range(50)}
    assert (found, site.shelves[False].weight, site.shelves[True].weight) == ({"hit"}, weight, 0)
    assert ask(site, f"{PATH}?q={'x' * 5000}").how == ask(site, f"{PATH}?inconnu=1").how == ""


def test_encodings_are_made_once_and_each_has_its_etag(page):
    site = delivered()
    plain = ask(site, PATH)
    zipped = ask(site, PATH, HTTP_ACCEPT_ENCODING="gzip, deflate")
    small = ask(site, PATH, HTTP_ACCEPT_ENCODING="gzip, deflate, br, zstd")
    assert (gzip.decompress(zipped.body), brotli.decompress(small.body)) == (plain.body, plain.body)
    assert len(small.body) < len(zipped.body) < len(plain.body)
    assert [each.headers.get("Content-Encoding") for each in (plain, zipped, small)] == [None, "gzip", "br"]
    assert {each.headers["Vary"] for each in (plain, zipped, small)} == {"Accept-Encoding"}
    tags = [each.headers["ETag"] for each in (plain, zipped, small)]
    assert (len(set(tags)), [tag[:2] for tag in tags if tag.startswith("W/")]) == (3, [])
    assert [int(each.headers["Content-Length"]) for each in (plain, small)] == [len(plain.body), len(small.body)]


def unchanged(site: Delivery, **headers: str) -> tuple[int, bytes]:
    answer = ask(site, PATH, **headers)
    return answer.status, answer.body


def test_unchanged_page_is_not_sent_again(page, committed):
    site = delivered()
    tag = ask(site, PATH).headers["ETag"]
    for given in (tag, f"W/{tag}", f'"autre", {tag}', "*", " * "):
        assert unchanged(site, HTTP_IF_NONE_MATCH=given) == (304, b"")
    assert unchanged(site, HTTP_IF_NONE_MATCH='"autre"')[0] == 200
    assert unchanged(site, HTTP_IF_NONE_MATCH=tag, HTTP_ACCEPT_ENCODING="br")[0] == 200
    with committed():
        retitled(page, "Autre")
    assert unchanged(site, HTTP_IF_NONE_MATCH=tag)[0] == 200


def test_date_is_given_once_no_process_shows_what_came_before(page):
    site = delivered()
    assert "Last-Modified" not in ask(site, PATH).headers
    kept = site.shelves[False]._pages[next(iter(site.shelves[False]._pages))]
    kept.made -= 4
    date = ask(site, PATH).headers["Last-Modified"]
    assert unchanged(site, HTTP_IF_MODIFIED_SINCE=date) == (304, b"")
    assert unchanged(site, HTTP_IF_MODIFIED_SINCE="Fri, 01 Jan 2100 00:00:00 GMT")[0] == 200
    assert unchanged(site, HTTP_IF_MODIFIED_SINCE="hier")[0] == 200


def test_head_and_range_are_answered_about_the_whole_page(page):
    site = delivered()
    head = ask(site, PATH, "HEAD")
    whole = ask(site, PATH)
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(whole.body)))
    assert head.headers["ETag"] == whole.headers["ETag"]
    part = ask(site, PATH, HTTP_RANGE="bytes=0-9", SERVER_PROTOCOL="HTTP/1.0")
    assert (part.status, part.body) == (200, whole.body)


def test_feed_keeps_its_own_validators_and_is_never_compressed(page):
    site = delivered()
    path = "/agenda/ateliers.ics"
    plain = ask(WSGIHandler(), path)
    first, second = ask(site, path, HTTP_ACCEPT_ENCODING="br"), ask(site, path, HTTP_ACCEPT_ENCODING="br")
    assert (first.how, second.how, second.body) == ("miss", "hit", plain.body)
    validators = ("ETag", "Last-Modified", "Cache-Control")
    assert [second.headers[name] for name in validators] == [plain.headers[name] for name in validators]
    assert ask(site, path, HTTP_IF_NONE_MATCH=plain.headers["ETag"]).status == 304


def test_former_address_is_kept_and_followed(page, committed):
    site = delivered()
    with committed():
        page.slug = "budget"
        page.save_revision().publish()
    found = [ask(site, PATH) for _ in range(2)]
    assert [(each.status, each.headers["Location"], each.how) for each in found] == [
        (301, "/budget/", "miss"),
        (301, "/budget/", "hit"),
    ]


def test_page_ends_when_its_time_has_come(page):
    site = delivered()
    ask(site, PATH)
    kept = next(iter(site.shelves[False]._pages.values()))
    kept.ends = kept.made
    assert ask(site, PATH).how == "miss"
    next(iter(site.shelves[False]._pages.values())).made += 3600  # the clock was put back
    assert ask(site, PATH).how == "miss"


def test_pages_turn_at_midnight_in_paris_or_when_one_expires(page):
    now = datetime(2027, 3, 28, 0, 30, tzinfo=PARIS)
    assert next_turning(now) == datetime(2027, 3, 29, tzinfo=PARIS)
    StandardPage.objects.filter(pk=page.pk).update(expire_at=datetime(2027, 3, 28, 9, 15, tzinfo=PARIS))
    assert next_turning(now) == datetime(2027, 3, 28, 9, 15, tzinfo=PARIS)


def test_when_pages_turn_is_asked_for_once_until_it_comes_or_changes(page):
    night, first = datetime(2027, 3, 28, 0, 30, tzinfo=PARIS), datetime(2027, 3, 28, 9, 15, tzinfo=PARIS)
    midnight = datetime(2027, 3, 29, tzinfo=PARIS)
    StandardPage.objects.filter(pk=page.pk).update(expire_at=first)
    with CaptureQueriesContext(connection) as captured:
        assert [true_until(night + timedelta(hours=hour), "a token") for hour in (0, 8)] == [first, first]
        once = len(captured)
        assert true_until(first, "a token") == midnight
        assert len(captured) == 2 * once
        assert true_until(night, "a token") == first  # the clock was put back
        assert len(captured) == 3 * once
        assert true_until(night, "another token") == first
        assert len(captured) == 4 * once > 0


def test_memory_is_bounded_and_the_least_asked_leave_first(settings):
    settings.DELIVERY_BYTES = 100_000
    site = Delivery(constant)
    for number in range(50):
        ask(site, f"/page-{number}/")
        ask(site, "/page-0/")
        ask(site, f"/liste/?page={number}")
    assert all(shelf.weight <= shelf.limit for shelf in site.shelves.values())
    assert (ask(site, "/page-0/").how, ask(site, "/page-1/").how, ask(site, "/page-49/").how) == ("hit", "miss", "hit")


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private"},
        {"Cache-Control": "public", "Set-Cookie": "a=b"},
        {"Cache-Control": "public", "Vary": "Cookie"},
        {"Cache-Control": "public", "Content-Encoding": "gzip"},
        {"Cache-Control": "public", "Content-Length": "2000001"},
        {},
    ],
)
def test_only_what_is_whole_small_and_for_everybody_is_kept(headers):
    def site(environ, start_response):
        start_response("200 OK", [*({"Content-Length": "4"} | headers).items()])
        return [b"page"]

    front = Delivery(site)
    assert [ask(front, PATH) for _ in range(2)] == [Answer(200, {"Content-Length": "4"} | headers, b"page")] * 2


@pytest.mark.parametrize("target", ["https://ailleurs.exemple/", "//ailleurs.exemple/", "ailleurs"])
def test_redirect_out_of_the_site_is_never_kept(target):
    def site(environ, start_response):
        start_response("301 Moved", [("Cache-Control", "public"), ("Content-Length", "0"), ("Location", target)])
        return []

    front = Delivery(site)
    assert [ask(front, PATH).how for _ in range(2)] == ["", ""]


def test_content_that_changes_while_a_page_is_made_has_it_made_again(committed):
    def site(environ, start_response):
        with committed():
            content_changed()
        return constant(environ, start_response)

    front = Delivery(site)
    assert [ask(front, PATH).how for _ in range(3)] == ["miss"] * 3
