"""The columns of each theme's table, and what each reads of a fact: a figure, words, or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casestudies.evidence.enums import CompensationType, Detail, FactKey, Invited, Unit
from casestudies.evidence.facts import Fact
from casestudies.landmarks.amounts import euros, euros_between
from hub.french.numbers import grouped, pluriel

#: A figure in large letters, then words.
Read = tuple[str, str]
NOTHING: Read = ("", "")
HALF_DAY = "half_day"
RATE = "rate"


@dataclass(frozen=True)
class Column:
    """`name` is that of the box it reads, or of a subject. `takes` are the subjects whose sentence it shows."""

    name: str
    label: str
    read: Callable[[Fact], Read]
    takes: tuple[FactKey, ...] = ()
    is_computed: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table of one theme: the subjects it reads, and its columns."""

    name: str
    label: str
    keys: tuple[FactKey, ...]
    columns: tuple[Column, ...]


def _count(name: str) -> Callable[[Fact], Read]:
    def read(fact: Fact) -> Read:
        value = getattr(fact, name)
        return NOTHING if value is None else (grouped(value), "")

    return read


def _text(name: str) -> Callable[[Fact], Read]:
    return lambda fact: ("", getattr(fact, name))


def _invited(fact: Fact) -> Read:
    if fact.invited is None:
        return NOTHING
    return grouped(fact.invited), Invited(fact.invited_unit).label if fact.invited_unit else ""


def _seated(fact: Fact) -> Read:
    """Who sits, with how many of them a draw chose and how many may take a seat left empty."""
    drawn, others = fact.drawn, fact.substitutes
    chosen = f"{pluriel(drawn, 'tirée,tirées')} au sort" if drawn is not None else ""
    words = (
        f"et {grouped(others)} {pluriel(others, 'suppléante ou suppléant,suppléantes et suppléants')}" if others else ""
    )
    if fact.seated is None:
        return (grouped(drawn), chosen) if drawn is not None else ("", words)
    dont = f"dont {grouped(drawn)} {chosen}" if drawn is not None else ""
    return grouped(fact.seated), " ".join(filter(None, [dont, words]))


def _rate(fact: Fact) -> Read:
    return fact.rate_words, fact.rate_division


def _months(fact: Fact) -> Read:
    if fact.amount is None or fact.unit != Unit.MONTHS:
        return NOTHING
    ends = dict.fromkeys(f"{end:g}".replace(".", ",") for end in (fact.amount, fact.amount_max) if end is not None)
    return f"{' à '.join(ends)} mois", ""


def _amount(fact: Fact) -> Read:
    """In euros only; another money stays in the words of its sentence."""
    low, high = _ends(fact)
    if high == 0:
        kind = CompensationType(fact.compensation_type).label.lower() if fact.compensation_type else "aucune indemnité"
        return "0 €", kind
    if low is None or high is None or "€" not in fact.value:
        return NOTHING
    return euros_between(low, high), Unit(fact.unit).label if fact.unit else ""


def _ends(fact: Fact) -> tuple[Decimal | None, Decimal | None]:
    return fact.amount, fact.amount if fact.amount_max is None else fact.amount_max


def _half_day(fact: Fact) -> Read:
    """Only where nothing has to be supposed: half a day, or a day divided by two."""
    low, high = _ends(fact)
    if low is None or high is None or "€" not in fact.value or fact.unit not in (Unit.DAY, Unit.HALF_DAY):
        return NOTHING
    if fact.unit == Unit.HALF_DAY:
        return f"= {euros_between(low, high)}", ""
    return f"= {euros_between(low / 2, high / 2)}", f"{euros_between(low, high)} par jour ÷ 2"


def _budget(fact: Fact) -> Read:
    return NOTHING if fact.budget is None else (euros(fact.budget), "par an")


def _staff(fact: Fact) -> Read:
    return NOTHING if fact.staff is None else (f"{fact.staff:g}".replace(".", ","), "équivalents temps plein")


def _said(detail: Detail, read: Callable[[Fact], Read] | None = None, takes: tuple[FactKey, ...] = ()) -> Column:
    return Column(detail.value, detail.label, read or _text(detail.value), takes)


def _sentence(key: FactKey) -> Column:
    """A subject without boxes: its sentence."""
    return Column(key.value, key.label, lambda fact: NOTHING, (key,))


