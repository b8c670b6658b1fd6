"""What a page says of itself to programs that keep, quote or preview it; read with a parser that is not ours."""

import json

import pytest
from bs4 import BeautifulSoup

from hub.home.open_data import DATA_TABLES
from tests.factories.casestudies import case_study
from tests.factories.pages import home_page
from tests.factories.workshops import workshop
from workshops.workshop.enums import Certainty

pytestmark = pytest.mark.django_db


def read(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def said(page: BeautifulSoup) -> dict[str, str]:
    tags = page.select("meta[content]")
    return {tag[name]: tag["content"] for name in ("name", "property") for tag in tags if tag.get(name)}


def data_of(page: BeautifulSoup) -> dict:
    found = page.select_one('script[type="application/ld+json"]')
    return json.loads(found.string) if found else {}


def test_study_says_what_reference_managers_keep(client):
    study = case_study("Indemniser « comme » un jury")
    page = read(client, study.get_url())
    meta = said(page)
    wanted = ("citation_title", "citation_author", "citation_publisher", "DC.type", "DC.language", "DC.title")
    organisation = "Institut de la Concertation et de la Participation Citoyenne (ICPC)"
    assert [meta[name].replace("\xa0", " ").replace("\u202f", " ") for name in wanted] == [
        "Indemniser « comme » un jury",
        organisation,
        organisation,
        "étude de cas",
        "fr",
        "Indemniser « comme » un jury",
    ]
    files = {tag["type"]: tag["href"] for tag in page.select('link[rel="alternate"]')}
    assert files["application/x-bibtex"] == f"/citer/etude-de-cas/{study.slug}.bib"


@pytest.mark.parametrize("query", ["", "?utm_source=lettre"])
def test_page_has_one_address(client, query):
    study = case_study("Poitiers")
    page = read(client, study.get_url() + query)
    address = f"http://testserver{study.get_url()}"
    meta = said(page)
    assert (page.select_one("link[rel=canonical]")["href"], meta["og:url"], meta["og:title"]) == (
        address,
        address,
        "Poitiers",
    )


def test_private_link_is_not_repeated_in_its_page(client):
    home_page()
    page = read(client, "/verifier/un-jeton-qui-n-existe-pas/")
    assert (page.select("link[rel=canonical]"), page.select('meta[property="og:url"]')) == ([], [])


def test_printed_page_carries_its_address(client):
    study = case_study("Poitiers")
    assert f"http://testserver{study.get_url()}" in read(client, study.get_url()).select_one(".printed").get_text()


def test_open_data_are_described_as_a_dataset(client):
    home_page()
    data = data_of(read(client, "/donnees/"))
    files = [file["contentUrl"] for file in data["distribution"]]
    assert (data["@type"], len(files)) == ("Dataset", len(DATA_TABLES) + 2)
    assert {client.get(address.removeprefix("http://testserver")).status_code for address in files} == {200}


@pytest.mark.parametrize("certainty", [Certainty.PROPOSED, Certainty.TENTATIVE])
def test_nobody_is_told_that_an_unsure_workshop_is_scheduled(client, certainty):
    page = workshop(when="2027-03-18T14:00/2027-03-18T16:00", certainty=certainty)
    assert data_of(read(client, page.get_url())) == {}


def test_sure_workshop_is_told_as_scheduled(client):
    page = workshop(when="2027-03-18T14:00/2027-03-18T16:00", certainty=Certainty.CONFIRMED)
    assert data_of(read(client, page.get_url()))["eventStatus"] == "https://schema.org/EventScheduled"


def test_site_map_names_terms_data_and_the_calendar(client):
    case_study("Poitiers")
    found = client.get("/sitemap.xml").content.decode()
    wanted = ("/agenda/", "/donnees/", "/donnees/faits/", "/etiquettes/", "/themes/")
    assert [path for path in wanted if f"<loc>http://testserver{path}</loc>" not in found] == []
