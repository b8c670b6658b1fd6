"""Seats: taken at the confirmation, freed by a cancellation, given to who waits for the longest time.

Every change of seats first locks the desk of the workshop, then counts in one conditional UPDATE: two people never get
the same seat, and none is lost. The database itself refuses more confirmed people than seats. Who confirms waits for
that lock: what can be read and written beforehand is. Whoever finds the workshop full shares the lock with the others
who do, and goes to the end of the waiting list (decision 0083).
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from hub.community.models import Member, email_key
from hub.core.errors import WrongState
from hub.core.lists.kept import content_changed
from hub.mail.actions import queue_mail
from hub.mail.letters import CalendarPart, Letter
from workshops.agenda.actions import invitation, withdrawal
from workshops.registering.enums import ACTIVE_STATES, RegistrationState, WhoMay
from workshops.registering.links import join_url
from workshops.registering.mails import state_letter
from workshops.registering.models import Registration, RegistrationDesk

CLOSED = "Les inscriptions à cet atelier sont closes."
ERASED = "Cette inscription a été effacée."

#: So few are wanted by many at once: most will wait, and what tells a seat is written for the few who get one.
LAST_SEATS = 8
#: What is sent, letter and calendar, by the state that it tells.
Written = Mapping[str, tuple[Letter, CalendarPart | None]]


def confirm_registration(registration: Registration) -> Registration:
    """The owner of the address takes a seat, or the end of the waiting list, or waits to be approved.

    Pressing twice changes nothing more. A cancelled registration comes back the same way.
    Raises WrongState once registrations are closed, or when the organisers refused.
    """
    seen = _fresh(registration)
    member, written = seen.member or member_behind(seen.email), _foreseen(seen)
    takes_none = seen.desk.is_full or seen.desk.who == WhoMay.APPROVAL
    row = _confirm(seen, member, written, is_shared=True) if takes_none else None
    return row or _confirm(seen, member, written, is_shared=False)  # type: ignore[return-value]  # never None there


def _confirm(seen: Registration, member: Member | None, written: Written, *, is_shared: bool) -> Registration | None:
    """Confirm what was `seen`. Under a lock that `is_shared` no seat can be taken: None when one is free after all."""
    with transaction.atomic():
        desk, row = _locked(seen, is_shared=is_shared)
        if row.state in ACTIVE_STATES:
            return row
        if row.state == RegistrationState.REFUSED:
            raise WrongState("Votre inscription n’a pas été retenue : écrivez à l’équipe d’organisation.")
        if not desk.takes(timezone.now()):
            raise WrongState(CLOSED)
        row.member = member
        if desk.who == WhoMay.APPROVAL:
            move(row, RegistrationState.TO_APPROVE, written=written)
        elif not is_shared:
            give_seat(desk, row, written=written)
        elif desk.is_full:
            move(row, RegistrationState.WAITING, written=written)
        else:
            return None
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
    desk.taken -= 1
    promote(desk)
    if desk.capacity is not None and desk.taken == desk.capacity - 1:
        content_changed()  # public pages no longer say «complet»


def promote(desk: RegistrationDesk) -> None:
    """Give free seats of the locked `desk` to those who wait, until the workshop begins."""
    begins_at = desk.begins_at
    if begins_at is not None and begins_at <= timezone.now():
        return
    for row in desk.registrations.filter(state=RegistrationState.WAITING).order_by("since", "pk"):
        if not _take_seat(desk):
            return
        move(row, RegistrationState.CONFIRMED, was_waiting=True)


def give_seat(desk: RegistrationDesk, row: Registration, *, written: Written | None = None) -> None:
    """A seat of the locked `desk`, or the end of its waiting list."""
    move(row, RegistrationState.CONFIRMED if _take_seat(desk) else RegistrationState.WAITING, written=written)


def locked_desk(pk: int) -> RegistrationDesk:
    """The desk as it is, with nobody else changing its seats until the end of the transaction."""
    return RegistrationDesk.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=pk)


def move(
    row: Registration,
    state: RegistrationState,
    *,
    was_waiting: bool = False,
    is_told: bool = True,
    written: Written | None = None,
) -> None:
    """Put `row` into `state` and tell its owner, once for each change; their calendar gains or loses the workshop.

    What is told may be `written` already.
    """
    had_seat = row.has_seat
    row.state, row.since, row.changes = state, timezone.now(), row.changes + 1
    row.save(update_fields=["state", "since", "changes", "member"])
    if is_told:
        foreseen = (written or {}).get(state)
        letter, calendar = foreseen or (state_letter(row, was_waiting=was_waiting), _calendar(row, had_seat=had_seat))
        queue_mail(
            letter,
            to=row.email,
            dedup_key=f"registration-{row.pk}-change-{row.changes}",
            is_confidential=True,
            not_after=not_after(row.desk),
            calendar=calendar,
        )


def _calendar(row: Registration, *, had_seat: bool) -> CalendarPart | None:
    """An invitation for who now has a seat, a cancellation for who had one."""
    if row.has_seat:
        return invitation(row.desk.workshop, row.email, join_url(row))
    return withdrawal(row.desk.workshop, row.email) if had_seat else None


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
        desk.taken += 1  # counted here too: nobody else changes a desk that is locked
        if desk.taken == desk.capacity:
            content_changed()  # public pages say «complet» or not, never a number
    return is_taken


def _locked(seen: Registration, *, is_shared: bool) -> tuple[RegistrationDesk, Registration]:
    """The desk of `seen`, locked, and the row as it is now. The workshop is that of `seen`: no seat depends on it."""
    locked = _shared_desk if is_shared else RegistrationDesk.objects.select_for_update().get
    desk = locked(pk=seen.desk_id)
    row = Registration.objects.select_for_update().filter(pk=seen.pk).first()
    if row is None:
        raise WrongState(ERASED)
    desk.workshop, row.desk = seen.desk.workshop, desk
    return desk, row


def _shared_desk(pk: int) -> RegistrationDesk:
    """The desk, whose seats nobody changes before the end of the transaction, though others may hold it so as well.

    PostgreSQL's FOR SHARE, which querysets do not offer; SQLite has one writer at a time.
    """
    table = connection.ops.quote_name(RegistrationDesk._meta.db_table)
    sharing = " FOR SHARE" if connection.vendor == "postgresql" else ""
    query = f"SELECT * FROM {table} WHERE id = %s{sharing}"  # noqa: S608 -- our own names
    [desk] = RegistrationDesk.objects.raw(query, [pk])
    return desk


def _foreseen(row: Registration) -> Written:
    """What tells the state that `row` will most likely get: whoever holds the lock then has nothing to write."""
    if row.state in ACTIVE_STATES or row.state == RegistrationState.REFUSED:
        return {}
    left = None if row.desk.capacity is None else row.desk.capacity - row.desk.taken
    row.state = RegistrationState.CONFIRMED if left is None or left > LAST_SEATS else RegistrationState.WAITING
    if row.desk.who == WhoMay.APPROVAL:
        row.state = RegistrationState.TO_APPROVE
    return {row.state: (state_letter(row), _calendar(row, had_seat=False))}


def _fresh(registration: Registration) -> Registration:
    """As it is now. Raises WrongState when it was erased meanwhile."""
    found = Registration.objects.select_related("desk__workshop").filter(pk=registration.pk).first()
    if found is None:
        raise WrongState(ERASED)
    return found
