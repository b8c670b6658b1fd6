"""The part of the pictures that concerns one assembly or one theme, on its page."""

import re
from datetime import date

import pytest

from casestudies.landmarks import page as landmarks
from casestudies.landmarks.page import of_assembly, of_theme
from casestudies.models import CaseStudyPage, Generation, Milestone
from hub.core.dates.when import When
from tests.factories.casestudies import assembly, case_study, fact, hide, source
from tests.factories.workshops import authority, theme
from tests.harness.queries import query_counts_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
DRAWING = re.compile(r'<svg [^>]*role="img".*?</svg>', re.S)


def generation(page, period: str, label: str) -> Generation:
    return Generation.objects.create(page=page, label=label, period=When.parse(period), source=source())


def test_assembly_has_one_lane_per_dated_generation():
    page = assembly()
    for period, label in {"2024/2025": "Seconde", "2022/2023": "Première", "": "Sans date"}.items():
        generation(page, period, label)
    own = of_assembly(page, TODAY)
    assert [(bar.name, bar.words, bar.kind) for bar in own.bars] == [
        ("Première", "2022–2023", "outline"),
        ("Seconde", "2024–2025", "outline"),
    ]
    assert [text.text for text in own.timeline.texts] == ["Première", "Seconde"]


def test_history_without_generation_is_not_drawn_twice():
    page = assembly()
    Milestone.objects.create(page=page, when=When.parse("2022"), text="Une date", source=source())
    own = of_assembly(page, TODAY)
    assert (own.bars, own.timeline) == ([], None)


@pytest.mark.parametrize("fields", [{"department_code": "976"}, {"country": "IT", "department_code": "57"}, {}])
def test_assembly_off_the_map_has_no_map(client, fields):
    page = assembly(authority=authority("Ailleurs", **fields))
    own = of_assembly(page, TODAY)
    assert (own.place, own.map) == (None, None)
    assert DRAWING.findall(client.get(page.get_url()).content.decode()) == []


def test_assembly_page_draws_its_place_and_its_generations(client):
    page = assembly("<b>Assemblée</b>", authority=authority("Metz", department_code="57"))
    generation(page, "2022/2023", "Première <i>édition</i>")
    html = client.get(page.get_url()).content.decode()
    place, timeline = DRAWING.findall(html)
    assert "Metz, Moselle." in place
    assert "2022–2023, à l’année près." in timeline
    assert ("<b>Assemblée" in html, "<i>édition" in html) == (False, False)
    assert "svg-maps" in html


def test_theme_shows_its_assemblies_and_those_of_its_studies():
    subject = theme()
    assembly(authority=authority("Metz", department_code="57"), themes=[subject])
    told = assembly(authority=authority("Nice", department_code="06"))
    assembly(authority=authority("Agen", department_code="47"))
    both = assembly(authority=authority("Dole", department_code="39"), themes=[subject])
    hidden = assembly(authority=authority("Cachée", department_code="75"), themes=[subject])
    hide(hidden, "draft")
    study = case_study(themes=[subject], assemblies=[told, both, hidden])
    found = of_theme(subject.slug, CaseStudyPage.objects.filter(pk=study.pk))
    assert [place.name for place in found.where.places] == ["Dole", "Metz", "Nice"]
    assert found.compensations is None


def test_theme_of_compensation_shows_amounts_instead(client):
    subject = theme(slug="indemnisation")
    page = assembly(authority=authority("Metz", department_code="57"), themes=[subject])
    fact(page, "compensation", "44 € par demi-journée", amount=44, unit="half_day")
    html = client.get("/themes/indemnisation/").content.decode()
    assert [re.search(r"<title.*?>(.*?)</title>", one)[1] for one in DRAWING.findall(html)] == [
        "Indemnités, ramenées à une demi-journée"
    ]
    assert html.count('<details class="data">') == html.count('<table class="plain">') == 1


def test_theme_puts_a_few_on_the_map_and_says_how_many_there_are(client, monkeypatch):
    subject = theme(slug="autre")
    monkeypatch.setattr(landmarks, "MOST_ON_MAP", 2)
    for name in ("Metz", "Agen", "Nice"):
        assembly(authority=authority(name, department_code="57"), themes=[subject])
    found = of_theme("autre", CaseStudyPage.objects.none())
    assert ([place.name for place in found.where.places], found.total) == (["Agen", "Metz"], 3)
    html = " ".join(client.get("/themes/autre/").content.decode().split())
    assert "Les premières de 3, par ordre alphabétique." in html


def test_theme_of_compensation_draws_a_few_and_says_where_all_are(client, monkeypatch):
    subject = theme(slug="indemnisation")
    monkeypatch.setattr(landmarks, "MOST_DRAWN", 2)
    for name in ("Metz", "Agen", "Nice"):
        page = assembly(authority=authority(name), themes=[subject])
        fact(page, "compensation", "44 € par demi-journée", amount=44, unit="half_day")
        fact(page, "size", "100 membres", amount=100)
    fact(assembly(authority=authority("Albi")), "compensation", "Non précisé.")
    found = of_theme("indemnisation", CaseStudyPage.objects.none())
    assert ([amount.name for amount in found.compensations.drawn], found.total) == (["Agen", "Metz"], 3)
    html = " ".join(client.get("/themes/indemnisation/").content.decode().split())
    assert "Les premières de 3 assemblées" in html
    assert 'href="/themes/indemnisation/comparer/">le tableau les a toutes' in html


def test_theme_without_assembly_has_no_picture(client):
    subject = theme("Un autre", slug="vide")
    theme(slug="indemnisation")
    assembly(authority=authority("Milan", country="IT"), themes=[subject])
    for slug in ("vide", "indemnisation"):
        assert DRAWING.findall(client.get(f"/themes/{slug}/").content.decode()) == []


def test_pages_cost_the_same_queries_whatever_they_draw(client):
    subject, paid = theme("Un autre", slug="autre"), theme(slug="indemnisation")
    first = assembly(authority=authority("Metz", department_code="57"), themes=[subject])

    def more() -> None:
        page = assembly(authority=authority(department_code="76"), themes=[subject, paid])
        generation(first, "2022", "Une édition")
        fact(page, "compensation", "44 €", amount=44, unit="day")
        case_study(assemblies=[page], themes=[subject])

    counts = query_counts_of(client, ["/themes/autre/", "/themes/indemnisation/", first.get_url()], more)
    assert {path: len(set(found)) for path, found in counts.items()} == dict.fromkeys(counts, 1)


def test_sitemap_lists_the_pages_outside_the_tree(client):
    assembly()
    found = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    assert [
        path for path in found if path in ("/reperes/", "/assemblees/comparer/", "/definition/mon-dispositif/")
    ] == [
        "/reperes/",
        "/assemblees/comparer/",
        "/definition/mon-dispositif/",
    ]
