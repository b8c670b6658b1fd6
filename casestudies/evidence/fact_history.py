"""Which fact was true when. Pure: it reads the dates of the facts it is given, and makes no query.

Dates are often vague («2022», «juin 2023»). A fact is left out only when it had certainly not begun, or when another
one about the same subject had certainly begun after it. What can't be told apart stays side by side, and so do events.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casestudies.evidence.disputes import AnyFact, Dated, disputed
from casestudies.evidence.enums import EVENTS, FactKey
from hub.core.dates.when import MONTHS, Part, When
from hub.french.sorting import folded

_NUMBERS = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([^\W\d_]+)\.? (\d{4})")
_BEFORE = re.compile(r"^(?:en|le|au) ")
_MONTHS = [folded(month) for month in MONTHS]


@dataclass(frozen=True)
class Line:
    """One fact that may have been true; `is_unsure` when its own date is too vague to tell."""

    fact: Dated
    is_unsure: bool

    @property
    def since(self) -> str:
        doubt = " La source ne dit pas le jour : ce n’était peut-être pas encore vrai." if self.is_unsure else ""
        return f"Depuis : {self.fact.valid_on.french().lower()}.{doubt}"


@dataclass(frozen=True)
class Subject:
    """What is known of one subject at the asked time: nothing, one fact, or several side by side."""

    label: str
    lines: tuple[Line, ...]
    #: Two facts of the same name and date say different things.
    is_disputed: bool
    #: Something is known that has no date, and may have been true too.
    has_undated: bool


def read_moment(text: str) -> When | None:
    """The year, month or day that somebody typed: «2023-06», «06/2023», «26.06.2023», «en juin 2023»."""
    text = _BEFORE.sub("", " ".join(text.split()).casefold(), count=1)
    if found := _NUMBERS.fullmatch(text):
        text = "-".join(part.zfill(2) for part in reversed(found.groups()) if part)
    elif (found := _WORDS.fullmatch(text)) and folded(found[2]) in _MONTHS:
        month = _MONTHS.index(folded(found[2])) + 1
        text = f"{found[3]}-{month:02d}" + (f"-{int(found[1]):02d}" if found[1] else "")
    try:
        part = Part.parse(text)
    except ValueError:
        return None
    return When((part,)) if part.hour < 0 else None


def in_force(facts: Iterable[AnyFact], first: date, last: date) -> list[AnyFact]:
    """Those of `facts`, all about one subject, that may have been true between `first` and `last`, oldest first."""
    begun = happened(facts, last)
    surely = [fact.valid_on for fact in begun if fact.valid_on.latest and fact.valid_on.latest <= first]
    newest = max((start.earliest for start in surely if start.earliest), default=date.min)
    return [fact for fact in begun if fact.valid_on.latest and fact.valid_on.latest >= newest]


def happened(facts: Iterable[AnyFact], last: date) -> list[AnyFact]:
    """Those of `facts` that had perhaps begun by `last`, oldest first."""
    begun = [fact for fact in facts if fact.valid_on.earliest and fact.valid_on.earliest <= last]
    return sorted(begun, key=lambda fact: fact.valid_on)


def at(facts: Sequence[Dated], asked: When) -> list[Subject]:
    """Each subject of `facts`, in the order of the pages, as it was known at `asked` (a year, a month or a day)."""
    first, last = asked.earliest or date.min, asked.latest or date.max
    subjects = []
    for key, about in by_key(facts):
        kept = happened(about, last) if key in EVENTS else in_force(about, first, last)
        lines = tuple(Line(fact, _is_unsure(fact, first)) for fact in kept)
        subjects.append(Subject(FactKey(key).label, lines, bool(disputed(kept)), bool(undated(about))))
    return subjects


def timeline(facts: Sequence[AnyFact]) -> list[tuple[str, list[AnyFact]]]:
    """For each subject, everything known, oldest first; what has no date comes last."""
    return [(FactKey(key).label, sorted(about, key=lambda fact: fact.valid_on)) for key, about in by_key(facts)]


def undated(facts: Iterable[AnyFact]) -> list[AnyFact]:
    return [fact for fact in facts if not fact.valid_on]


def missing(facts: Iterable[Dated]) -> list[str]:
    """The subjects about which nothing at all is known."""
    known = {fact.key for fact in facts}
    return [key.label for key in FactKey if key not in known]


def by_key(facts: Sequence[AnyFact]) -> list[tuple[str, list[AnyFact]]]:
    """`facts` by subject, in the order of the pages."""
    grouped = [(key.value, [fact for fact in facts if fact.key == key]) for key in FactKey]
    return [(key, about) for key, about in grouped if about]


def _is_unsure(fact: Dated, first: date) -> bool:
    return not fact.valid_on.is_firm and (fact.valid_on.latest or first) > first
