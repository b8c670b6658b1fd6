"""Which keys of tags look alike, to be shown side by side to whoever decides; nothing is merged by itself."""

import difflib
import re
from collections.abc import Sequence

#: From this likeness on (difflib), two keys may be one tag.
NEAR = 0.85


def are_near(one: str, other: str) -> bool:
    """True for two keys that begin alike, differ by little, and not by a number."""
    return _family(one) == _family(other) and _Likeness(other).is_near(one)


def near_pairs(keys: Sequence[str]) -> list[tuple[int, int]]:
    """The places of any two keys that are near, in order; only those of one family are compared."""
    families: dict[tuple[str, ...], list[int]] = {}
    found = []
    for place, key in enumerate(keys):
        family, likeness = families.setdefault(_family(key), []), _Likeness(key)
        found += [(before, place) for before in family if likeness.is_near(keys[before])]
        family.append(place)
    return sorted(found)


def _family(key: str) -> tuple[str, ...]:
    """First sign and numbers: keys that differ by one of these are never near."""
    return (key[:1], *re.findall(r"\d+", key))


class _Likeness:
    """How near keys are to `other`, which is prepared once for all of them."""

    def __init__(self, other: str) -> None:
        self._matcher = difflib.SequenceMatcher(None, "", other, autojunk=False)

    def is_near(self, one: str) -> bool:
        """The cheap upper bounds first: most keys go no further."""
        matcher = self._matcher
        matcher.set_seq1(one)
        return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR
