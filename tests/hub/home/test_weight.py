"""What pages weigh in elements: a browser, and the machine of whoever reads, pay for each of them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

pytestmark = pytest.mark.django_db

LISTS = ["/", "/themes/", "/ateliers/", "/assemblees/", "/etudes-de-cas/", "/temoignages/", "/comptes-rendus/"]
#: Most elements of a page of the starter content, drawings counted as one, by its address. Studies and lists have
#: EcoIndex 85 with these, sheets of assemblies 82, the others more than 80, with the four files that a page asks for.
MOST = [
    (rf"{'|'.join(LISTS)}", 282),
    (r"/(?:themes|ateliers|etudes-de-cas)/[^/]+/", 287),
    (r"/assemblees/comparer/", 372),
    (r"/assemblees/[^/]+/", 358),
    (r"/.*", 400),
]


def elements(html: str) -> int:
    tree = BeautifulSoup(html, "html.parser")
    return len(tree.find_all(True)) - len(tree.select("svg *"))


def most(path: str) -> int:
    return next(count for pattern, count in MOST if re.fullmatch(pattern, path))


def test_starter_pages_have_few_elements(client):
    call_command("load_starter", verbosity=0)
    paths = re.findall(r"<loc>https?://[^/]+(.*?)</loc>", client.get("/sitemap.xml").text)
    counts = {path: elements(client.get(path).text) for path in [*paths, "/assemblees/comparer/", "/suites/"]}
    assert {path: count for path, count in counts.items() if count > most(path)} == {}
    assert len(counts) > 90


def test_page_asks_for_one_sheet_and_one_script(client):
    call_command("load_starter", verbosity=0)
    for path in [*LISTS, "/assemblees/paris/", "/etudes-de-cas/paris-jury-d-assises/", "/themes/indemnisation/"]:
        tree = BeautifulSoup(client.get(path).content, "html.parser")
        assert (path, len(tree.select("link[rel=stylesheet], script[src], img[src]"))) == (path, 2)
