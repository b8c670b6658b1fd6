"""Languages of names and silent separators, in the text of pages and nowhere else."""

import pytest

from hub.core.aloud import foreign_part, marked
from hub.core.templatetags.components import naming

NAMES = (("Bürgerdialog", "de"), ("Citizens’ Assembly", "en"), ("Newham Citizens’ Assembly", "en"))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Le Bürgerdialog siège.</p>", '<p>Le <span lang="de">Bürgerdialog</span> siège.</p>'),
        ("<b>Newham Citizens’ Assembly</b>", '<b><span lang="en">Newham Citizens’ Assembly</span></b>'),
        ("Ein Bürgerdialogs, ABürgerdialog", "Ein Bürgerdialogs, ABürgerdialog"),
        ("Citizens’ <mark>Assembly</mark>.", '<span lang="en">Citizens’ <mark>Assembly</mark></span>.'),
        ("<title>Bürgerdialog</title>", "<title>Bürgerdialog</title>"),
        ('<a title="Bürgerdialog">x</a>', '<a title="Bürgerdialog">x</a>'),
        ('<html lang="fr"><i lang="en">the Bürgerdialog</i>', '<html lang="fr"><i lang="en">the Bürgerdialog</i>'),
        ("<select><option>Bürgerdialog</option></select>", "<select><option>Bürgerdialog</option></select>"),
        ("Rien d’autre.", "Rien d’autre."),
        ("<p>Ville ·\nCommune</p>", '<p>Ville <span aria-hidden="true">·</span>\nCommune</p>'),
        ("</a> · <a>", '</a> <span aria-hidden="true">·</span> <a>'),
        ("<title>Paris · Agora</title> élu·es", "<title>Paris · Agora</title> élu·es"),
    ],
)
def test_names_and_separators_are_marked_in_text_only(html, shown):
    assert marked(html, NAMES) == shown


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Adresse électronique", "Adresse électronique :"),
        ("Qu’est-ce qui est faux ?", "Qu’est-ce qui est faux ?"),
        ("Vous souhaitez :", "Vous souhaitez :"),
        (
            "J’accepte que mon nom soit gardé " + "longtemps " * 20,
            f"J’accepte que mon nom soit gardé{' longtemps' * 6}… :",
        ),
    ],
)
def test_errors_name_their_field_in_a_few_words(label, name):
    assert naming(label) == name


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Bürgerdialog (dialogue citoyen permanent)", "Bürgerdialog"),
        ("Citizens’ Assembly", "Citizens’ Assembly"),
        ("(Assembly)", "(Assembly)"),
    ],
)
def test_brackets_at_the_end_of_a_name_are_french(name, part):
    assert foreign_part(name) == part
