"""Ending sessions, and giving back an account whose second factor is lost."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from hub.community.actions.security import record_event
from hub.community.enums import SecurityKind
from hub.community.models import Member
from hub.core.errors import NotAllowed


def end_sessions(member: Member) -> None:
    """Every open session of `member` is refused from its next request on."""
    Member.objects.filter(pk=member.pk).update(session_generation=F("session_generation") + 1)
    member.refresh_from_db(fields=["session_generation"])


def drop_sessions(email: str, member: Member | None) -> None:
    """Remove every session of `member`, and those that wait for a code sent to `email`, as an erasure must."""
    key = str(member.pk) if member is not None else None
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if (key is not None and data.get("_auth_user_id") == key) or email.casefold() in str(data).casefold():
            session.delete()


def purge_sessions(now: datetime) -> int:
    """Remove sessions that are over; gives their number."""
    return Session.objects.filter(expire_date__lte=now).delete()[0]


def sign_out_everywhere(member: Member, *, by: Member) -> None:
    """End all sessions of `member`, who asks for it. Raises NotAllowed for anybody else's."""
    if member.pk != by.pk:
        raise NotAllowed("Vous ne pouvez fermer que vos propres sessions.")
    with transaction.atomic():
        end_sessions(member)
        record_event(SecurityKind.SIGNED_OUT, member)


def reset_second_factor(member: Member) -> int:
    """Remove all second factors of `member` and end all sessions; gives how many there were.

    For `manage.py` only: whoever may run commands on the server may do everything.
    """
    with transaction.atomic():
        factors = Authenticator.objects.filter(user=member)
        count = factors.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
        factors.delete()
        end_sessions(member)
        record_event(SecurityKind.FACTOR_RESET, member)
    return count
