"""Variants are found without comparing each tag with each, and none is lost."""

import difflib
import re
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from casestudies.tags.likeness import NEAR, are_near, near_pairs
from casestudies.tags.spelling import tag_key


def near(one: str, other: str) -> bool:
    """The rule in full, as somebody would write it first."""
    if one[:1] != other[:1] or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= NEAR


def all_pairs(keys: list[str]) -> list[tuple[int, int]]:
    return [pair for pair in combinations(range(len(keys)), 2) if near(keys[pair[0]], keys[pair[1]])]


STEMS = ["participation citoyenne", "indemnite", "budget participatif", "abababababab", "jury 2020", "elu", "", "r&d"]
SIGNS = st.text(alphabet="abeinrt s12&", max_size=4)


@st.composite
def much_alike(draw) -> str:
    """A stem of which a piece is replaced by a few signs: many are near, many are nearly near."""
    stem = draw(st.sampled_from(STEMS))
    begin, end = sorted((draw(st.integers(0, len(stem))), draw(st.integers(0, len(stem)))))
    return stem[:begin] + draw(SIGNS) + stem[min(end, begin + 5) :]


NAMES = st.one_of(much_alike(), st.text(alphabet="ab1 ", max_size=14), st.text(max_size=50))


@settings(max_examples=400)
@given(st.lists(NAMES, max_size=25))
@example(["", "", "a", "a"])
@example(["abcdefghijklmnopqrst", "abcdefghijklmnopqrs", "abcdefghijklmnopqxyz"])
def test_pairs_are_those_of_comparing_each_with_each(names):
    for keys in (sorted(names), sorted(map(tag_key, names))):
        assert near_pairs(keys) == all_pairs(keys)
        assert [are_near(one, other) for one in keys for other in keys] == [
            near(one, other) for one in keys for other in keys
        ]


def test_pairs_at_the_very_limit_are_kept():
    exact = ("abcdefghijklmnopqxyz", "abcdefghijklmnopqrst")  # 17 signs of 20: 0.85
    below = ("abcdefghijklmnopwxyz", "abcdefghijklmnopqrst")
    assert [near_pairs(sorted(pair)) for pair in (exact, below)] == [[(0, 1)], []]
