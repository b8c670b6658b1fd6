"""The French of Wagtail and allauth, in words that suit everybody."""

import re
from pathlib import Path

import polib
from django.utils.translation import gettext, ngettext

from tests.harness.catalogue import COMPILED, SOURCE, write

#: «créé(e)», «ce/cette», «il/elle»: screen readers spell them.
DOUBLE = re.compile(r"\w\((?:e|s|es|ne|te|tte|elle|trice|la)\)|\b(?:ce/cette|il/elle|le/la)\b", re.I)


def texts(entry: polib.POEntry) -> list[str]:
    return [text for text in [entry.msgstr, *entry.msgstr_plural.values()] if text]


def test_compiled_catalogue_is_that_of_the_source(tmp_path):
    made = tmp_path / "django.mo"
    write(made)
    assert made.read_bytes() == COMPILED.read_bytes()


def test_catalogue_has_no_double_ending():
    assert [text for entry in polib.pofile(str(SOURCE)) for text in texts(entry) if DOUBLE.search(text)] == []


def test_catalogue_keeps_every_place_to_fill():
    places = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+")
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(SOURCE))
        for text in texts(entry)
        if sorted(places.findall(text)) != sorted(places.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_every_double_ending_of_libraries_has_better_words():
    """Of those on screens that this site has: no translations of pages, no promoted results, no forms of Wagtail."""
    unused = re.compile(r"translat|promoted|Search term|form submission|locale|scope")
    libraries = Path(polib.__file__).parent
    files = [
        *libraries.glob("wagtail/**/locale/fr/LC_MESSAGES/django*.po"),
        *libraries.glob("allauth/locale/fr/**/*.po"),
    ]
    entries = [entry for path in files for entry in polib.pofile(str(path)) if not entry.obsolete]
    left = {
        entry.msgid for entry in entries if any(map(DOUBLE.search, texts(entry))) and not unused.search(entry.msgid)
    }
    known = {entry.msgid for entry in polib.pofile(str(SOURCE))}
    assert (len(files) > 10, left - known) == (True, set())


def test_what_wagtail_says_is_ours():
    assert gettext("Add %(model_name)s") == "Ajouter : %(model_name)s"
    assert ngettext("Referenced %(count)s time", "Referenced %(count)s times", 2) == "%(count)s emplois"
