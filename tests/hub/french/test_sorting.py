"""The order of French words."""

from hub.french.sorting import folded


def test_accents_capitals_and_ligatures_do_not_change_the_order():
    words = ["droit", "décret", "Volontariat", "Vœu", "vote", "Éthique", "est", "ex æquo"]
    assert sorted(words, key=folded) == ["décret", "droit", "est", "Éthique", "ex æquo", "Vœu", "Volontariat", "vote"]
