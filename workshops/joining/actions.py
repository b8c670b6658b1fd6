"""What organisers write about the room. The only writer of addresses of rooms."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from hub.community.models import Member
from hub.core.errors import NotAllowed, WrongState
from workshops.joining.models import MeetingLink
from workshops.joining.room_addresses import fault_of
from workshops.workshop.workshop import WorkshopPage

OTHER_MOVED = "Quelqu’un d’autre vient de changer cette salle. Relisez-la, puis enregistrez de nouveau."


@dataclass(frozen=True)
class Room:
    """How one enters, whatever the provider."""

    address: str
    code: str = ""
    phone: str = ""
    host_notes: str = ""


def room_of(link: MeetingLink | None) -> Room | None:
    return None if link is None else Room(link.address, link.code, link.phone, link.host_notes)


def set_room(workshop: WorkshopPage, room: Room, *, seen: str, by: Member) -> MeetingLink:
    """Keep the room. `seen` is the `version` that the organiser had before their eyes.

    Nobody is written to: mails and calendars carry our own address, which does not change. Raises NotAllowed, and
    WrongState for an address that can't be kept or a room that somebody changed meanwhile.
    """
    fault = fault_of(room.address)
    if fault:
        raise WrongState(fault)
    with transaction.atomic():
        _hold(workshop, seen, by)
        values = {**asdict(room), "changed_at": timezone.now()}
        return MeetingLink.objects.update_or_create(workshop=workshop, defaults=values)[0]


def remove_room(workshop: WorkshopPage, *, seen: str, by: Member) -> None:
    """Forget the room. Raises NotAllowed, WrongState as `set_room`."""
    with transaction.atomic():
        _hold(workshop, seen, by)
        MeetingLink.objects.filter(workshop=workshop).delete()


def version(link: MeetingLink | None) -> str:
    """Another one after each change; empty while there is no room."""
    return link.changed_at.isoformat() if link else ""


def _hold(workshop: WorkshopPage, seen: str, by: Member) -> None:
    if not workshop.permissions_for_user(by).can_publish():
        raise NotAllowed("Vous ne pouvez pas changer la salle de cet atelier.")
    WorkshopPage.objects.select_for_update().get(pk=workshop.pk)
    if version(MeetingLink.objects.filter(workshop=workshop).first()) != seen:
        raise WrongState(OTHER_MOVED)
