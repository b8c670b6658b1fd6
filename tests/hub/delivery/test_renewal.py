"""Pages that a change left alone: given again without Django, never where anything in them changed."""

import re
from contextlib import suppress
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from casestudies.models import CaseStudyPage
from glossary.models import Theme
from hub.core.lists import kept
from hub.core.lists.asked_again import are_answered_the_same
from hub.core.lists.asked_again import noted as questions_noted
from hub.core.lists.kept import content_changed
from hub.core.lists.watching import watched_tables
from hub.core.sites import page_identity
from hub.delivery.front import Delivery
from hub.home.models import StandardPage
from hub.home.starter import load_starter
from tests.factories.pages import home_page
from tests.harness.delivering import ask, second_is_over
from workshops.models import WorkshopPage

pytestmark = pytest.mark.django_db
PATH = "/comptes/"


class Django:
    """Says which pages were asked of it."""

    def __init__(self) -> None:
        self.site = WSGIHandler()
        self.asked: list[str] = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        return self.site(environ, start_response)


def noted(site: Delivery, *paths: str) -> None:
    """Ask for pages, and again a while after: by then the site knows what they read."""
    for path in paths:
        ask(site, path)
    for shelf in site.shelves.values():
        for page in shelf._pages.values():
            page.made -= 4
    for path in paths:
        ask(site, path)


@pytest.fixture
def pages(committed):
    with committed():
        return [
            home_page().add_child(instance=StandardPage(title=f"Page {slug}", slug=slug))
            for slug in ("comptes", "equipe")
        ]


@pytest.fixture
def django():
    return Django()


@pytest.fixture
def site(django):
    return Delivery(django)


def published(page: StandardPage, introduction: str) -> None:
    page.introduction = introduction
    page.save_revision().publish()


def test_page_is_noted_once_when_it_is_asked_for_a_while_after(pages, site, django):
    before = ask(site, PATH)
    assert (ask(site, PATH).how, len(django.asked)) == ("hit", 1)
    next(iter(site.shelves[False]._pages.values())).made -= 4
    given = [ask(site, PATH) for _ in range(3)]
    assert [each.how for each in given] == ["miss", "hit", "hit"]
    assert {each.body for each in given} == {before.body}
    assert len(django.asked) == 2


def test_change_elsewhere_leaves_a_page_alone(pages, site, django, committed):
    noted(site, PATH)
    before, known = ask(site, PATH), len(django.asked)
    with committed():
        published(pages[1], "Autre chose.")
    after = [ask(site, PATH), ask(site, PATH)]
    assert [each.how for each in after] == ["miss", "hit"]
    assert {each.headers["ETag"] for each in after} == {before.headers["ETag"]}
    assert after[0].headers["Last-Modified"] == before.headers["Last-Modified"]
    assert len(django.asked) == known


def test_page_that_changed_is_made_anew_then_noted_anew(pages, site, django, committed):
    noted(site, PATH)
    for text in ("Une fois.", "Deux fois."):
        with committed():
            published(pages[0], text)
        assert text in ask(site, PATH).body.decode()
        noted(site, PATH)
        known = len(django.asked)
        with committed():
            published(pages[1], text)
        assert text in ask(site, PATH).body.decode()
        assert len(django.asked) == known


def test_menu_leaves_pages_alone_until_its_own_words_change(pages, site, django, committed):
    group = StandardPage(title="Le groupe", slug="le-groupe", translation_key=page_identity(StandardPage, "le-groupe"))
    with committed():
        home_page().add_child(instance=group)
    noted(site, PATH)
    known = len(django.asked)
    with committed():
        published(group, "Le groupe se présente autrement.")
    assert 'href="/le-groupe/"' in ask(site, PATH).body.decode()
    assert len(django.asked) == known
    group.slug = "nous"
    with committed():
        group.save_revision().publish()
    assert 'href="/nous/"' in ask(site, PATH).body.decode()


def test_page_that_is_closed_or_taken_away_is_not_given_again(pages, site, committed):
    noted(site, PATH, "/equipe/")
    with committed():
        PageViewRestriction.objects.create(page=pages[0], restriction_type=PageViewRestriction.LOGIN)
        pages[1].unpublish()
    assert [ask(site, path).status for path in (PATH, "/equipe/")] == [302, 404]


def test_what_the_clock_changed_is_made_anew(pages, site, django, committed):
    """The other page expired between the making and now, which the questions, asked as at the making, do not see."""
    noted(site, PATH)
    known = len(django.asked)
    with committed():
        StandardPage.objects.filter(pk=pages[1].pk).update(expire_at=timezone.now() - timedelta(seconds=2))
    ask(site, PATH)
    assert len(django.asked) == known + 1


