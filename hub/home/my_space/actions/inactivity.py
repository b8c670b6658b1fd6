"""Accounts that nobody uses: announced, then erased."""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from hub.community.actions.erasing import close_unused_account
from hub.community.models import Member
from hub.home.my_space.mails import inactivity_letter
from hub.home.my_space.models import InactivityWarning
from hub.mail.actions import queue_mail

WARNED_AFTER = relativedelta(months=23)
ERASED_AFTER = relativedelta(months=24)
#: Between the announcement and the erasure, also when the server slept meanwhile.
NOTICE = timedelta(days=28)


def purge_inactive_members(now: datetime) -> int:
    """Announce the end of accounts unused for 23 months, erase those unused for 24 and announced; gives the latter.

    Somebody is active who signs in or works on a proposal. People with a role are left to the organisers.
    """
    for member in _unused_since(now - WARNED_AFTER).order_by("pk"):
        _warn(member, now)
    announced = Q(inactivity_warning__at__gt=now - WARNED_AFTER, inactivity_warning__at__lte=now - NOTICE)
    due = _unused_since(now - ERASED_AFTER).filter(announced)
    return sum(_close(pk, now) for pk in due.order_by("pk").values_list("pk", flat=True))


def _unused_since(limit: datetime) -> QuerySet[Member]:
    never_back = Q(last_login=None) | Q(last_login__lte=limit)
    plain = Member.objects.filter(is_superuser=False, is_staff=False, groups=None, user_permissions=None)
    return plain.filter(never_back, date_joined__lte=limit).exclude(proposals__saved_at__gt=limit)


def _warn(member: Member, now: datetime) -> None:
    """Once for each time that the account falls asleep: an announcement older than that no longer counts."""
    if InactivityWarning.objects.filter(member=member, at__gt=now - WARNED_AFTER).exists():
        return
    asleep_since = member.last_login or member.date_joined
    erased_on = timezone.localdate(max(asleep_since + ERASED_AFTER, now + NOTICE)) + timedelta(days=1)
    with transaction.atomic():
        InactivityWarning.objects.update_or_create(member=member, defaults={"at": now})
        queue_mail(
            inactivity_letter(member, erased_on),
            to=member.email,
            dedup_key=f"inactive-{member.pk}-{timezone.localdate(now)}",
        )


def _close(pk: int, now: datetime) -> bool:
    """Erase the account, not the proposals. Looked at again under lock."""
    with transaction.atomic():
        member = Member.objects.select_for_update().filter(pk=pk).first()
        if member is None or not _unused_since(now - ERASED_AFTER).filter(pk=pk).exists():
            return False
        close_unused_account(member, at=now)
    return True
