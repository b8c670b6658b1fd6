"""The home page and the theme pages."""

import re
from datetime import date

import pytest

from casestudies.models import CaseStudyPage
from hub.core.forms import PAGE_SIZE
from hub.home.pages.overview import theme_overview
from tests.factories.casestudies import assembly, case_study, step, witness
from tests.factories.pages import home_page
from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 22))


def test_home_shows_the_next_workshop_even_if_only_a_month(client):
    workshop("2026-05-02", title="Passé")
    workshop("2027-06", title="Indemniser")
    context = client.get("/").context
    assert context["next_workshop"].title == "Indemniser"
    assert "<h3><a" in client.get("/").content.decode()


def test_home_without_anything_still_helps(client):
    home_page()
    html = client.get("/").content.decode()
    assert "Aucun atelier n’est annoncé" in html
    assert "Aucune étude de cas n’est encore publiée" in html


def test_home_queries_do_not_grow_with_workshops(client):
    subject, place = theme(), authority()
    first, *others = query_counts(client, "/", lambda: partner(workshop("2027-06", themes=[subject]), place))
    assert others == [first, first]


def test_theme_overview_names_the_first_open_workshop_of_each_theme():
    pay, draw = theme("Indemnisation"), theme("Tirage au sort")
    workshop("2027-09", title="Plus tard", themes=[pay])
    workshop("2027-06", title="D’abord", themes=[pay])
    workshop("2027-01", title="Annulé", themes=[pay], certainty="cancelled")
    found = {item["theme"]: item["workshop"] for item in theme_overview()}
    assert (found[pay].title, found[draw]) == ("D’abord", None)


def test_theme_page_queries_do_not_grow_with_workshops(client):
    subject, place = theme(slug="indemnisation"), authority()
    first, *others = query_counts(
        client, "/themes/indemnisation/", lambda: partner(workshop("2027-06", themes=[subject]), place)
    )
    assert others == [first, first]


def test_theme_page_tells_a_few_workshops_and_where_all_are(client):
    subject = theme(slug="indemnisation")
    for number in range(PAGE_SIZE + 1):
        workshop(f"2099-03-{number + 1:02}", title=f"À venir {number}", themes=[subject])
        workshop(f"2020-03-{number + 1:02}", title=f"Passé {number}", themes=[subject])
    response = client.get("/themes/indemnisation/")
    shown = [page.title for page in (*response.context["upcoming"], *response.context["past"])]
    assert (len(shown), shown[0], shown[PAGE_SIZE]) == (2 * PAGE_SIZE, "À venir 0", f"Passé {PAGE_SIZE}")
    assert 'href="/ateliers/?theme=indemnisation">Tous les ateliers' in response.content.decode()


def test_theme_page_without_anything_asks_for_a_testimony(client):
    home_page()
    theme("Cadre juridique", slug="cadre-juridique")
    html = client.get("/themes/cadre-juridique/").content.decode()
    assert html.count("Pas encore documenté") == 2
    assert "Aucun atelier n’est prévu sur cette question" in html


def test_theme_page_says_the_unit_of_each_figure_and_which_sheets_are_starters(client):
    subject = theme("Tirage au sort", slug="tirage-au-sort")
    subject.requests.create(title="Qui reste", text="On ne le sait pas.")
    subject.requests.create(title="Qui part ?", text="Non plus.")
    subject.save()
    case_study(themes=[subject], figure="29", figure_unit="acceptent sur 300", practice=[step("Le tirage")])
    for starters, words in (
        (0, []),
        (1, ["Dont 1 fiche de démarrage, à relire."]),
        (2, ["Fiches de démarrage, à relire."]),
    ):
        if starters:
            case_study(themes=[subject], figure="", is_starter=True)
        if starters == 2:
            CaseStudyPage.objects.update(is_starter=True)
        html = client.get("/themes/tirage-au-sort/").content.decode()
        assert re.findall(r'<p class="note">(.*? de démarrage, à relire\.)</p>', html) == words
    assert re.findall(r"<strong>(29.*?)</strong>", html) == ["29 <small>acceptent sur 300</small>"]
    assert [" ".join(said.split()) for said in re.findall(r"<li>\s*<strong>(\D.*?)</strong>", html)] == [
        "Qui reste.",
        "Qui part ?",
    ]


def test_home_says_which_of_its_case_studies_are_starter_sheets(client):
    case_study("Relue")
    words = "de démarrage, à relire"
    assert words not in client.get("/").text
    case_study("À relire", is_starter=True)
    assert f"Dont une fiche {words}" in client.get("/").text
    CaseStudyPage.objects.update(is_starter=True)
    assert f"Fiches {words}" in client.get("/").text


def test_theme_page_shows_the_latest_studies_and_leads_to_all(client):
    subject = theme(slug="indemnisation")
    first = case_study("Étude 0", themes=[subject], outcome_summary="Un effet.", practice_summary="La première façon.")
    for number in range(1, 14):
        case_study(f"Étude {number}", themes=[subject])
    found = client.get("/themes/indemnisation/")
    assert [study.title for study in found.context["case_studies"]] == [f"Étude {n}" for n in range(13, 1, -1)]
    assert 'href="/etudes-de-cas/?theme=indemnisation">Voir les 14 études de cas</a>' in found.text
    assert [study.pk for study, _ in found.context["facts"].outcome] == [first.pk]


def test_theme_page_leads_to_all_testimonies(client):
    subject = theme(slug="indemnisation")
    for number in range(13):
        witness(f"Témoignage {number}", themes=[subject])
    assert (
        'href="/temoignages/?theme=indemnisation">Lire les 13 témoignages</a>'
        in client.get("/themes/indemnisation/").text
    )


def test_theme_page_queries_do_not_grow_with_studies(client):
    subject, place = theme(slug="indemnisation"), authority()
    first, *others = query_counts(
        client,
        "/themes/indemnisation/",
        lambda: case_study(themes=[subject], assemblies=[assembly(authority=place)], outcome_summary="Un effet."),
    )
    assert others == [first, first]
