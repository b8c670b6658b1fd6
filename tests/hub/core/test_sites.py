"""The site and its words are kept between requests, and never told once they are no longer true."""

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from casestudies.models import AssemblyIndexPage
from hub.core.lists import kept
from hub.core.models import SiteIdentity
from hub.core.reading import one_reading
from hub.core.sites import identity_for, only_site, page_identity, pages_named, path_of, section_path
from hub.home.models import StandardPage
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    kept.forget()


def child(title: str, slug: str, parent: Page | None = None) -> StandardPage:
    return (parent or home_page()).add_child(instance=StandardPage(title=title, slug=slug))


def test_a_page_asks_for_its_site_once_and_for_the_token_once(client):
    child("Le groupe", "groupe")
    client.get("/groupe/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/groupe/").status_code == 200
    tables = [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in captured]
    assert [tables.count(name) for name in ("wagtailcore_site", "core_siteidentity", "core_contentstate")] == [0, 0, 1]


def test_a_changed_name_of_the_site_is_shown_at_once(client):
    child("Le groupe", "groupe")
    assert "· Agorathèque</title>" in client.get("/groupe/").text
    identity = SiteIdentity.for_site(Site.objects.get())
    identity.name = "La ruche"
    identity.save()
    assert "· La ruche</title>" in client.get("/groupe/").text


def test_another_root_page_is_served_at_once(client):
    child("Le groupe", "groupe")
    assert client.get("/groupe/").status_code == 200
    other = Page.objects.get(depth=1).add_child(instance=StandardPage(title="Autre racine", slug="autre"))
    site = Site.objects.get()
    site.root_page = other
    site.save()
    assert (client.get("/groupe/").status_code, "Autre racine" in client.get("/").text) == (404, True)


def test_an_unpublished_root_page_is_not_served(client):
    home = home_page()
    assert client.get("/").status_code == 200
    home.unpublish()
    assert client.get("/").status_code == 404


def test_two_sites_are_told_apart_by_host(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "autre.example"]
    child("Le groupe", "groupe")
    other = Page.objects.get(depth=1).add_child(instance=StandardPage(title="Autre racine", slug="autre"))
    site = Site.objects.create(hostname="autre.example", port=80, root_page=other)
    SiteIdentity.objects.create(site=site, name="La ruche")
    assert only_site() is None
    assert "Autre racine · La ruche" in client.get("/", headers={"host": "autre.example"}).text
    assert client.get("/groupe/").status_code == 200


def test_a_site_without_words_of_its_own_reads_the_usual_ones_and_writes_nothing():
    home_page()
    SiteIdentity.objects.all().delete()
    assert identity_for(RequestFactory().get("/")).name == "Agorathèque"
    assert SiteIdentity.objects.count() == 0


def test_a_request_that_writes_reads_what_it_wrote():
    site = Site.objects.get()
    with one_reading():
        assert kept.kept("name", lambda: Site.objects.get().site_name) == site.site_name
        site.site_name = "Autre"
        site.save()
        assert kept.kept("name", lambda: Site.objects.get().site_name) == "Autre"


def test_a_request_forgets_what_it_wrote_and_undid():
    def name() -> str:
        return kept.kept("name", lambda: Site.objects.get().site_name)

    site = Site.objects.get()
    with one_reading():
        before = name()
        with transaction.atomic():
            site.site_name = "Autre"
            site.save()
            assert name() == "Autre"
            transaction.set_rollback(True)
        assert name() == before


def test_inside_one_reading_the_token_is_read_once():
    with CaptureQueriesContext(connection) as captured, one_reading():
        for _ in range(3):
            kept.kept("word", lambda: "mot")
    assert sum("core_contentstate" in query["sql"] for query in captured) == 1


@pytest.mark.parametrize("restricted", ["above", "itself"])
def test_a_restriction_closes_a_page_already_read(restricted):
    above = child("Le groupe", "groupe")
    below = child("Ses membres", "membres", above)
    client = Client()
    assert client.get("/groupe/membres/").status_code == 200
    page = {"above": above, "itself": below}[restricted]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/groupe/membres/").status_code == 302
    shown = set(StandardPage.objects.visible_to_all().values_list("slug", flat=True))
    assert shown & {"groupe", "membres"} == ({"groupe"} if restricted == "itself" else set())


def test_paths_are_those_of_wagtail_whatever_was_asked_before():
    home = home_page()
    group = child("Le groupe", "groupe")
    pages = [home, group, child("Ses membres", "membres", group), child("Ses règles", "regles", group)]
    nowhere = Page.objects.get(depth=1)
    other = nowhere.add_child(instance=StandardPage(title="Autre racine", slug="autre"))
    Site.objects.create(hostname="autre.example", port=80, root_page=other)
    pages += [other, child("Ailleurs", "ailleurs", other), nowhere]
    for order in (pages, pages[::-1]):
        request = RequestFactory().get("/")
        assert [path_of(page, request) for page in order] == [page.get_url(request) or "" for page in order]
    assert path_of(group, None) == group.get_url()


def test_paths_of_neighbours_cost_no_query_each():
    group = child("Le groupe", "groupe")
    pages = [child(f"Page {number}", f"page-{number}", group) for number in range(5)]
    request = RequestFactory().get("/")
    path_of(pages[0], request)
    with CaptureQueriesContext(connection) as captured:
        assert [path_of(page, request) for page in pages] == [f"/groupe/page-{number}/" for number in range(5)]
    assert len(captured) == 0


def test_links_to_a_section_follow_its_new_address(client):
    assert section_path("assemblees") == "/assemblees/"
    page = home_page().add_child(instance=AssemblyIndexPage(title="Assemblées", slug="dispositifs"))
    assert section_path("assemblees") == "/dispositifs/"
    assert client.get(page.get_url()).text.count(' href="/assemblees/"') == 0


def test_a_renamed_plain_page_is_known_by_its_identity():
    page = child("Accessibilité", "a11y")
    assert section_path("accessibilite") == "/accessibilite/"
    page.translation_key = page_identity(StandardPage, "accessibilite")
    page.save()
    kept.forget()
    assert section_path("accessibilite") == "/a11y/"


def test_an_unknown_section_is_a_mistake():
    with pytest.raises(KeyError):
        section_path("nulle-part")


def test_page_asks_once_where_the_restricted_pages_stand(client):
    """Every list that it shows would ask again."""
    home_page()
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    assert sum('FROM "wagtailcore_pageviewrestriction"' in query["sql"] for query in captured) == 1


def test_an_address_is_found_by_an_index_among_many_pages():
    home = home_page()
    Page.objects.bulk_create(
        Page(
            title=f"Page {number}",
            slug=f"page-{number}",
            path=f"{home.path}{number:04}",
            depth=home.depth + 1,
            content_type_id=home.content_type_id,
            locale_id=home.locale_id,
        )
        for number in range(2_000, 5_000)
    )
    connection.cursor().execute("ANALYZE")
    plan = pages_named(["page-2001", "page-4000"]).explain()
    assert ("slug" in plan, "SCAN wagtailcore_page" in plan, "Seq Scan" in plan) == (True, False, False)
