"""French typography, applied once around the whole page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.french.numbers import pluriel
from hub.french.typography import lower_first, quoted, typographic, typographic_html

PAIRS = [
    ("Comment on fait ?", "Comment on fait\u202f?"),
    ("« oui »", "«\u202foui\u202f»"),
    ("10 000 personnes", "10\u202f000 personnes"),
    ("44 € par jour", "44\u00a0€ par jour"),
    ("18–19 mars 2027", "18\u2060–\u206019\u00a0mars 2027"),
    ("l'atelier", "l’atelier"),
    ("14 h 30", "14\u00a0h\u00a030"),
    ("de 1 an", "de 1\u00a0an"),
    ("3 annonces", "3 annonces"),
    ("jugement n° 2303524", "jugement n°\u00a02303524"),
]


@pytest.mark.parametrize(("typed", "shown"), PAIRS)
def test_typography_sets_french_spaces(typed, shown):
    assert typographic(typed) == shown


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Le droit de suite", "« Le droit de suite »"), ("Le « droit de suite » : oui", "« Le “droit de suite” : oui »")],
)
def test_guillemets_inside_guillemets_change(title, shown):
    assert quoted(title) == shown


@pytest.mark.parametrize(("text", "shown"), [("Une route", "une route"), ("INSEE, 2026", "INSEE, 2026"), ("", "")])
def test_what_goes_on_a_sentence_has_no_capital(text, shown):
    assert lower_first(text) == shown


def test_typography_leaves_markup_code_and_attributes_alone():
    html = '<a title="Pourquoi ?" href="/a?b=1 :">Quoi ?</a><code>x ? y : z\'s</code><script>"a" ? 1 : 2</script>'
    assert typographic_html(html) == html.replace(">Quoi ?<", ">Quoi\u202f?<")


def test_typography_turns_the_escaped_apostrophe_into_a_french_one():
    assert typographic_html("<p>l&#x27;atelier</p>") == "<p>l’atelier</p>"


@pytest.mark.parametrize(("typed", "shown"), PAIRS)
def test_line_ends_of_templates_are_spaces(typed, shown):
    assert typographic(typed.replace(" ", "\n")).replace("\n", " ") == shown


def test_line_ends_beside_tags_lose_their_indentation():
    html = "<ul>\n    <li>\n      Un\n      deux <b>trois</b>\n\n    </li>\n</ul>\n<pre>\n  a\n</pre>"
    assert typographic_html(html) == "<ul>\n<li>\nUn\n      deux <b>trois</b>\n</li>\n</ul>\n<pre>\n  a\n</pre>"


@given(st.text())
def test_typography_is_idempotent(text):
    once = typographic(text)
    assert typographic(once) == once


@given(st.text(alphabet="<>abc/ ?'\"!-"))
def test_typography_never_loses_a_tag(text):
    assert typographic_html(text).count("<") == text.count("<")


@pytest.mark.parametrize(
    ("number", "word"), [(0, "étude"), (1, "étude"), (1.5, "étude"), (2, "études"), (-1, "étude"), (12, "études")]
)
def test_pluriel_follows_french(number, word):
    assert pluriel(number, "étude,études") == word