DRAW = (
    _said(Detail.INVITED, _invited),
    _said(Detail.VOLUNTEERS, _count("volunteers")),
    _said(Detail.SEATED, _seated, (FactKey.SIZE,)),
    Column(RATE, "Taux de réponse", _rate, is_computed=True),
    _said(Detail.POOL, takes=(FactKey.SELECTION,)),
    _said(Detail.STRATA),
)
MANDATE = (_said(Detail.MONTHS, _months, (FactKey.MANDATE,)), _said(Detail.RENEWAL))
PAY = (
    _said(Detail.AMOUNT, _amount, (FactKey.COMPENSATION,)),
    Column(HALF_DAY, "Par demi-journée", _half_day, is_computed=True),
    _said(Detail.CONDITION),
    _said(Detail.EXTRAS),
    _said(Detail.EMPLOYER),
)
ANSWER = (
    _said(Detail.ANSWERED_BY),
    _said(Detail.ANSWER_WITHIN),
    _said(Detail.ANSWER_FORM, takes=(FactKey.RIGHT_OF_FOLLOW_UP,)),
    _said(Detail.LEGAL_GROUND),
    _sentence(FactKey.FOLLOW_UP),
)
MEANS = (_said(Detail.BUDGET, _budget), _said(Detail.STAFF, _staff), _sentence(FactKey.MEANS))

_LIVES = (FactKey.RHYTHM, FactKey.SAFEGUARDS, FactKey.SOCIOLOGY)
_FOLLOWS = (FactKey.FOLLOW_UP, FactKey.RIGHT_OF_FOLLOW_UP)
_LAWS = (FactKey.CREATION, FactKey.LITIGATION, FactKey.TRIGGER, FactKey.ENDING)
_WHO = _sentence(FactKey.COMPOSITION)

#: First slug of a theme → its tables, the one that opens first. The group's own six questions.
SHEETS: dict[str, tuple[Sheet, ...]] = {
    "indemnisation": (Sheet("indemnite", "Indemnisation", (FactKey.COMPENSATION,), PAY),),
    "reddition-des-comptes": (Sheet("reponse", "Réponse et suites", _FOLLOWS, ANSWER),),
    "tirage-au-sort": (
        Sheet("tirage", "Tirage au sort", (FactKey.SELECTION, FactKey.SIZE), DRAW),
        Sheet(
            "mandat",
            "Mandat, rythme, garanties",
            (FactKey.MANDATE, *_LIVES),
            (*MANDATE, *map(_sentence, _LIVES)),
        ),
    ),
    "elus-et-agents": (Sheet("moyens", "Composition et moyens", (FactKey.COMPOSITION, FactKey.MEANS), (_WHO, *MEANS)),),
    "cadre-juridique": (Sheet("cadre", "Cadre juridique", _LAWS, tuple(map(_sentence, _LAWS))),),
}
#: The columns of a subject that a theme takes from another one.
_OF_KEY: dict[FactKey, tuple[Column, ...]] = {
    FactKey.SELECTION: DRAW,
    FactKey.SIZE: DRAW,
    FactKey.MANDATE: MANDATE,
    FactKey.COMPENSATION: PAY,
    FactKey.FOLLOW_UP: ANSWER,
    FactKey.RIGHT_OF_FOLLOW_UP: ANSWER,
    FactKey.MEANS: MEANS,
}


def others(keys: Iterable[FactKey], label: str) -> Sheet:
    """The table of facts that somebody marked with a theme which is not that of their subject."""
    found = tuple(keys)
    columns = dict.fromkeys(column for key in found for column in _OF_KEY.get(key, (_sentence(key),)))
    return Sheet("autres", label, found, tuple(columns))


def usual_keys(sheets: Sequence[Sheet]) -> list[FactKey]:
    return [key for sheet in sheets for key in sheet.keys]


def says(column: Column, fact: Fact, columns: Sequence[Column]) -> Read:
    """What `fact` says in `column`. Its sentence, where it is asked for and no box of `columns` says it better."""
    told = column.read(fact)
    if any(told) or fact.key not in column.takes:
        return told
    is_asked_whole = fact.key in (FactKey.SIZE, FactKey.COMPENSATION)
    if is_asked_whole or not any(any(other.read(fact)) for other in columns):
        return "", fact.value
    return NOTHING