def test_page_ends_when_the_content_says_now_that_something_turns(pages, site, committed):
    noted(site, PATH)
    soon = timezone.now() + timedelta(minutes=3)
    with committed():
        StandardPage.objects.filter(pk=pages[1].pk).update(expire_at=soon)
    ask(site, PATH)
    assert next(iter(site.shelves[False]._pages.values())).ends == soon.timestamp()


def test_clock_that_went_back_renews_nothing(pages, site, django, committed):
    noted(site, PATH)
    page = next(iter(site.shelves[False]._pages.values()))
    page.noted += 3600
    known = len(django.asked)
    with committed():
        published(pages[1], "Autre chose.")
    ask(site, PATH)
    assert len(django.asked) == known + 1


def test_renewing_asks_the_same_questions_and_nothing_more(pages, site, committed):
    noted(site, PATH)
    kept.forget()
    with CaptureQueriesContext(connection) as made:
        ask(Delivery(WSGIHandler()), PATH)
    with committed():
        published(pages[1], "Autre chose.")
    with CaptureQueriesContext(connection) as renewed:
        ask(site, PATH)
    kinds = [{re.sub(r"\d+", "", query["sql"]) for query in found} for found in (renewed, made)]
    assert kinds[0] - kinds[1] == set()


def answering(*answers):
    """A site that gives these, one after another, then the last one again."""
    asked: list[int] = []

    def site(environ, start_response):
        status, body, more = answers[min(len(asked), len(answers) - 1)]
        asked.append(1)
        said = [("Content-Type", "text/html"), ("Cache-Control", "public"), ("Content-Length", str(len(body)))]
        start_response(status, [*said, *more])
        return [body]

    return Delivery(site), asked


def test_page_that_does_not_come_out_the_same_is_made_each_time():
    front, asked = answering(*(("200 OK", f"<p>{number}</p>".encode(), []) for number in range(9)))
    noted(front, PATH)
    assert [ask(front, PATH).body for _ in range(2)] == [b"<p>0</p>"] * 2
    assert len(asked) == 2
    content_changed()
    second_is_over(front)
    assert ask(front, PATH).body == b"<p>2</p>"


def test_redirect_that_leads_elsewhere_when_it_is_noted_is_made_anew():
    """Both have no body."""
    front, _ = answering(*(("301 Moved", b"", [("Location", f"/{name}/")]) for name in ("avant", "apres")))
    noted(front, PATH)
    content_changed()
    second_is_over(front)
    assert ask(front, PATH).headers["Location"] == "/apres/"


def test_page_that_fails_once_is_noted_after_the_next_change():
    page = ("200 OK", b"<p>page</p>", [])
    front, asked = answering(page, ("503 Away", b"", []), page)
    noted(front, PATH)
    assert ask(front, PATH).body == b"<p>page</p>"
    for _ in range(3):
        content_changed()
        second_is_over(front)
        noted(front, PATH)
        assert ask(front, PATH).body == b"<p>page</p>"
        assert len(asked) == 4


def test_page_ends_with_what_turned_while_it_was_made(pages, committed):
    """It was begun before: it says what held then."""
    django, soon = WSGIHandler(), timezone.now() + timedelta(hours=1)
    with committed():
        StandardPage.objects.filter(pk=pages[1].pk).update(expire_at=soon)

    def site(environ, start_response):
        answer = django(environ, start_response)
        clock.return_value = soon.timestamp() + 1
        return answer

    with mock.patch("hub.delivery.front.datetime", wraps=datetime) as clocks, mock.patch("time.time") as clock:
        clock.return_value = soon.timestamp() - 1
        clocks.now.side_effect = lambda zone: datetime.fromtimestamp(clock(), zone)
        front = Delivery(site)
        assert [ask(front, PATH).how for _ in range(2)] == ["miss", "miss"]


def test_beginning_of_addresses_that_another_process_changed_is_seen(pages, committed):
    """Wagtail keeps it for an hour, and only the process that changes it hears of it."""
    site, home, known = Delivery(WSGIHandler()), home_page(), Site.get_site_root_paths()
    noted(site, PATH)
    with committed():
        home.slug = "ailleurs"
        home.save_revision().publish()
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, known, version=SITE_ROOT_PATHS_CACHE_VERSION)
    ask(site, PATH)
    assert Site.get_site_root_paths() != known


def test_noting_asks_where_addresses_begin(pages, site):
    known = [SiteRootPath(1, "/faux/", "https://faux.exemple", "fr")]
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, known, version=SITE_ROOT_PATHS_CACHE_VERSION)
    with questions_noted() as questions:
        assert Site.get_site_root_paths() != known
    assert are_answered_the_same(questions.written())
    Site.objects.update(hostname="autre.exemple")
    assert not are_answered_the_same(questions.written())


