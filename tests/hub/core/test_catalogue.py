"""The French of Wagtail and allauth, in words that suit everybody."""

import json
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, ngettext

from tests.factories.organisers import organiser
from tests.harness.catalogue import SOURCES, write
from tests.harness.english import DOUBLE, JARGON, WORDS, is_foreign
from tests.harness.sources import ROOT

OURS = [entry for path in SOURCES for entry in polib.pofile(str(path))]
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+")


def texts(entry: polib.POEntry) -> list[str]:
    return [text for text in [entry.msgstr, *entry.msgstr_plural.values()] if text]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_compiled_catalogue_is_that_of_the_source(source, tmp_path):
    made = tmp_path / "made.mo"
    write(source, made)
    assert made.read_bytes() == source.with_suffix(".mo").read_bytes()


def test_catalogue_has_no_clumsy_words():
    assert [text for entry in OURS for text in texts(entry) if is_clumsy(text)] == []


def is_clumsy(text: str) -> bool:
    shown = without_places(text)
    return bool(DOUBLE.search(shown) or JARGON.search(shown))


def without_places(text: str) -> str:
    return re.sub(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>", "", text)


def test_catalogue_keeps_every_place_to_fill():
    wrong = [
        entry.msgid
        for entry in OURS
        for text in texts(entry)
        if sorted(PLACES.findall(text)) != sorted(PLACES.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_double_endings_and_words_of_machines_of_libraries_have_better_words():
    """Of those on screens that this site has: no translations of pages, no promoted results, no forms of Wagtail."""
    unused = re.compile(r"translat|promoted|Search term|form submission|locale|scope|snippet type$")
    libraries = Path(polib.__file__).parent
    files = [
        *libraries.glob("wagtail/**/locale/fr/LC_MESSAGES/django*.po"),
        *libraries.glob("allauth/locale/fr/**/*.po"),
    ]
    entries = [entry for path in files for entry in polib.pofile(str(path)) if not entry.obsolete]
    left = {entry.msgid for entry in entries if any(map(is_clumsy, texts(entry))) and not unused.search(entry.msgid)}
    known = {entry.msgid for entry in OURS}
    assert (len(files) > 10, left - known) == (True, set())


def test_what_wagtail_says_is_ours():
    assert gettext("Add %(model_name)s") == "Ajouter : %(model_name)s"
    assert ngettext("Referenced %(count)s time", "Referenced %(count)s times", 2) == "%(count)s emplois"


# ---------------------------------------------------------------- finding English
@pytest.mark.parametrize(
    "text",
    ["Page saved", "True", "1 sur 14 None", "Search", "Aucun fragment", "Créé(e)", "Aller à contenu principal"],
)
def test_english_and_clumsy_words_are_found(text):
    assert is_foreign(text)


@pytest.mark.parametrize("text", ["On a tiré au sort", "Documents", "Images", "il y a un an", "Type de page"])
def test_french_is_not_taken_for_english(text):
    assert not is_foreign(text)


def test_words_of_english_are_in_no_text_of_ours():
    """A word that French has too would be found everywhere: in the guide for a start."""
    guide = " ".join(path.read_text() for path in (ROOT / "docs/guide").glob("*.md"))
    sentences = re.sub(r"`.*?`", "", guide)
    assert set(re.findall(r"[^\W\d_]+", sentences.casefold())) & WORDS == set()


@pytest.mark.django_db
def test_words_of_scripts_are_said_in_french(client):
    """Wagtail's own catalogue for its scripts: comments, the tree of pages, what leaving unsaved asks."""
    client.force_login(organiser())
    found = client.get("/admin/jsi18n/").text
    words = json.loads(re.search(r"const newcatalog = (\{.*?\});", found, re.DOTALL)[1])
    said = [text for value in words.values() for text in ([value] if isinstance(value, str) else value)]
    assert len(said) > 60
    assert [text for text in said if is_foreign(without_places(text))] == []
