"""What the answers say: counts, who can't come, which slots are best and why, in words."""

from dataclasses import dataclass, field

from hub.core.dates.when import WEEKDAYS, When
from hub.french.numbers import pluriel
from workshops.polls.enums import Choice
from workshops.polls.models import DatePoll, PollInvitee, PollSlot


@dataclass
class Tally:
    """The answers to one slot. `best` is set on the slots that nothing else beats."""

    slot: PollSlot
    people: dict[str, list[PollInvitee]] = field(default_factory=lambda: {choice: [] for choice in Choice})
    asked: int = 0
    best: bool = False

    @property
    def day(self) -> str:
        """«Lundi 14 septembre 2099»."""
        first = self.slot.when.parts[0].first_day()
        return f"{WEEKDAYS[first.weekday()]} {When.parse(str(first)).french()}".capitalize()

    @property
    def hours(self) -> str:
        """«De 14 h à 15 h 30 (heure de Paris)»."""
        said = self.slot.when.french().partition(", ")[2] if self.slot.when.starts_at else "toute la journée"
        return said[:1].upper() + said[1:]

    @property
    def yes(self) -> int:
        return len(self.people[Choice.YES])

    @property
    def if_needed(self) -> int:
        return len(self.people[Choice.IF_NEEDED])

    @property
    def no(self) -> int:
        return len(self.people[Choice.NO])

    @property
    def refusing_speakers(self) -> list[PollInvitee]:
        return [person for person in self.people[Choice.NO] if person.speaks]

    @property
    def rank(self) -> tuple[int, int, int]:
        """The smallest is best: no speaker away, then most people there, then most who said yes."""
        return len(self.refusing_speakers), -(self.yes + self.if_needed), -self.yes

    @property
    def names(self) -> list[tuple[str, str]]:
        """For each answer that somebody gave: its label and the names, for organisers."""
        return [
            (Choice(choice).label, ", ".join(person.shown_name for person in found))
            for choice, found in self.people.items()
            if found
        ]

    @property
    def words(self) -> str:
        """«Convient à 4 personnes sur 5, dont 1 si besoin.»"""
        there = self.yes + self.if_needed
        said = f"Convient à {there} {pluriel(there, 'personne,personnes')} sur {self.asked}"
        if self.if_needed:
            said += f", dont {self.if_needed} si besoin"
        away = len(self.refusing_speakers)
        if away:
            who = pluriel(away, "personne qui intervient ne peut,personnes qui interviennent ne peuvent")
            said += f". {away} {who} pas"
        return f"{said}."


def tallies(poll: DatePoll) -> list[Tally]:
    """One for each slot, in the order of slots, in a constant number of queries."""
    slots = list(poll.slots.all())
    people = {person.pk: person for person in poll.invitees.prefetch_related("answers")}
    found = {slot.pk: Tally(slot, asked=len(people)) for slot in slots}
    for person in people.values():
        for answer in person.answers.all():
            found[answer.slot_id].people[answer.choice].append(person)
    if any(tally.yes + tally.if_needed for tally in found.values()):
        first = min(tally.rank for tally in found.values())
        for tally in found.values():
            tally.best = tally.rank == first
    return [found[slot.pk] for slot in slots]
