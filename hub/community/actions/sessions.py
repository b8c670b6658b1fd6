"""Ending sessions, and giving back an account whose second factor is lost."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from hub.community.actions.security import record_event
from hub.community.enums import SecurityKind
from hub.community.mails import second_factor_letter
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.mail.actions import queue_mail


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


def give_back_second_factor(member: Member, *, by: Member, reason: str) -> None:
    """Another organiser's decision, for whoever lost the second factor: it is removed, and the sessions end.

    Everybody who organises is told by mail who decided, for whom, when and why: a stranger who talked somebody into
    it is noticed. Raises NotAllowed for one's own, without the permission, and for the factor of an administrator
    unless one is; ActionError without a reason, WrongState when there is nothing to give back.
    """
    refuse_to_give_back(member, by=by)
    if not reason.strip():
        raise ActionError("Dites comment vous avez vérifié que c’est bien cette personne.")
    with transaction.atomic():
        deleted, _ = Authenticator.objects.filter(user=member).delete()
        if not deleted:
            raise WrongState("Ce compte n’a pas de second facteur : la personne peut déjà en choisir un.")
        end_sessions(member)
        event = record_event(SecurityKind.FACTOR_GIVEN_BACK, member, by=by)
        told = second_factor_letter(str(member), str(by), at=event.at, reason=reason.strip())
        for person in {*Member.objects.organisers(), member}:
            queue_mail(told, to=person.email, dedup_key=f"second-factor-{event.pk}-{person.pk}")


def refuse_to_give_back(member: Member, *, by: Member) -> None:
    """Raises NotAllowed, with the reason, when `by` may not decide for `member`."""
    if member.pk == by.pk:
        raise NotAllowed("On ne rend pas son propre second facteur.")
    if not by.has_perm("community.change_member"):
        raise NotAllowed("Vous ne pouvez pas gérer les membres.")
    if member.is_superuser and not by.is_superuser:
        raise NotAllowed("Seule une personne qui administre le site peut le faire pour ce compte.")


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
