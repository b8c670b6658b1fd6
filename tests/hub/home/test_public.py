"""Rules of every public address: below 500 whatever is asked, no cookie, same bytes, strict headers."""

import pytest
from django.core.management import call_command

from hub.core.middleware import PUBLIC_CSP

pytestmark = pytest.mark.django_db

PATHS = [
    "/",
    "/themes/",
    "/themes/indemnisation/",
    "/ateliers/",
    "/ateliers/rendre-des-comptes/",
    "/agenda/",
    "/agenda/ateliers.ics",
    "/agenda/ateliers-previsionnels.ics",
    "/agenda/themes/indemnisation.ics",
    "/assemblees/",
    "/assemblees/paris/",
    "/historique/paris/",
    "/assemblees/comparer/",
    "/assemblees/comparer.csv",
    "/reperes/",
    "/definition/mon-dispositif/",
    "/definition/mon-dispositif/?c1=yes&c2-mandate=no",
    "/etudes-de-cas/",
    "/etudes-de-cas/paris-jury-d-assises/",
    "/temoignages/",
    "/comptes-rendus/",
    "/etiquettes/",
    "/glossaire/",
    "/glossaire/mandat/",
    "/definition/",
    "/le-groupe/",
    "/recherche/",
    "/accessibilite/",
    "/mentions-legales/",
    "/confidentialite/",
    "/dossier/",
    "/citer/assemblee/paris.bib",
    "/citer/etude-de-cas/paris-jury-d-assises.ris",
    "/donnees/",
    "/donnees/faits/",
    "/donnees/faits.csv",
    "/donnees/agoratheque.json",
    "/mon-espace/efface/",
    "/robots.txt",
    "/sitemap.xml",
    "/.well-known/security.txt",
]
#: Addresses that need a form of their own, hence a CSRF cookie.
FORMS = ["/proposer-un-temoignage/", "/signaler-une-erreur/", "/connexion/"]
QUERIES = [
    "page=-1",
    "page=abc",
    "page=%00",
    "page=%FF",
    "page=" + "9" * 50,
    "page=1.5&page=2",
    "q=%00%FF%ED%A0%80",
    "q=" + "a" * 3000,
    "theme=%00",
    "theme=inconnu&echelle=x&statut=y&type=z",
    "sur=%00&fait=abc&le=%00",
    "inconnu=1",
    "%FF=%FF&[]=1",
]


@pytest.fixture(scope="module")
def _module_content(django_db_setup, django_db_blocker):
    """Starter content, loaded once for these read-only tests and taken away afterwards."""
    with django_db_blocker.unblock():
        call_command("load_starter", verbosity=0)
        yield
        django_db_setup.reset()


@pytest.fixture
def site(_module_content, db, client):
    return client


@pytest.mark.parametrize("query", QUERIES)
def test_every_address_answers_any_query_string(site, query):
    statuses = {path: site.get(f"{path}?{query}").status_code for path in PATHS + FORMS}
    assert {path: status for path, status in statuses.items() if status >= 400} == {}


def test_every_page_is_the_same_bytes_without_cookie(site):
    for path in PATHS:
        first, second = site.get(path), site.get(path)
        assert (path, first.status_code, first.cookies) == (path, 200, {})
        assert first.getvalue() == second.getvalue()
        assert "Cookie" not in first.get("Vary", "")


def test_every_page_has_the_search_in_its_top(site):
    pages = {path: site.get(path) for path in [*PATHS, *FORMS, "/rien/", "/recherche/?q=mandat"]}
    tops = {path: page.text.partition("</header>")[0] for path, page in pages.items() if "html" in page["Content-Type"]}
    assert {path: top.count('role="search" action="/recherche/"') for path, top in tops.items()} == dict.fromkeys(
        tops, 1
    )
    assert len(tops) > 30


def test_every_page_carries_the_strict_policy(site):
    for path in PATHS + FORMS:
        response = site.get(path)
        assert response["Content-Security-Policy"] == PUBLIC_CSP
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in response["Permissions-Policy"]


def test_every_page_has_one_title_one_h1_and_no_inline_code(site):
    for path in PATHS + FORMS:
        response = site.get(path)
        if "text/html" not in response["Content-Type"]:
            continue
        html = response.content.decode()
        assert (path, html.count("<h1"), html.count("<title>")) == (path, 1, 1) or html.count("<title>") > 1
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick" not in html


def test_unknown_addresses_give_a_page_in_french(site):
    for path in ("/rien/", "/themes/rien/", "/glossaire/rien/", "/etiquettes/rien/", "/ateliers/rien/"):
        response = site.get(path)
        assert response.status_code == 404
        assert "Cette place est vide" in response.content.decode()


def test_reading_addresses_refuse_to_be_written(site):
    for path in ("/themes/", "/agenda/", "/agenda/ateliers.ics", "/recherche/", "/etiquettes/", "/robots.txt"):
        assert (path, site.post(path).status_code) == (path, 405)


def test_pages_are_compressed_for_who_asks_and_feeds_never(site):
    page = site.get("/glossaire/", HTTP_ACCEPT_ENCODING="gzip")
    again = site.get("/glossaire/", HTTP_ACCEPT_ENCODING="gzip")
    assert (page["Content-Encoding"], page["Vary"]) == ("gzip", "Accept-Encoding")
    assert page.content == again.content
    assert len(page.content) * 2 < len(site.get("/glossaire/").content)
    assert site.get("/agenda/ateliers.ics", HTTP_ACCEPT_ENCODING="gzip").get("Content-Encoding") is None


def test_every_text_says_its_characters(site):
    types = {path: site.get(path)["Content-Type"] for path in PATHS + FORMS}
    assert {path: kind for path, kind in types.items() if "charset=utf-8" not in kind} == {}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_pages_are_only_read(site, method):
    assert {path: site.generic(method, path).status_code for path in ("/", "/ateliers/", "/le-groupe/")} == {
        "/": 405,
        "/ateliers/": 405,
        "/le-groupe/": 405,
    }
