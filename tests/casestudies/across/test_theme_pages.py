"""The page of a theme answers its own theme: marked steps, facts, every assembly with a fact, studied or not."""

import json

import pytest

from casestudies.models import Fact
from tests.factories.casestudies import assembly, case_study, fact, hide, source
from tests.factories.workshops import authority, theme
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers():
    return theme("Reddition des comptes", slug="reddition-des-comptes")


@pytest.fixture
def draw():
    return theme("Tirage au sort", slug="tirage-au-sort")


def step(heading: str, marked: object = None, **value: object) -> dict:
    value = {"heading": heading, "documented": True, "text": f"<p>{heading} en mots.</p>", "sources": [], **value}
    return {"type": "step", "id": heading, "value": {**value, "theme": str(marked.pk) if marked else ""}}


def told(client, chosen) -> list[tuple[str, str, str]]:
    facts = client.get(f"/themes/{chosen.slug}/").context["facts"]
    return [(said.figure, said.unit, said.words) for _, said in facts.practice]


def test_study_of_several_themes_shows_the_step_marked_with_the_theme(client, answers, draw):
    steps = json.dumps([step("Tirer", draw), step("Caché", answers, documented=False), step("Répondre", answers)])
    case_study(themes=[answers, draw], practice=steps, outcome=steps, figure="4 places", outcome_summary="Général.")
    assert told(client, answers) == [("", "Répondre", "Répondre en mots.")]
    assert told(client, draw) == [("", "Tirer", "Tirer en mots.")]
    html = client.get("/themes/reddition-des-comptes/").text
    assert ("4 places" in html, "Général." in html, html.count("Répondre en mots.")) == (False, False, 2)


def test_study_of_several_themes_without_mark_shows_a_fact_of_its_assembly(client, answers, draw):
    page = assembly()
    fact(page, "follow_up", "On répond.", answered_by="la Ville")
    case_study(themes=[answers, draw], assemblies=[page], figure="4 places")
    assert told(client, answers) == [("", "Qui répond", "la Ville")]
    assert told(client, draw) == [("", "", "")]
    assert "4 places" not in client.get("/themes/reddition-des-comptes/").text


def test_study_of_one_theme_shows_its_own_figure(client, draw):
    case_study(themes=[draw], figure="4 places", figure_unit="par canton", practice_summary="On tire.")
    assert told(client, draw) == [("4 places", "par canton", "On tire.")]


def test_every_assembly_with_a_fact_is_linked_studied_or_not(client, draw, answers):
    for name in ("Paris", "Lyon", "Rouen"):
        place = authority(name, short_name=name)
        page = assembly(authority=place, slug=name.lower(), is_counter_example=name == "Lyon")
        fact(page, "size", "Cent membres.", seated=100)
    fact(hide(assembly(slug="cache"), "draft"), "size", "Dix.")
    fact(assembly(slug="ailleurs"), "follow_up", "On répond.")
    found = client.get("/themes/tirage-au-sort/")
    facts = found.context["facts"]
    assert [(each.name, each.told.figure, each.told.unit) for each in facts.assemblies] == [
        ("Lyon", "100", "membres"),
        ("Paris", "100", "membres"),
        ("Rouen", "100", "membres"),
    ]
    assert facts.assembly_count == 3
    for slug in ("lyon", "paris", "rouen"):
        assert f'href="/assemblees/{slug}/"' in found.text
    assert 'href="/themes/tirage-au-sort/comparer/"' in found.text


def test_theme_page_costs_the_same_for_any_number_of_assemblies(client, draw, answers):
    def add() -> None:
        page = assembly()
        fact(page, "size", "Cent membres.", seated=100)
        case_study(themes=[draw, answers], assemblies=[page])

    assert len(set(query_counts(client, "/themes/tirage-au-sort/", add))) == 1


def test_theme_that_goes_away_leaves_its_facts_and_steps(client, draw, answers):
    own = fact(assembly(), "topics", "Le climat.", theme=draw, source=source())
    case_study(themes=[answers], practice=json.dumps([step("Tirer", draw)]), figure="1")
    draw.delete()
    assert Fact.objects.get(pk=own.pk).theme is None
    assert told(client, answers) == [("1", "", "On fait ainsi.")]
