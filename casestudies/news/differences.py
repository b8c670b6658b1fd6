"""How the public sheet of an assembly differs from what it was, in words. It makes no query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from casestudies.evidence.enums import Status
from casestudies.evidence.facts import Fact
from casestudies.evidence.structure import OWN
from hub.core.dates.when import When
from hub.core.validators import one_line

#: Boxes that are told when the sentence of the fact did not change.
BOXES = ("amount", "amount_max", "unit", "compensation_type", "condition", "valid_on", "invited_unit", *OWN)
EMPTY = "non précisé"
_IN_FRENCH = str.maketrans(",.", " ,")


@dataclass(frozen=True)
class Sheet:
    """What anybody could read of a sheet at some moment."""

    facts: dict[int, Fact]
    status: str
    verified_on: date | None


@dataclass(frozen=True)
class Difference:
    """`fact` is its key; None for the status."""

    fact: int | None
    box: str
    old: str
    new: str
    because: str = ""
    verified_on: date | None = None


def differences(before: Sheet, after: Sheet, status_note: str) -> Iterator[Difference]:
    for fact in after.facts.values():
        yield from _of_fact(before.facts.get(fact.pk), fact)
    verified = after.verified_on if _is_later(before.verified_on, after.verified_on) else None
    if verified or before.status != after.status:
        old, new = (str(Status(sheet.status).label) for sheet in (before, after))
        yield Difference(None, "", old, new, status_note, verified)


def _is_later(before: date | None, after: date | None) -> bool:
    return after is not None and (before is None or before < after)


def _of_fact(before: Fact | None, after: Fact) -> Iterator[Difference]:
    """Its sentence or, where that is the same, the boxes that differ. What was not found is no fact."""
    because = after.because if before is None or before.because != after.because else ""
    old = _sentence(before)
    new = _sentence(after) or (one_line(after.value) if old else "")
    if old != new:
        yield Difference(after.pk, "", old, new, because)
    elif before is not None and not after.is_unknown:
        for box in BOXES:
            former, present = getattr(before, box), getattr(after, box)
            if former != present:
                yield Difference(after.pk, box, _words(before, box), _words(after, box), because)


def _sentence(fact: Fact | None) -> str:
    return "" if fact is None or fact.is_unknown else one_line(fact.value)


def _words(fact: Fact, box: str) -> str:
    value = getattr(fact, box)
    if value in (None, "", When()):
        return EMPTY
    if isinstance(value, When):
        return value.french()
    if isinstance(value, Decimal | int):
        return f"{value:,f}".rstrip("0").rstrip(".").translate(_IN_FRENCH)
    choices: Any = getattr(fact, f"get_{box}_display", None)
    return one_line(str(choices() if choices else value))


def explained(before: Sheet, facts: Iterable[Fact], told: set[int | None]) -> dict[int, str]:
    """Key of each fact that says the same, with another reason than before → that reason."""
    same = [(before.facts.get(fact.pk), fact) for fact in facts if fact.pk not in told]
    return {fact.pk: fact.because for was, fact in same if was is not None and was.because != fact.because}
