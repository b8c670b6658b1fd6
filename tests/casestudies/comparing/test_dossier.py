"""«Mon dossier»: pages gathered by their address."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from glossary.models import Term
from tests.factories.casestudies import answer, assembly, case_study, definition, fact, hide, source, step
from tests.factories.workshops import authority

pytestmark = pytest.mark.django_db


def dossier(client, *slugs: str):
    response = client.get("/dossier/", {"p": list(slugs)})
    assert response.status_code == 200
    return response.context["dossier"], response.content.decode()


def test_pages_stand_in_the_order_asked_with_numbered_sources(client):
    first, second = source(title="Première"), source(title="Seconde")
    sheet = assembly("Une assemblée", slug="paris")
    fact(sheet, value="100 membres.", source=first)
    case_study("Une étude", slug="etude", practice=[step("La règle", "<p>On paie.</p>", sources=(second, first))])
    case_study("Autre étude", slug="autre")
    chosen, html = dossier(client, "autre", "paris", "etude", "paris")
    assert [page.slug for page in (*chosen.assemblies, *chosen.studies)] == ["paris", "autre", "etude"]
    assert chosen.sources == [first, second]
    assert html.count('href="#s2"') == 1
    assert (chosen.notices, chosen.comparison) == ([], None)


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_what_is_hidden_is_left_out_and_said(client, way):
    hide(case_study("Cachée", slug="cachee"), way)
    assembly(slug="paris")
    chosen, html = dossier(client, "cachee", "paris", "rien")
    assert chosen.count == 1
    assert chosen.notices == [
        "2 pages demandées ne sont pas publiées, ou ne le sont plus : elles sont laissées de côté."
    ]
    assert "Cachée" not in html


def test_two_assemblies_are_compared(client):
    criterion = definition("Portée par une autorité")[0]
    for name in ("paris", "rouen"):
        answer(assembly(name, slug=name, authority=authority(name.title())), criterion, reason=f"Par {name}.")
    chosen, html = dossier(client, "paris", "rouen")
    rows = dict(chosen.compared_rows)
    assert rows["1. Portée par une autorité"] == [("Paris", "Oui. Par paris"), ("Rouen", "Oui. Par rouen")]
    assert '<td data-name="Rouen">Oui. Par rouen</td>' in html


def test_a_dossier_is_bounded(client):
    for number in range(22):
        case_study(slug=f"etude-{number}")
    chosen, _ = dossier(client, *(f"etude-{number}" for number in range(22)))
    assert chosen.count == 20
    assert chosen.notices == ["Un dossier a 20 pages au plus : les premières sont gardées, sur 22 demandées."]


OPENED = re.compile(r'popovertarget="mot-([\w-]+)"')
#: Each as the text of a study: what pages link, and what they leave alone.
TEXTS = [
    "<p>Avec les <b>élu·es</b>, indemnisées, et deux ACP.</p>",
    "<p>Elu, ELUS, commandat, mandaté, mandature, www.mandat.fr, une Acp.</p>",
    "<p>« Un mandat », <i>mandats</i>.</p>",
    "<p>« Un mandat » <a href='https://exemple.fr/'>élus</a>.</p><h3>Indemnité</h3>",
    "<p>Les tirages&nbsp;au sort, le jury d&#x27;assises.</p>",
    "<p>On tire au sort. R&amp;D, vide, débat.</p>",
    f"<p>{', '.join(f'mot{letter}' for letter in 'abcdefghijklmnop')}, mandat.</p>",
    "",
]


def words() -> None:
    """A glossary whose words are met in every way: inflection, acronym, limit, no definition."""
    names = {"élu": "", "mandat": "", "tirage au sort": "", "jury d’assises": "", "R&D": "", "indemnité": "indemnisé"}
    names |= {f"mot{letter}": "" for letter in "abcdefghijklmnop"}
    for name, forms in names.items():
        Term.objects.create(name=name, slug=slugify(name), definition="Un mot.", forms=forms)
    Term.objects.create(name="assemblée", slug="assemblee", definition="Un mot.", equivalents="ACP\ndébat")
    Term.objects.create(name="vide", slug="vide", definition="")


@pytest.mark.parametrize("is_off", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_words_are_those_that_the_page_links(client, text, is_off):
    words()
    parts = {"practice": [step("Les mandats", "<p>Élue.</p>")], "outcome": [step("Un effet", text), step("Jury", text)]}
    study = case_study("Des élus", slug="etude", introduction=text, without_glossary=is_off, **parts)
    opened = OPENED.findall(client.get(study.url).content.decode())
    chosen, _ = dossier(client, "etude")
    assert sorted(term.slug for term in chosen.terms) == sorted(set(opened))
    assert bool(opened) != is_off


def test_words_of_several_studies_stand_once_in_alphabetical_order(client):
    words()
    case_study(slug="une", introduction="Un mandat, un élu.")
    case_study(slug="autre", introduction="Des mandats, une indemnité.")
    assembly(slug="paris", introduction="Un jury d’assises.")
    chosen, html = dossier(client, "une", "autre", "paris")
    assert [term.name for term in chosen.terms] == ["élu", "indemnité", "mandat"]
    assert html.count("<dt>") == 3


def test_words_cost_one_query_whatever_the_number_of_studies(client):
    words()
    for number in range(3):
        case_study(slug=f"etude-{number}", introduction="Un mandat.")
    for size in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            dossier(client, *(f"etude-{number}" for number in range(size)))
        assert len([query for query in captured if "glossary_term" in query["sql"]]) == 1


def test_nothing_asked_twice_or_not_at_all_is_missing(client):
    assembly(slug="paris", verified_on=date(2026, 5, 3))
    chosen, html = dossier(client, "", "rien", "paris", "rien")
    assert chosen.notices == ["Une page demandée n’est pas publiée, ou ne l’est plus : elle est laissée de côté."]
    assert "Faits vérifiés le 3\xa0mai\xa02026" in html.replace("mai 2026", "mai\xa02026")


@pytest.mark.parametrize("query", ["", "p=", "p=%00", "p=%FF&p=<b>", "p=" + "a" * 5000, "&".join(["p=x"] * 3000)])
def test_any_address_answers(client, query):
    response = client.get(f"/dossier/?{query}")
    assert (response.status_code, response.cookies) == (200, {})
    assert "Comment faire" in response.content.decode()


def test_queries_do_not_grow_with_assemblies(client):
    for number in range(18):
        fact(assembly(slug=f"assemblee-{number}"))
    counts = {}
    for size in (2, 6, 7, 18):
        chosen = [f"assemblee-{number}" for number in range(size)]
        dossier(client, *chosen)
        with CaptureQueriesContext(connection) as captured:
            dossier(client, *chosen)
        counts[size] = len(captured)
    # Two to six are also compared, which asks a little more.
    assert (counts[2], counts[7]) == (counts[6], counts[18])


def test_script_is_small_and_sends_nothing():
    script = (Path(settings.BASE_DIR) / "hub/static/js/pages.js").read_text()
    assert len(script.encode()) <= 8192
    assert [word for word in ("fetch(", "XMLHttpRequest", "sendBeacon", "cookie") if word in script] == []


def test_buttons_are_hidden_without_script(client):
    for page in (case_study(slug="etude"), assembly(slug="paris")):
        html = client.get(page.get_url()).content.decode()
        assert re.search(rf'hidden\s+data-dossier="{page.slug}"', html) is not None
        assert 'src="/static/js/pages.js"' in html


def test_lists_can_add_to_the_dossier(client):
    case_study("Une étude", slug="etude")
    assembly("Une assemblée", slug="paris")
    for path, slug in (("/etudes-de-cas/", "etude"), ("/assemblees/", "paris")):
        html = client.get(path).content.decode()
        assert re.findall(r'data-keeps="([^"]*)"', html) == [slug]


def test_every_page_says_where_the_dossier_is(client):
    case_study()
    for path in ("/etudes-de-cas/", "/dossier/", "/connexion/", "/rien/"):
        html = client.get(path).content.decode()
        assert html.count('data-dossier-link="/dossier/"') == 1
        assert html.count('src="/static/js/pages.js"') == 1


def test_only_an_empty_dossier_opens_what_the_device_keeps(client):
    case_study(slug="etude")
    opens = ["data-dossier-open" in client.get(f"/dossier/{query}").content.decode() for query in ("", "?p=etude")]
    assert opens == [True, False]
