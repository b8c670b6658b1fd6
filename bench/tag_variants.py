"""CPU time of looking for variants among 1 000 tags. Ratios in one run, no threshold.

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.tag_variants

Beside each family of names: milliseconds of comparing each key with each, then of `near_pairs` (best of three), and
how many times less. Stops if both don't find the same pairs.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from itertools import combinations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.test")

import django

django.setup()

from casestudies.tags.likeness import are_near, near_pairs
from casestudies.tags.spelling import tag_key

COUNT = 1000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRST = ("budget", "jury", "panel", "conseil", "atelier", "charte", "mandat", "tirage", "vote", "débat")
SECOND = ("citoyen", "participatif", "local", "régional", "public", "ouvert", "annuel", "mixte", "numérique", "rural")


def families(chance: random.Random) -> dict[str, set[str]]:
    """From very much alike to hardly."""
    return {
        "one stem, a number": {f"étiquette {number}" for number in range(COUNT)},
        "one stem, two letters": {f"participation {one}{other}" for one in LETTERS for other in LETTERS},
        "one stem, six letters": _names(lambda: "participation " + _letters(chance, 6)),
        "two words and four letters": _names(
            lambda: f"{chance.choice(FIRST)} {chance.choice(SECOND)} {_letters(chance, 4)}"
        ),
        "letters by chance": _names(lambda: _letters(chance, 14)),
    }


def _letters(chance: random.Random, count: int) -> str:
    return "".join(chance.choices(LETTERS, k=count))


def _names(make: Callable[[], str]) -> set[str]:
    names: set[str] = set()
    while len(names) < COUNT:
        names.add(make())
    return names


def each_with_each(keys: list[str]) -> list[tuple[int, int]]:
    return [pair for pair in combinations(range(len(keys)), 2) if are_near(keys[pair[0]], keys[pair[1]])]


def spent(look: Callable[[list[str]], list], keys: list[str]) -> tuple[float, list]:
    begun = time.process_time()
    found = look(keys)
    return (time.process_time() - begun) * 1000, found


def main() -> None:
    for title, names in families(random.Random(1)).items():  # noqa: S311 -- test data
        keys = sorted(map(tag_key, names))
        former, expected = spent(each_with_each, keys)
        runs = [spent(near_pairs, keys) for _ in range(3)]
        if any(found != expected for _, found in runs):
            raise SystemExit(f"{title}: not the same pairs")
        now = min(milliseconds for milliseconds, _ in runs)
        sys.stdout.write(
            f"{former:9.0f} ms → {now:7.1f} ms  {former / now:6.1f} ×  {len(keys)} names, {len(expected):6} pairs  "
            f"{title}\n"
        )


if __name__ == "__main__":
    main()
