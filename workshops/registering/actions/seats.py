"""Seats: taken at the confirmation, freed by a cancellation, given to who waits for the longest time.

Every change of seats first locks the desk of the workshop, then counts in one conditional UPDATE: two people never get
the same seat, and none is lost. The database itself refuses more confirmed people than seats.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.db.models.expressions import CombinedExpression
from django.utils import timezone

from hub.community.models import Member, email_key
from hub.core.errors import WrongState
from hub.core.lists.kept import content_changed
from hub.mail.actions import queue_mail
from workshops.registering.enums import ACTIVE_STATES, RegistrationState, WhoMay
from workshops.registering.mails import state_letter
from workshops.registering.models import Registration, RegistrationDesk

CLOSED = "Les inscriptions à cet atelier sont closes."


def confirm_registration(registration: Registration) -> Registration:
    """The owner of the address takes a seat, or the end of the waiting list, or waits to be approved.

    Pressing twice changes nothing more. A cancelled registration comes back the same way.
    Raises WrongState once registrations are closed, or when the organisers refused.
    """
    with transaction.atomic():
        desk = locked_desk(registration.desk_id)
        row = _fresh(registration)
        if row.state in ACTIVE_STATES:
            return row
        if row.state == RegistrationState.REFUSED:
            raise WrongState("Votre inscription n’a pas été retenue : écrivez à l’équipe d’organisation.")
        if not desk.takes(timezone.now()):
            raise WrongState(CLOSED)
        row.member = row.member or member_behind(row.email)
        if desk.who == WhoMay.APPROVAL:
            move(row, RegistrationState.TO_APPROVE)
        else:
            give_seat(desk, row)
    return row


def cancel_registration(registration: Registration) -> Registration:
    """Free the seat; it goes at once to who waits for the longest time. Cancelling twice changes nothing more."""
    with transaction.atomic():
        desk = locked_desk(registration.desk_id)
        row = _fresh(registration)
        if row.state not in ACTIVE_STATES and row.state != RegistrationState.ASKED:
            return row
        release(desk, row, RegistrationState.CANCELLED)
    return row


def release(desk: RegistrationDesk, row: Registration, state: RegistrationState) -> None:
    """Move `row` of the locked `desk` to a `state` without seat, and give the seat that it had."""
    had_seat = row.state == RegistrationState.CONFIRMED
    is_told = row.state in ACTIVE_STATES
    move(row, state, is_told=is_told)
    if had_seat:
        free_seat(desk)


def free_seat(desk: RegistrationDesk) -> None:
    """One seat less is taken, unless somebody waits for it. The desk is locked."""
    RegistrationDesk.objects.filter(pk=desk.pk).update(taken=F("taken") - 1)
    promote(desk)
    _tell_if(desk, taken=F("capacity") - 1)


def promote(desk: RegistrationDesk) -> None:
    """Give free seats of the locked `desk` to those who wait, until the workshop begins."""
    begins_at = desk.begins_at
    if begins_at is not None and begins_at <= timezone.now():
        return
    for row in desk.registrations.filter(state=RegistrationState.WAITING).order_by("since", "pk"):
        if not _take_seat(desk):
            return
        move(row, RegistrationState.CONFIRMED, was_waiting=True)


def give_seat(desk: RegistrationDesk, row: Registration) -> None:
    """A seat of the locked `desk`, or the end of its waiting list."""
    move(row, RegistrationState.CONFIRMED if _take_seat(desk) else RegistrationState.WAITING)


def locked_desk(pk: int) -> RegistrationDesk:
    """The desk as it is, with nobody else changing its seats until the end of the transaction."""
    return RegistrationDesk.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=pk)


def move(row: Registration, state: RegistrationState, *, was_waiting: bool = False, is_told: bool = True) -> None:
    """Put `row` into `state` and tell its owner, once for each change."""
    row.state, row.since, row.changes = state, timezone.now(), row.changes + 1
    row.save(update_fields=["state", "since", "changes", "member"])
    if is_told:
        queue_mail(
            state_letter(row, was_waiting=was_waiting),
            to=row.email,
            dedup_key=f"registration-{row.pk}-change-{row.changes}",
            is_confidential=True,
            not_after=not_after(row.desk),
        )


def member_behind(email: str) -> Member | None:
    """Whose account has this address."""
    return Member.objects.filter(email_key=email_key(email), is_active=True).first()


def not_after(desk: RegistrationDesk) -> datetime | None:
    """What is written about a workshop is of no use once it is over."""
    return desk.ends_at


def _take_seat(desk: RegistrationDesk) -> bool:
    room = Q(capacity=None) | Q(taken__lt=F("capacity"))
    is_taken = RegistrationDesk.objects.filter(room, pk=desk.pk).update(taken=F("taken") + 1) == 1
    if is_taken:
        _tell_if(desk, taken=F("capacity"))
    return is_taken


def _tell_if(desk: RegistrationDesk, **now: CombinedExpression | F) -> None:
    """Public pages say «complet» or not, never a number: only the last seat, taken or freed, changes them."""
    if desk.capacity is not None and RegistrationDesk.objects.filter(pk=desk.pk, **now).exists():
        content_changed()


def _fresh(registration: Registration) -> Registration:
    """As it is now that the desk is locked. Raises WrongState when it was erased meanwhile."""
    found = Registration.objects.select_related("desk__workshop").filter(pk=registration.pk).first()
    if found is None:
        raise WrongState("Cette inscription a été effacée.")
    return found
