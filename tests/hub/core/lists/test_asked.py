"""What a query string asks of a list: what is understood, what is said, and the addresses that lead on."""

import pytest
from django.http import QueryDict

from hub.core.lists.asked import Asked
from hub.core.lists.inventory import Facet, Index, Inventory

FACETS = (Facet("theme", "Thème"), Facet("annee", "Année", as_menu=True))
INDEXES = {"theme": Index({"eau": "Eau", "pay": "Indemnité"}), "annee": Index({"2024": "2024", "2025": "2025"})}
ORDERS = {"recent": "Les plus récents", "titre": "Par titre"}
EVERYTHING = "q=quorum&theme=pay&theme=eau&theme=lune&annee=2025&annee=2024&tri=titre&page=3"


def asked(query: str) -> Asked:
    return Asked(QueryDict(query), Inventory([1, 2], frozenset({1, 2}), FACETS, INDEXES), ORDERS)


def test_what_is_understood_is_kept_and_a_menu_has_one_value():
    assert asked(EVERYTHING).chosen == {"theme": ["pay", "eau"], "annee": ["2025"]}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (EVERYTHING, "q=quorum&theme=pay&theme=eau&annee=2025&tri=titre"),
        ("q=quorum", "q=quorum"),
        ("tri=recent&page=2", ""),
        ("tri=lune&theme=lune", ""),
        ("", ""),
    ],
)
def test_address_keeps_what_was_understood_and_no_page(query, kept):
    assert asked(query).query() == kept
    assert asked(query).query_of_file() == (f"{kept}&format=" if kept else "format=")


def test_each_pill_takes_one_thing_away():
    assert [(pill["label"], pill["query"]) for pill in asked("q=quorum&theme=pay&theme=eau").pills()] == [
        ("Texte : quorum", "theme=pay&theme=eau"),
        ("Thème : Indemnité", "q=quorum&theme=eau"),
        ("Thème : Eau", "q=quorum&theme=pay"),
    ]


def test_what_is_left_out_is_said():
    assert asked("theme=lune&annee=1900&tri=lune").misunderstood == [
        "Thème : « lune »",
        "Année : « 1900 »",
        "Tri : « lune »",
    ]
    assert asked("theme=pay&theme=lune&tri=titre").misunderstood == ["Thème : « lune »"]
    assert [asked(query).is_narrowed for query in ("tri=titre", "theme=lune", "theme=pay", "q=eau")] == [
        False,
        False,
        True,
        True,
    ]
