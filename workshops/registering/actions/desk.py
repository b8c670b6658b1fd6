"""What organisers decide about registrations."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from hub.community.models import Member, email_key
from hub.core.errors import NotAllowed, WrongState
from hub.core.lists.kept import content_changed
from hub.mail.actions import queue_mail
from workshops.registering.actions.seats import give_seat, locked_desk, member_behind, move, promote, release
from workshops.registering.enums import ACTIVE_STATES, RegistrationState
from workshops.registering.mails import message_letter
from workshops.registering.models import Registration, RegistrationDesk
from workshops.workshop.workshop import WorkshopPage

AWAITED = frozenset({RegistrationState.TO_APPROVE})
OTHER_MOVED = "Quelqu’un d’autre vient de changer ces réglages. Relisez-les, puis enregistrez de nouveau."


@dataclass(frozen=True)
class Rules:
    """Who may register, until when, and for how many seats."""

    who: str
    capacity: int | None = None
    closes_at: datetime | None = None
    is_open: bool = True


def rules_of(desk: RegistrationDesk | None) -> Rules | None:
    return None if desk is None else Rules(desk.who, desk.capacity, desk.closes_at, desk.is_open)


def set_rules(workshop: WorkshopPage, rules: Rules, *, seen: Rules | None, by: Member) -> RegistrationDesk:
    """Open registrations, or change their rules. `seen`: the rules that the organiser had before their eyes.

    Raises NotAllowed, WrongState when fewer seats are asked than are taken, or when somebody changed the rules
    meanwhile.
    """
    check_right(by, workshop)
    with transaction.atomic():
        WorkshopPage.objects.select_for_update().get(pk=workshop.pk)
        found = RegistrationDesk.objects.select_for_update().filter(workshop=workshop).first()
        if rules_of(found) != seen:
            raise WrongState(OTHER_MOVED)
        content_changed()
        if found is None:
            return RegistrationDesk.objects.create(workshop=workshop, **asdict(rules))
        if rules.capacity is not None and rules.capacity < found.taken:
            raise WrongState(_too_few(found.taken))
        RegistrationDesk.objects.filter(pk=found.pk).update(**asdict(rules))
        desk = locked_desk(found.pk)
        promote(desk)
    return desk


def add_registration(desk: RegistrationDesk, *, email: str, name: str, by: Member) -> Registration:
    """Register somebody who asked in another way; a mail tells them, with their private link.

    Raises WrongState when this address has a registration already.
    """
    check_right(by, desk.workshop)
    with transaction.atomic():
        desk = locked_desk(desk.pk)
        told: dict[str, Any] = {"email": email, "name": name, "member": member_behind(email)}
        row, _ = Registration.objects.get_or_create(desk=desk, email_key=email_key(email), defaults=told)
        if row.state in ACTIVE_STATES:
            raise WrongState("Cette adresse a déjà une inscription à cet atelier.")
        give_seat(desk, row)
    return row


def approve(registration: Registration, *, by: Member) -> Registration:
    """Give a seat, or the end of the waiting list, to who was to be approved."""
    return _decide(registration, by, AWAITED, give_seat)


def refuse(registration: Registration, *, by: Member) -> Registration:
    """Refuse who was to be approved."""
    return _decide(registration, by, AWAITED, _refuse)


def cancel(registration: Registration, *, by: Member) -> Registration:
    """Cancel for somebody who asked in another way. The seat goes to who waits."""
    return _decide(registration, by, ACTIVE_STATES, _cancel)


def mark_presence(registration: Registration, *, has_come: bool, by: Member) -> None:
    """Who came. Raises WrongState for who had no seat."""
    check_right(by, registration.desk.workshop)
    confirmed = Registration.objects.confirmed().filter(pk=registration.pk)
    if not confirmed.update(has_come=has_come):
        raise WrongState("Seules les personnes qui ont une place peuvent être notées présentes ou absentes.")


def write_to(desk: RegistrationDesk, rows: list[Registration], *, subject: str, text: str, key: str, by: Member) -> int:
    """One mail for each of `rows`, once per `key`; gives their number. Raises WrongState when nobody would get it."""
    check_right(by, desk.workshop)
    told = [row for row in rows if row.desk_id == desk.pk and row.is_active]
    if not told:
        raise WrongState("Choisissez au moins une personne inscrite ou en attente.")
    with transaction.atomic():
        for row in told:
            queue_mail(
                message_letter(row, subject, text),
                to=row.email,
                dedup_key=f"registration-{row.pk}-message-{key}",
                is_confidential=True,
            )
    return len(told)


def check_right(by: Member, workshop: WorkshopPage) -> None:
    """Raise NotAllowed unless `by` may publish the workshop."""
    if not workshop.permissions_for_user(by).can_publish():
        raise NotAllowed("Vous ne pouvez pas gérer les inscriptions de cet atelier.")


def _decide(
    registration: Registration,
    by: Member,
    states: frozenset[RegistrationState],
    act: Callable[[RegistrationDesk, Registration], None],
) -> Registration:
    check_right(by, registration.desk.workshop)
    with transaction.atomic():
        desk = locked_desk(registration.desk_id)
        row = Registration.objects.select_related("desk__workshop").filter(pk=registration.pk).first()
        if row is None or row.state not in states:
            raise WrongState("Cette inscription vient de changer. Rechargez la page.")
        act(desk, row)
    return row


def _refuse(desk: RegistrationDesk, row: Registration) -> None:
    move(row, RegistrationState.REFUSED)


def _cancel(desk: RegistrationDesk, row: Registration) -> None:
    release(desk, row, RegistrationState.CANCELLED)


def _too_few(taken: int) -> str:
    return f"{taken} personnes ont déjà leur place : annulez d’abord des inscriptions, ou gardez-en autant."
