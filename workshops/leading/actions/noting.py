"""Notes, kept while one types: nothing that was said to be kept is lost, and nobody writes over somebody else."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hub.community.models import Member
from hub.core.errors import WrongState
from workshops.leading.models import MeetingNote
from workshops.planning.actions.deciding import check_right
from workshops.workshop.workshop import WorkshopPage

OTHER_WROTE = "Quelqu’un d’autre a écrit dans ces notes. Réunissez les deux textes, puis enregistrez."


@dataclass(frozen=True)
class Written:
    """What one screen sends: its text, the version it began from, its own key and how many times it has sent."""

    part: int
    text: str
    version: int
    key: UUID
    turn: int


class OtherWrote(WrongState):
    """Somebody else's notes would be lost. `theirs` is what is kept."""

    def __init__(self, theirs: MeetingNote) -> None:
        super().__init__(OTHER_WROTE)
        self.theirs = theirs


def keep_notes(workshop: WorkshopPage, written: Written, *, by: Member) -> MeetingNote:
    """Keep the notes of one part. Sent again by the same screen, an older text changes nothing.

    Raises NotAllowed, OtherWrote when somebody else wrote since `written.version`.
    """
    check_right(by, workshop)
    with transaction.atomic():
        MeetingNote.objects.get_or_create(workshop=workshop, part=written.part)
        note = MeetingNote.objects.select_for_update().get(workshop=workshop, part=written.part)
        is_own = note.key == written.key
        if (is_own and written.turn <= note.turn) or written.text == note.text:
            return note
        if not is_own and written.version != note.version:
            raise OtherWrote(note)
        note.text, note.key, note.turn = written.text, written.key, written.turn
        note.version, note.saved_at = note.version + 1, timezone.now()
        note.save()
    return note
