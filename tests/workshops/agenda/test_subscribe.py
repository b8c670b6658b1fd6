"""The page that tells how to subscribe: copy first, and what each program does."""

import re

import pytest

from tests.factories.workshops import theme, workshop

pytestmark = pytest.mark.django_db

PACES = {
    "Outlook": "toutes les trois heures",
    "Google Agenda": "toutes les 8 à 24 heures",
    "Apple Calendrier": "une fois par jour",
    "Thunderbird": "toutes les 30 minutes",
    "Nextcloud": "une semaine",
}


def text(client, path: str) -> str:
    return client.get(path).content.decode().replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("path", ["/agenda/", "/ateliers/"])
def test_copying_the_address_comes_first(client, path):
    workshop("2099-03-18", themes=[theme("Tirage", slug="tirage")])
    html = text(client, path)
    places = [html.index(words) for words in ('id="adresse"', "data-copy", 'href="webcal:', "addbyurl")]
    assert places == sorted(places)
    assert "cid=" not in html


def test_each_program_has_its_pace(client):
    html = text(client, "/agenda/")
    details = dict(re.findall(r"<summary>([^<]+)</summary>(.*?)</details>", html, re.DOTALL))
    assert {name: pace in details[name] for name, pace in PACES.items()} == dict.fromkeys(PACES, True)
    assert "ne se mettent jamais à jour" in details["Un fichier, sans abonnement"]


def test_page_of_a_workshop_says_that_one_file_never_moves(client):
    page = workshop("2099-03-18")
    assert "ne se met jamais à jour" in text(client, f"/ateliers/{page.slug}/")
