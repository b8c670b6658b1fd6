"""The page «Confidentialité» names all that the site keeps in a browser, and the page that keeps it says so."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

ROOT = Path(__file__).parents[4]
USED = re.compile(r"(?:localStorage|sessionStorage)\.\w+Item\(\s*(\w+)")
COOKIE = re.compile(r'^(?:SESSION|CSRF)_COOKIE_NAME = "([^"]+)"', re.MULTILINE)


def keys_of(script: str) -> set[str]:
    """The first word of each key: what follows it says which workshop."""
    names = set(USED.findall(script))
    return {
        re.search(rf'\b{name} = ["`]([\w-]+)', script)[1]  # a key that cannot be read here fails
        for name in names
    }


def privacy() -> str:
    pages = json.loads((ROOT / "hub/home/starter/pages.json").read_text())
    return next(json.dumps(page, ensure_ascii=False) for page in _with_address(pages, "confidentialite"))


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


@pytest.mark.django_db
def test_self_assessment_says_what_it_keeps(client):
    page = " ".join(client.get(reverse("self_assessment")).content.decode().split())
    assert "Vos réponses sont gardées dans votre navigateur, sur cet appareil" in page
    assert "n’enregistre pas vos réponses" not in page
