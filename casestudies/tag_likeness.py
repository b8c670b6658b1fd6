"""Which of many keys look alike, without comparing each with each.

The answer is that of `tag_spelling.are_near` on every pair. Only keys of one shelf (same first sign, same numbers,
same length) are gone through together, and as a trie: a beginning they share is compared once, and left with all that
begins so as soon as too many of its signs are missing from the other key. `are_near` decides on the few pairs left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casestudies.tag_spelling import Likeness, least_in_common, numbers_in


@dataclass
class Shelf:
    """Keys of one length, in alphabetical order: the place of each among all, and how much it shares with the last."""

    length: int
    places: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)

    def add(self, place: int, key: str) -> None:
        self.shared.append(_beginning(self.keys[-1], key) if self.keys else 0)
        self.places.append(place)
        self.keys.append(key)

    def close_to(self, other: str) -> Iterator[tuple[int, str]]:
        """Place and key of those that have, in the same order, enough signs of `other` to be near to it."""
        least = least_in_common(self.length, len(other))
        if least > min(self.length, len(other)):
            return
        may_miss = self.length - least
        where, every = _positions(other), (1 << len(other)) - 1
        # One row of bits for each sign of a key: a bit at 0 is one more sign in common (Hyyrö, 2004).
        rows, too_far = [every], self.length + 1
        for place, key, shared in zip(self.places, self.keys, self.shared, strict=True):
            if shared >= too_far:
                continue
            del rows[shared + 1 :]
            row, too_far = rows[shared], self.length + 1
            for depth in range(shared, self.length):
                met = row & where.get(key[depth], 0)
                row = ((row + met) | (row - met)) & every
                if depth + 1 - (len(other) - row.bit_count()) > may_miss:
                    too_far = depth + 1
                    break
                rows.append(row)
            else:
                yield place, key


def _beginning(one: str, other: str) -> int:
    """How many signs both begin with."""
    for place, (sign, other_sign) in enumerate(zip(one, other, strict=False)):
        if sign != other_sign:
            return place
    return min(len(one), len(other))


def _positions(key: str) -> dict[str, int]:
    """Each sign of `key` → the bits of its places."""
    where: dict[str, int] = {}
    for place, sign in enumerate(key):
        where[sign] = where.get(sign, 0) | 1 << place
    return where


def near_pairs(keys: Sequence[str]) -> list[tuple[int, int]]:
    """The places of any two keys that are near, in order; `keys` are in alphabetical order, and may be equal."""
    shelves: dict[tuple[str, tuple[str, ...]], dict[int, Shelf]] = {}
    found = []
    for place, key in enumerate(keys):
        alike = shelves.setdefault((key[:1], numbers_in(key)), {})
        likeness = Likeness(key)
        found += [
            (before, place) for shelf in alike.values() for before, one in shelf.close_to(key) if likeness.is_near(one)
        ]
        alike.setdefault(len(key), Shelf(len(key))).add(place, key)
    return sorted(found)
