"""The order of French words."""

from hub.french.sorting import folded, sort_key


def test_accents_capitals_and_ligatures_do_not_change_the_order():
    words = ["droit", "décret", "Volontariat", "Vœu", "vote", "Éthique", "est", "ex æquo", "Œuvre", "offre", "ombre"]
    assert sorted(words, key=sort_key) == [
        "décret",
        "droit",
        "est",
        "Éthique",
        "ex æquo",
        "Œuvre",
        "offre",
        "ombre",
        "Vœu",
        "Volontariat",
        "vote",
    ]


def test_numbers_are_sorted_as_numbers():
    words = ["Article 10", "Article 9", "12e édition", "2e édition", "007", "Article 9 bis"]
    assert sorted(words, key=sort_key) == [
        "2e édition",
        "007",
        "12e édition",
        "Article 9",
        "Article 9 bis",
        "Article 10",
    ]


def test_apostrophes_hyphens_and_quotation_marks_count_as_spaces():
    texts = ["L’État-nation", "l'état nation", "« L’État – nation »", " L\u02bcÉtat\u00a0nation"]
    keys = {sort_key(text) for text in texts}
    assert keys == {"l etat nation"}


def test_words_are_sorted_before_those_they_begin():
    words = ["Saint-Denis", "Sainte-Luce", "Saint Ouen", "Saint"]
    assert sorted(words, key=sort_key) == ["Saint", "Saint-Denis", "Saint Ouen", "Sainte-Luce"]


def test_comparing_looks_at_neither_case_nor_accents():
    assert folded("Œuvre ÉLUE") == folded("oeuvre elue") == "oeuvre elue"
