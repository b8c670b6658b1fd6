"""The Atom feeds of news."""

import xml.etree.ElementTree as ET

import pytest

from tests.factories.casestudies import assembly, case_study, witness
from tests.factories.pages import home_page
from tests.factories.workshops import theme, workshop
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(response) -> list[str]:
    root = ET.fromstring(response.content)  # noqa: S314 -- reads what we wrote ourselves
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_news_lists_what_is_published_and_nothing_else(client):
    workshop("2027-06", title="Publié <b> & \x07")
    workshop("2027-06", title="Brouillon", live=False)
    assert titles(client.get("/nouveautes.atom")) == ["Atelier annoncé : Publié &lt;b&gt; &amp;"]


def test_news_say_the_language_of_names(client):
    assembly("Citizens’ Assembly (assemblée citoyenne)", language="en", introduction="La Citizens’ Assembly siège.")
    root = ET.fromstring(client.get("/nouveautes.atom").content)  # noqa: S314 -- reads what we wrote ourselves
    shown = [(root.find(f".//{ATOM}entry/{ATOM}{name}")) for name in ("title", "summary")]
    assert [(each.get("type"), each.text) for each in shown] == [
        ("html", 'Assemblée publiée : <span lang="en">Citizens’ Assembly</span> (assemblée citoyenne)'),
        ("html", 'La <span lang="en">Citizens’ Assembly</span> siège.'),
    ]


def test_news_has_an_author_and_summaries_that_lose_nothing(client):
    workshop("2027-06", introduction="Un quotient < 1 000 & des frais")
    root = ET.fromstring(client.get("/nouveautes.atom").content)  # noqa: S314 -- reads what we wrote ourselves
    assert root.findtext(f"{ATOM}title") == "Agorathèque : nouveautés"
    assert [author.findtext(f"{ATOM}name") for author in root.findall(f"{ATOM}author")] == [
        "Institut de la Concertation et de la Participation Citoyenne (ICPC)"
    ]
    (summary,) = root.iter(f"{ATOM}summary")
    assert (summary.get("type"), summary.text) == ("html", "Un quotient &lt; 1 000 &amp; des frais")


def test_news_is_the_same_bytes_and_answers_304(client):
    workshop("2027-06")
    first, second = client.get("/nouveautes.atom"), client.get("/nouveautes.atom")
    assert first.content == second.content
    assert client.get("/nouveautes.atom", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_news_without_anything_is_still_a_feed(client):
    home_page()
    assert titles(client.get("/nouveautes.atom")) == []


def test_news_queries_do_not_grow(client):
    first, *others = query_counts(client, "/nouveautes.atom", lambda: workshop("2027-06"))
    assert others == [first, first]


def test_news_of_a_theme_tells_that_theme_only(client):
    pay, draw = theme("Indemniser", slug="pay"), theme("Tirage", slug="draw")
    workshop("2027-06", title="Un atelier", themes=[pay])
    witness("Un témoignage", themes=[pay, draw])
    case_study("Une étude", themes=[draw])
    found = client.get("/nouveautes/themes/pay.atom")
    assert sorted(titles(found)) == ["Atelier annoncé : Un atelier", "Témoignage publié : Un témoignage"]
    root = ET.fromstring(found.content)  # noqa: S314 -- reads what we wrote ourselves
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/themes/pay/",
        "self": "http://testserver/nouveautes/themes/pay.atom",
    }
    assert root.findtext(f"{ATOM}title") == "Agorathèque : nouveautés, Indemniser"
    assert client.get("/nouveautes/themes/lune.atom").status_code == 404
