"""The definition and the glossary."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from glossary.models import Criterion, CriterionPoint, DefinitionPage, DefinitionVersion, GlossaryPage, Term
from tests.factories.pages import index_page
from tests.factories.workshops import theme
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db


def term(name: str, **fields: object) -> Term:
    return Term.objects.create(name=name, slug=slugify(name), definition="Un mot.", **fields)


def test_glossary_orders_letters_without_accents(client):
    index_page(GlossaryPage, "glossaire", "Glossaire")
    for name in ("Éligibilité", "Zone", "Audition", "Étape", "Egalité"):
        term(name)
    letters = client.get("/glossaire/").context["letters"]
    assert [(letter, [each.name for each in terms]) for letter, terms in letters] == [
        ("A", ["Audition"]),
        ("E", ["Egalité", "Éligibilité", "Étape"]),
        ("Z", ["Zone"]),
    ]


def test_glossary_leaves_out_terms_without_definition(client):
    index_page(GlossaryPage, "glossaire", "Glossaire")
    Term.objects.create(name="Vide", slug="vide")
    assert client.get("/glossaire/").context["count"] == 0
    assert client.get("/glossaire/vide/").status_code == 404


def test_glossary_queries_do_not_grow_with_terms(client):
    index_page(GlossaryPage, "glossaire", "Glossaire")
    numbers = iter(range(100))
    first, *others = query_counts(client, "/glossaire/", lambda: term(f"Terme {next(numbers)}"))
    assert others == [first, first]


def test_glossary_entry_opens_by_its_address_and_leads_to_the_page_of_the_term(client):
    index_page(GlossaryPage, "glossaire", "Glossaire")
    term("Mandat", easy_definition="Un temps.", is_starter=True)
    html = client.get("/glossaire/").content.decode()
    shown = r'<details>\s*<summary>Mandat</summary>\s*<p class="entry serif" id="mandat">(.*?)</details>'
    entry = re.search(shown, html, re.DOTALL)[1]
    words = " ".join(re.sub("<[^>]*>", " ", entry).replace("\u202f", " ").split())
    assert words == "Un mot. La page du mot : Mandat En plus simple : Un temps."
    assert re.findall('href="([^"]*)"', entry) == ["/glossaire/mandat/"]


def test_term_page_says_all_of_the_term(client):
    chosen = term("Mandat", easy_definition="Un temps.", equivalents="durée\nterme", is_starter=True)
    chosen.see_also.add(term("Défraiement"))
    chosen.themes.add(theme("Tirage au sort"))
    main = client.get("/glossaire/mandat/").content.decode().partition("<main")[2].partition("</main>")[0]
    words = " ".join(re.sub("<[^>]*>", " ", main.partition("Définition de départ")[2]).replace("\u202f", " ").split())
    assert words == (
        ", à relire Mandat Définition Un mot. En plus simple : Un temps. Proposer mieux "
        "On dit aussi durée, terme Voir aussi défraiement Thèmes Tirage au sort"
    )


def test_term_page_leads_to_defined_terms_only(client):
    chosen = term("Mandat")
    chosen.see_also.add(term("Durée"), Term.objects.create(name="Vide", slug="vide"))
    html = client.get("/glossaire/mandat/").content.decode()
    assert re.findall(r'href="(/glossaire/[\w-]+/)"', html) == ["/glossaire/duree/"]


def test_definition_shows_the_version_in_force_with_its_points(client):
    index_page(DefinitionPage, "definition", "Définition")
    old = DefinitionVersion.objects.create(number=1)
    Criterion.objects.create(version=old, number=1, label="Ancien", wording="…")
    version = DefinitionVersion.objects.create(number=2, is_current=True)
    criterion = Criterion.objects.create(version=version, number=1, label="Nouveau", wording="Texte du critère")
    CriterionPoint.objects.create(criterion=criterion, key="point", label="Un point")
    html = client.get("/definition/").content.decode()
    assert ("Ancien" in html, "Texte du critère" in html, "Un point" in html) == (False, True, True)


def test_only_one_version_is_in_force():
    DefinitionVersion.objects.create(number=1, is_current=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        DefinitionVersion.objects.create(number=2, is_current=True)
