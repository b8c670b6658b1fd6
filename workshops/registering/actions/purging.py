"""What is forgotten about people who registered, and when: docs/registre-des-traitements.md."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from workshops.registering.actions.seats import free_seat, locked_desk
from workshops.registering.enums import RegistrationState
from workshops.registering.links import UNPROVED_FOR
from workshops.registering.models import Registration, RegistrationDesk
from workshops.workshop.enums import Certainty

#: After the last day of the workshop: what people need, and who had no seat; then everybody.
NEEDS_FOR = relativedelta(months=1)
NAMES_FOR = relativedelta(months=3)
#: From the last change of state, for a workshop whose day never came.
UNDATED_FOR = relativedelta(months=24)


def purge_registrations(now: datetime) -> int:
    """Forget requests that nobody confirmed, needs, names; numbers stay. Gives how many rows changed or went."""
    unproved = Registration.objects.filter(state=RegistrationState.ASKED, since__lt=now - UNPROVED_FOR).delete()[0]
    ended = Registration.objects.filter(_over(now, NEEDS_FOR))
    seatless = ended.exclude(state=RegistrationState.CONFIRMED).delete()[0]
    needs = ended.exclude(needs="").update(needs="")
    names = Registration.objects.filter(_over(now, NAMES_FOR) | _never_dated(now))
    desks = sorted(set(names.values_list("desk", flat=True)))
    return unproved + seatless + needs + sum(_count_and_forget(pk) for pk in desks)


def forget_registration(row: Registration) -> None:
    """Its person is erased: a seat of a workshop to come goes to who waits, one of a past workshop stays counted."""
    with transaction.atomic():
        desk = locked_desk(row.desk_id)
        had_seat = Registration.objects.confirmed().filter(pk=row.pk).exists()
        row.delete()
        if not had_seat:
            return
        if desk.ends_at is not None and desk.ends_at <= timezone.now():
            _count(desk, registered=1, came=1 if row.has_come else 0)
        else:
            free_seat(desk)


def _over(now: datetime, kept: relativedelta) -> Q:
    """What was postponed is never over: its new date is awaited."""
    last = timezone.localdate(now) - kept
    return Q(desk__workshop__latest__lt=last) & ~Q(desk__workshop__certainty=Certainty.POSTPONED)


def _never_dated(now: datetime) -> Q:
    without_date = Q(desk__workshop__latest=None) | Q(desk__workshop__certainty=Certainty.POSTPONED)
    return without_date & Q(since__lt=now - UNDATED_FOR)


def _count_and_forget(desk_pk: int) -> int:
    with transaction.atomic():
        desk = locked_desk(desk_pk)
        confirmed = desk.registrations.filter(state=RegistrationState.CONFIRMED)
        found = confirmed.aggregate(all=Count("pk"), came=Count("pk", filter=Q(has_come=True)))
        _count(desk, registered=found["all"], came=found["came"])
        return desk.registrations.all().delete()[0]


def _count(desk: RegistrationDesk, *, registered: int, came: int) -> None:
    """Keep the numbers of people whose names go."""
    RegistrationDesk.objects.filter(pk=desk.pk).update(
        registered=F("registered") + registered, came=F("came") + came, taken=F("taken") - registered
    )
