"""What happened to a workshop that does not take place as planned, or replaces another one, in sentences.

Reads the relations named by `workshops.workshop.queryset.RELAYS`, which hold only what anybody may read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workshops.workshop.enums import FAILED_CERTAINTIES, OPEN_CERTAINTIES, Certainty

UNDECIDED = "Le groupe n’a pas encore décidé si cet atelier de repli a lieu."


@dataclass(frozen=True)
class Sentence:
    """`before`, the title of `page` between guillemets, which is a link on pages, then `after`."""

    before: str
    page: Any = None
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}« {self.page.title} »{self.after}" if self.page else self.before


def situation(workshop: Any) -> list[Sentence]:
    """Everything that must be said of `workshop` beside its date; nothing when all goes as planned."""
    return [*_closing(workshop), *_instead_of(workshop), *_relieved_by(workshop)]


def _closing(workshop: Any) -> Iterator[Sentence]:
    if workshop.certainty == Certainty.CANCELLED:
        yield Sentence("Cet atelier est annulé.")
    elif workshop.certainty == Certainty.POSTPONED:
        yield Sentence("Cet atelier est reporté. La nouvelle date paraîtra ici.")
    elif workshop.certainty == Certainty.VOID:
        yield Sentence(f"Cet atelier{' de repli' if workshop.is_waiting_fallback else ''} est sans objet.")
    if workshop.is_closed and workshop.closing_reason:
        yield Sentence(workshop.closing_reason)


def _instead_of(workshop: Any) -> Iterator[Sentence]:
    """The workshop that this one replaces, or would replace."""
    undecided = UNDECIDED if workshop.may_take_place else ""
    original = workshop.fallback_for
    if original is not None and original.certainty in FAILED_CERTAINTIES:
        yield Sentence("", original, f" est {original.get_certainty_display().lower()}. {undecided}".rstrip())
    elif original is not None and original.certainty == Certainty.HELD:
        yield Sentence("", original, " a eu lieu.")
    elif workshop.fallback_lost:
        yield Sentence(f"« {workshop.fallback_lost} », qu’il devait remplacer, est retiré. {undecided}".rstrip())
    elif original is not None and workshop.certainty == Certainty.VOID:
        yield Sentence("Il devait remplacer ", original, " au besoin.")
    if workshop.replaces is not None:
        yield _in_its_place(workshop, workshop.replaces)


def _in_its_place(workshop: Any, replaced: Any) -> Sentence:
    """What an active fallback says of the workshop in whose place it was activated."""
    if replaced.is_closed:
        verb = "devait remplacer" if workshop.is_closed else "remplace"
        return Sentence(f"Il {verb} ", replaced, f", {replaced.get_certainty_display().lower()}.")
    after = "qui a eu lieu" if replaced.certainty == Certainty.HELD else "qui est de nouveau annoncé"
    return Sentence("Il devait remplacer ", replaced, f", {after}.")


def _relieved_by(workshop: Any) -> Iterator[Sentence]:
    """The workshops that replace this one, or may."""
    failed = workshop.certainty in FAILED_CERTAINTIES
    for other in workshop.replacements.all():
        when = _in_a_sentence(other)
        if failed and not other.is_closed:
            yield Sentence("Il est remplacé par ", other, f" ({when}).")
        elif failed:
            yield Sentence("L’atelier qui devait le remplacer, ", other, f", est {other.doubt}.")
        elif not other.is_closed:
            yield Sentence("L’atelier activé pour le remplacer, ", other, f" ({when}), est toujours annoncé.")
    for other in workshop.fallbacks.all():
        if failed and other.certainty in OPEN_CERTAINTIES:
            yield Sentence("Son atelier de repli, ", other, f" ({_in_a_sentence(other)}), n’est pas encore décidé.")


def _in_a_sentence(workshop: Any) -> str:
    """Its date, to be put between brackets: it has none of its own."""
    words = workshop.date_words.replace(" (heure de Paris)", ", heure de Paris")
    return words[:1].lower() + words[1:]
