"""Workshops that take place, for tests."""

import uuid
from typing import Any

from hub.community.models import Member
from workshops.leading.actions.noting import Written, keep_notes
from workshops.models import AgendaItem, Feedback, MeetingNote, Registration, WorkshopPage
from workshops.thanking.actions import Said, give_feedback


def moment(page: WorkshopPage, title: str, part: int = 1, minutes: int | None = 15, **fields: Any) -> AgendaItem:
    number = page.agenda.count() + 1
    return AgendaItem.objects.create(
        workshop=page, title=title, part=part, minutes=minutes, sort_order=number, **fields
    )


def noted(page: WorkshopPage, text: str, by: Member, part: int = 1, **more: Any) -> MeetingNote:
    """Notes that a new screen keeps, over what is kept."""
    kept = MeetingNote.objects.filter(workshop=page, part=part).first()
    said = {"version": kept.version if kept else 0, "key": uuid.uuid4(), "turn": 1, **more}
    return keep_notes(page, Written(part, text, **said), by=by)


def said_after(row: Registration, words: str) -> Feedback:
    """What somebody says of a workshop, asked of them when its report is published."""
    return give_feedback(Feedback.objects.create(desk=row.desk, registration=row), Said("yes", words, "partly", words))
