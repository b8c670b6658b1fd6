"""What anybody may ask for: a registration, which holds no seat before its address is proved."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hub.community.models import email_key
from hub.core.errors import WrongState
from hub.core.limits import HOUR, allow
from hub.mail.actions import queue_mail
from workshops.registering.actions.seats import CLOSED, locked_desk, member_behind
from workshops.registering.enums import RegistrationState, WhoMay
from workshops.registering.links import UNPROVED_FOR
from workshops.registering.mails import confirm_letter, known_letter, members_letter
from workshops.registering.models import Registration, RegistrationDesk

#: Mails to one address about one workshop: nobody's mailbox is filled by a stranger.
MAILED_PER_HOUR = 3
#: States from which one registers again.
LEFT = frozenset({RegistrationState.ASKED, RegistrationState.CANCELLED})


@dataclass(frozen=True)
class Typed:
    """What the person says of themselves, all of it theirs to change."""

    name: str
    organisation: str = ""
    question_practice: str = ""
    question_outcome: str = ""
    needs: str = ""
    is_seen: bool = False


def ask_to_register(desk: RegistrationDesk, *, key: UUID, email: str, typed: Typed) -> None:
    """Keep the request and write to the address; the same answer whoever is known. Once per `key`.

    Only the owner of the address changes what it is registered with: who asks for an address that has a registration
    has its private link sent there. Raises WrongState once registrations are closed.
    """
    if not desk.takes(timezone.now()):
        raise WrongState(CLOSED)
    may_write = allow("registration_mail", f"{desk.pk} {email_key(email)}", limit=MAILED_PER_HOUR, per=HOUR)
    with transaction.atomic():
        desk = locked_desk(desk.pk)
        if desk.who == WhoMay.MEMBERS and member_behind(email) is None:
            letter, about = members_letter(desk.workshop), f"registration-desk-{desk.pk}-members-{key}"
        else:
            row = _keep(desk, email, typed)
            letter = confirm_letter(row) if row.state == RegistrationState.ASKED else known_letter(row)
            about = f"registration-{row.pk}-ask-{key}"
        if may_write:
            not_after = timezone.now() + UNPROVED_FOR
            queue_mail(letter, to=email, dedup_key=about, is_confidential=True, not_after=not_after)


def change_registration(registration: Registration, typed: Typed) -> None:
    """What its owner says now, by the private link."""
    Registration.objects.filter(pk=registration.pk).update(**asdict(typed))


def _keep(desk: RegistrationDesk, email: str, typed: Typed) -> Registration:
    """The row of the address, with what was typed unless somebody holds it already."""
    said: dict[str, Any] = {"email": email, "state": RegistrationState.ASKED, "since": timezone.now(), **asdict(typed)}
    row, is_new = Registration.objects.get_or_create(desk=desk, email_key=email_key(email), defaults=said)
    if not is_new and row.state in LEFT:
        Registration.objects.filter(pk=row.pk).update(**said)
        row.refresh_from_db()
    return row
