"""What the live screen shows of a workshop: objects → plain values, in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.core.enums import Half
from workshops.leading.models import LiveSession, MeetingNote, MeetingQuestion
from workshops.registering.models import Registration
from workshops.workshop.agenda_items import AgendaItem
from workshops.workshop.workshop import WorkshopPage

#: Where the questions that registrations carry stand, part by part.
FIELDS = {Half.PRACTICE: "question_practice", Half.OUTCOME: "question_outcome"}


@dataclass(frozen=True)
class Question:
    """One question, whoever sent it. `name` is what its button sends: `r12` of a registration, `q3` of the room."""

    part: Half
    name: str
    text: str
    asked_at: datetime | None
    wanted_at: datetime | None
    in_the_room: datetime | None


@dataclass(frozen=True)
class Part:
    """One of the two questions, with its moments, what people asked and the notes taken."""

    half: Half
    moments: list[tuple[AgendaItem, str]]
    questions: list[Question]
    note: MeetingNote

    @property
    def minutes(self) -> int:
        return sum(item.minutes or 0 for item, _ in self.moments)


def moments_of(workshop: WorkshopPage) -> list[AgendaItem]:
    """In the order in which they take place."""
    return [item for _, items in workshop.agenda_parts for item in items]


def after(workshop: WorkshopPage, moment: AgendaItem | None) -> AgendaItem | None:
    """The moment that follows; the first one when none is under way."""
    order = moments_of(workshop)
    keys = [item.pk for item in order]
    place = keys.index(moment.pk) + 1 if moment is not None and moment.pk in keys else 0
    return order[place] if place < len(order) else None


def session_of(workshop: WorkshopPage) -> LiveSession | None:
    return LiveSession.objects.filter(workshop=workshop).select_related("moment__authority", "led_by").first()


def people_of(workshop: WorkshopPage) -> list[Registration]:
    """Those who have a seat, by name."""
    seats = Registration.objects.confirmed().filter(desk__workshop=workshop)
    return list(seats.order_by("name__french", "pk"))


def parts_of(workshop: WorkshopPage, session: LiveSession | None, people: list[Registration]) -> list[Part]:
    notes = {note.part: note for note in MeetingNote.objects.filter(workshop=workshop)}
    questions = questions_of(workshop, people)
    states = _states(workshop, session)
    return [
        Part(
            half,
            [(item, states.get(item.pk, "")) for item in items],
            [question for question in questions if question.part == half],
            notes.get(half) or MeetingNote(workshop=workshop, part=half),
        )
        for half, items in workshop.agenda_parts
    ]


def questions_of(workshop: WorkshopPage, people: list[Registration]) -> list[Question]:
    """First those of registrations, in the order of people, then those of the room."""
    marks = list(MeetingQuestion.objects.filter(workshop=workshop).order_by("pk"))
    known = {(mark.registration_id, mark.part): mark for mark in marks if mark.registration_id}
    sent = [
        _question(half, f"r{person.pk}", getattr(person, field), known.get((person.pk, half)))
        for half, field in FIELDS.items()
        for person in people
        if getattr(person, field)
    ]
    room = [_question(Half(mark.part), f"q{mark.pk}", mark.text, mark) for mark in marks if not mark.registration_id]
    return sent + room


def _question(half: Half, name: str, text: str, mark: Any) -> Question:
    in_the_room = mark.created_at if name.startswith("q") else None
    return Question(half, name, text, mark and mark.asked_at, mark and mark.wanted_at, in_the_room)


def _states(workshop: WorkshopPage, session: LiveSession | None) -> dict[int, str]:
    """The word beside each moment: those before the present one are done."""
    order = [item.pk for item in moments_of(workshop)]
    if session is None:
        return {}
    if session.ended_at is not None:
        return dict.fromkeys(order, "fait")
    if session.moment_id not in order:
        return {}
    place = order.index(session.moment_id)
    return {**dict.fromkeys(order[:place], "fait"), session.moment_id: "maintenant"}