def test_content_that_changes_while_a_page_is_noted_has_it_made_anew(pages, committed):
    django = WSGIHandler()
    times: list[int] = []

    def site(environ, start_response):
        times.append(1)
        if len(times) == 2:
            with committed():
                published(pages[0], "Changé pendant ce temps.")
        return django(environ, start_response)

    front = Delivery(site)
    noted(front, PATH)
    assert "Changé pendant ce temps." in ask(front, PATH).body.decode()
    noted(front, PATH)
    known = len(times)
    with committed():
        published(pages[1], "Autre chose.")
    assert "Changé pendant ce temps." in ask(front, PATH).body.decode()
    assert len(times) == known


def test_nobody_notes_while_a_page_is_made(pages, site, django):
    ask(site, PATH)
    next(iter(site.shelves[False]._pages.values())).made -= 4
    with site._turn:
        assert ask(site, PATH).how == "hit"
    assert len(django.asked) == 1


def test_feeds_and_other_files_are_not_noted(pages, site, django):
    paths = ("/sitemap.xml", "/robots.txt")
    assert [ask(site, path).how for path in paths] == ["miss", "miss"]
    noted(site, *paths)
    assert django.asked == list(paths)


def test_nothing_is_renewed_while_the_database_is_away(pages, site, committed):
    noted(site, PATH)
    with committed():
        published(pages[1], "Autre chose.")
    site.truth.token()

    def away(*args, **kwargs):
        raise OperationalError

    with connection.execute_wrapper(away):
        assert ask(site, PATH).how != "hit"
    assert ask(site, PATH).status == 200


def test_processes_give_each_other_what_they_noted(pages, settings, tmp_path, committed):
    settings.DELIVERY_SHARED = tmp_path / "pages"
    first, second = Django(), Django()
    one, other = Delivery(first), Delivery(second)
    ask(one, PATH), ask(other, PATH)
    noted(one, PATH)
    with committed():
        published(pages[1], "Autre chose.")
    assert ask(other, PATH).body == ask(one, PATH).body
    noted(other, PATH)
    assert (first.asked, second.asked) == ([PATH] * 2, [])


def test_page_that_another_process_noted_is_not_made_to_be_noted(pages, settings, tmp_path):
    settings.DELIVERY_SHARED = tmp_path / "pages"
    second = Django()
    one, other = Delivery(Django()), Delivery(second)
    ask(one, PATH), ask(other, PATH)
    noted(one, PATH)
    noted(other, PATH)
    assert next(iter(other.shelves[False]._pages.values())).questions
    assert second.asked == []


#: Where a page stands: written by moving it alone.
PLACE = {"path", "depth", "numchild"}


def changes():
    """For each table that is watched: another value in every plain column of a kind, of its first row."""
    for model in apps.get_models(include_auto_created=True):
        row = model._base_manager.order_by("pk").first() if model._meta.db_table in watched_tables() else None
        fields = [field for field in model._meta.local_fields if row is not None and field.attname not in PLACE]
        plain = [field for field in fields if not (field.unique or field.choices or field.is_relation)]
        for kind, other in OTHERS.items():
            values = {
                field.attname: other(field, getattr(row, field.attname)) for field in plain if type(field) in kind
            }
            if values:
                yield model._base_manager.filter(pk=row.pk), values


OTHERS = {
    (models.CharField, models.TextField): lambda field, value: (
        f"{value}x"[-(field.max_length or 10_000) :] if value else ""
    ),
    (models.BooleanField,): lambda field, value: not value,
}


def test_whatever_changes_no_page_is_old(site, django):
    """In every table that public pages read, one kind of column after another, on a page of each kind."""
    load_starter(year=2027)
    pages = [kind.objects.visible_to_all().order_by("pk")[0] for kind in (WorkshopPage, CaseStudyPage)]
    paths = ["/", Theme.objects.all()[0].get_absolute_url(), *(page.url for page in pages)]
    plain, made, renewed = WSGIHandler(), 0, 0
    for row, values in list(changes()):
        noted(site, *paths)
        known = len(django.asked)
        with suppress(IntegrityError), transaction.atomic():  # words that go with others alone
            row.update(**values)
            second_is_over(site)
            given = {path: ask(site, path).body for path in paths}
            asked = django.asked[known:]
            alone = [path for path in paths if path not in asked]
            assert {path: ask(plain, path).body for path in alone} == {path: given[path] for path in alone}, values
            transaction.set_rollback(True)
        second_is_over(site)
        made, renewed = made + len(asked), renewed + len(alone)
    assert made > 50
    assert renewed > 50
