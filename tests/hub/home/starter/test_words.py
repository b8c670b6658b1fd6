"""Where the starter pages open a word of the glossary, the definition is that of what is meant there."""

import re
from html import unescape

import pytest
from wagtail.models import Page

from glossary.models import Explanations, Term, Theme
from hub.home.starter import load_starter

pytestmark = pytest.mark.django_db

BUTTON = re.compile(r'<button class="term" type="button" popovertarget="mot-([\w-]+)">(.*?)</button>', re.DOTALL)
#: Every spelling that starter pages open, each read where it stands. A new one must be read before it is added.
READ = {
    "assemblee-citoyenne-permanente": {"assemblée citoyenne", "assemblées citoyennes"},
    "audition": {"auditionnées", "auditions"},
    "autosaisine": {"autosaisines"},
    "college": {"collèges"},
    "commissaire-de-justice": {"commissaire de justice", "huissier"},
    "commission-de-suivi": {"comités de suivi", "commission de suivi"},
    "convention-citoyenne": {"assemblées citoyennes à courte durée", "convention citoyenne"},
    "defere-prefectoral": {"déféré", "déféré du préfet"},
    "deliberation": {"délibération", "délibérations"},
    "droit-de-suite": {"droit de suite", "droits de suite"},
    "generation": {"génération", "générations", "promotion 1"},
    "indemnisation": {"indemnisation", "indemnisé·es", "indemnité"},
    "jury-d-assises": {"jury d’assises"},
    "mandat": {"mandat"},
    "mandat-municipal": {"mandat municipal"},
    "parite": {"paritaire", "parité"},
    "quotient-familial": {"quotient familial"},
    "reddition-des-comptes": {"reddition des comptes"},
    "renouvellement": {"renouvelé", "renouvelées"},
    "saisine": {"saisines"},
    "suppleance": {"suppléantes"},
    "tirage-au-sort": {"tirage au sort", "tiré·es au sort", "tirées au sort"},
    "voeu": {"vœu", "vœux"},
    "volontariat": {"personne volontaire", "volontaires", "volontariat"},
}
#: Texts in which the words mean something else, and what is opened nevertheless.
ELSEWHERE = {
    "La deuxième édition du livre, puis la promotion du tourisme.": [],
    "Elle se porte garante de la sincérité ; un garant de la CNDP.": [],
    "Une politique volontaire, un acte volontaire.": [],
    "On peut se rendre compte de l’écart.": [],
    "La durée du mandat municipal, des mandats municipaux.": ["mandat-municipal"],
    "Contrairement aux assemblées citoyennes à courte durée.": ["convention-citoyenne"],
}


@pytest.fixture(autouse=True, scope="module")
def _content(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_starter(year=2027)
    yield
    with django_db_blocker.unblock():
        django_db_setup.reset()


def addresses() -> list[str]:
    pages = [page.get_url() for page in Page.objects.live().exclude(depth=1)]
    return [*pages, *(theme.get_absolute_url() for theme in Theme.objects.all())]


def test_starter_pages_open_only_spellings_that_were_read(client):
    opened: dict[str, set[str]] = {}
    for address in addresses():
        for slug, words in BUTTON.findall(unescape(client.get(address, follow=True).content.decode())):
            opened.setdefault(slug, set()).add(" ".join(words.lower().split()))
    assert opened == READ


def test_no_mandate_of_councils_opens_the_mandate_of_members(client):
    follows = re.compile(r'popovertarget="mot-mandat">mandats?</button>\W+(?:municipa|électi|électora)')
    assert [path for path in addresses() if follows.search(client.get(path, follow=True).content.decode())] == []


@pytest.mark.parametrize("text", ELSEWHERE)
def test_ordinary_words_open_nothing(text):
    explanations = Explanations.of_site()
    explanations.link(text)
    assert [term.slug for term in explanations.used] == ELSEWHERE[text]


def test_dossier_of_starter_pages_has_the_words_that_they_open(client):
    for page in Page.objects.live().filter(url_path__contains="/etudes-de-cas/", depth=4):
        opened = BUTTON.findall(client.get(page.get_url()).content.decode())
        terms = client.get("/dossier/", {"p": page.slug}).context["dossier"].terms
        assert sorted(term.slug for term in terms) == sorted({slug for slug, _ in opened})


def test_every_starter_term_has_a_definition_in_two_ways():
    assert Term.objects.filter(definition="").count() + Term.objects.filter(easy_definition="").count() == 0
