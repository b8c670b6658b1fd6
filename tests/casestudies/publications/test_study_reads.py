"""A case study shows the facts that answer its question, and its lists say whether it has a second part."""

import re

import pytest
from django.utils import timezone

from casestudies.landmarks.page import landmarks
from tests.factories.casestudies import assembly, case_study, fact, source, step
from tests.factories.workshops import theme

pytestmark = pytest.mark.django_db


def page_of(client, study) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", client.get(study.get_url()).content.decode())


def sheet_of_both():
    sheet = assembly(slug="paris")
    fact(sheet, "compensation", "44 € par jour.", source=source(title="Le budget"))
    fact(sheet, "litigation", "Un recours.", source=source(title="Le jugement"))
    fact(sheet, "topics", "Le climat.", source=source(title="Le site"))
    return sheet


def test_study_shows_the_facts_of_its_theme_and_leads_to_the_others(client):
    pay = theme("Indemnisation", slug="indemnisation")
    html = page_of(client, case_study(themes=[pay], assemblies=[sheet_of_both()]))
    said = [words in html for words in ("44 € par jour", "Un recours", "Le climat")]
    sources = [words in html for words in ("Le budget", "Le jugement", "Le site")]
    assert (said, sources) == ([True, False, False], [True, False, False])
    link = re.search(r'href="/assemblees/paris/#faits">(.*?)</a>', html, re.DOTALL) or ["", ""]
    assert " ".join(link[1].split()) == "2 autres faits sur la fiche"
    assert 'id="faits"' in client.get("/assemblees/paris/").content.decode()


def test_study_without_theme_shows_every_fact(client):
    html = page_of(client, case_study(assemblies=[sheet_of_both()]))
    assert [words in html for words in ("44 € par jour", "Un recours", "sur la fiche")] == [True, True, False]


def test_study_whose_question_no_fact_answers_says_so(client):
    other = theme("Élus et agents", slug="elus-et-agents")
    html = page_of(client, case_study(themes=[other], assemblies=[sheet_of_both()]))
    assert ("Aucun fait de la fiche ne répond encore à cette question." in html, "3 autres faits" in html) == (
        True,
        True,
    )


def test_study_says_which_of_its_facts_another_one_contradicts(client):
    pay, law = theme("Indemnisation", slug="indemnisation"), theme("Cadre", slug="cadre-juridique")
    sheet = assembly()
    fact(sheet, "compensation", "44 €.", valid_on="2024")
    fact(sheet, "compensation", "55 €.", valid_on="2024", theme=law)
    html = page_of(client, case_study(themes=[pay], assemblies=[sheet]))
    assert ("55 €" in html, html.count("Un autre fait de la même date dit autre chose.")) == (False, 1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"outcome": [step("Le bilan", documented=False)]}, False),
        ({"outcome": [step("Le bilan")]}, True),
        ({"outcome_summary": "Deux vœux votés."}, True),
    ],
)
def test_badge_and_figure_say_whether_the_second_part_says_something(client, fields, expected):
    study = case_study(**fields)
    html = client.get("/etudes-de-cas/").content.decode()
    assert ("à documenter" not in html, study.has_outcome) == (expected, expected)
    assert landmarks(timezone.localdate()).with_outcome == int(expected)
