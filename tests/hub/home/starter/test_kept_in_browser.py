"""The page «Confidentialité» names all that the site keeps in a browser, and the page that keeps it says so."""

import json
import re
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hub.home.models import StandardPage
from tests.factories.casestudies import definition
from tests.factories.pages import home_page
from workshops.models import PrivateFeed

ROOT = Path(__file__).parents[4]
USED = re.compile(r"(?:localStorage|sessionStorage)\.\w+Item\(\s*(\w+)")
WAGTAIL = Path(wagtail.__file__).parent
#: Keys that Wagtail's scripts write as they are, and those they name first.
KEPT_BY_NAME = re.compile(r'localStorage\.setItem\("([^"]+)"')
NAMED_BEFORE = re.compile(r'"(wagtail(?::sprite\w+|:preview-panel-\w+|_sidebar_\w+))"')
COOKIE = re.compile(r'^(?:SESSION|CSRF)_COOKIE_NAME = "([^"]+)"', re.MULTILINE)


def keys_of(script: str) -> set[str]:
    """The first word of each key: what follows it says which workshop."""
    names = set(USED.findall(script))
    return {
        re.search(rf'\b{name} = ["`]([\w-]+)', script)[1]  # a key that cannot be read here fails
        for name in names
    }


def privacy() -> str:
    return page_of("confidentialite")


def page_of(slug: str) -> str:
    pages = json.loads((ROOT / "hub/home/starter/pages.json").read_text())
    return next(json.dumps(page, ensure_ascii=False) for page in _with_address(pages, slug))


def _with_address(tree, slug):
    if isinstance(tree, dict):
        if slug in tree:
            yield tree[slug]
        for value in tree.values():
            yield from _with_address(value, slug)


def test_privacy_page_names_what_scripts_keep():
    scripts = [path.read_text() for path in (ROOT / "hub/static/js").glob("*.js")]
    keys = set().union(*map(keys_of, scripts))
    assert keys == {"dossier", "dispositif", "notes"}
    assert {key for key in keys if f"« {key} »" not in privacy()} == set()


def test_privacy_page_names_each_cookie():
    cookies = {*COOKIE.findall((ROOT / "hub/settings/production.py").read_text()), "messages"}
    assert settings.MESSAGE_STORAGE == "django.contrib.messages.storage.fallback.FallbackStorage"
    assert cookies == {"__Host-session", "__Host-csrf", "messages"}
    assert {name for name in cookies if f"« {name} »" not in privacy()} == set()


def test_privacy_page_names_what_the_administration_keeps():
    scripts = "".join(path.read_text() for path in WAGTAIL.rglob("wagtailadmin/js/*.js"))
    named = {*KEPT_BY_NAME.findall(scripts), *NAMED_BEFORE.findall(scripts)}
    kept = {"side-panel-open", "side-panel-width", "minimap-expanded", "draftail-toolbar", "preview-panel-device"}
    kept |= {"spriteData", "spriteRevision"}
    assert named == {"wagtail_sidebar_collapsed", *(f"wagtail:{name}" for name in kept)}
    assert {name for name in named if f"« {name} »" not in privacy()} == set()
    # Panels that fold are kept under names made of what they hold.
    assert '["wagtail",this.identifier,' in scripts
    assert "qui commencent aussi par « wagtail: »" in privacy()


def test_privacy_page_says_where_private_calendars_are():
    assert {field.name for field in PrivateFeed._meta.concrete_fields} >= {"hash", "name", "last_read_on"}
    kept = "nous n’avons que son empreinte, le nom que vous lui avez donné et le jour de sa dernière lecture"
    assert kept in privacy()


def test_statement_of_accessibility_says_what_the_law_asks():
    statement = page_of("accessibilite")
    asked = (
        "État de conformité",
        "non conforme",
        "article 47 de la loi n° 2005-102 du 11 février 2005",
        "décret n° 2019-768 du 24 juillet 2019",
        "Technologies : HTML, CSS, SVG et JavaScript",
        "Environnement d’essai",
        "Outils",
        "Contenus non conformes",
        "Dérogations",
        "Contact :",
        "Voies de recours",
        "Défenseur des droits",
    )
    assert [words for words in asked if words not in statement] == []


def test_statement_of_accessibility_knows_what_the_sheet_of_criteria_knows():
    """It may say that nothing is known to be wrong while no criterion of docs/rgaa.md is."""
    unmet = "| non conforme |" in (ROOT / "docs/rgaa.md").read_text()
    assert ("aucun n’est connu" in page_of("accessibilite")) == (not unmet)


@pytest.mark.django_db
def test_statement_of_accessibility_is_dated(client):
    page = home_page().add_child(instance=StandardPage(title="Accessibilité", slug="accessibilite"))
    page.save_revision().publish()
    day = timezone.localdate()
    said = " ".join(client.get(page.url).text.replace("\xa0", " ").split())
    assert f"mise à jour le {date_format(day, 'j F Y')}." in said


@pytest.mark.django_db
def test_dossier_says_what_it_keeps(client):
    page = " ".join(client.get(reverse("dossier")).content.decode().split())
    assert "est gardé dans votre navigateur, sur cet appareil : les adresses des pages" in page.replace("\u202f", " ")


@pytest.mark.django_db
def test_self_assessment_says_what_it_keeps(client):
    definition("Portée")
    page = " ".join(client.get(reverse("self_assessment")).content.decode().split())
    assert "Vos réponses sont gardées dans votre navigateur, sur cet appareil" in page
    assert "n’enregistre pas vos réponses" not in page
