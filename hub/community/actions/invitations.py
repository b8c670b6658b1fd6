"""Opening an account: asked for by oneself, or on invitation by an organiser."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.community.actions.members import ensure_email_address, find_member
from hub.community.actions.security import record_event
from hub.community.enums import InvitationRole, SecurityKind
from hub.community.mails import account_exists_letter, link_letter
from hub.community.models import Invitation, Member, email_key
from hub.community.organisers import ORGANISERS, grant_organiser_rights
from hub.core.errors import NotAllowed, WrongState
from hub.core.limits import allow
from hub.core.private_links import hash_of, random_token
from hub.core.sites import contact_address
from hub.mail.actions import queue_mail

#: How long a link works.
REQUEST_LASTS = timedelta(hours=24)
INVITATION_LASTS = timedelta(days=7)
#: Unconfirmed requests are forgotten after this time (privacy table).
UNCONFIRMED_KEPT = timedelta(days=7)
#: Mails that one address may be sent because somebody, perhaps not its owner, typed it.
MAILS_PER_DAY = 3
GONE = "Ce lien n’ouvre plus rien : il a déjà servi, il a expiré, ou il a été retiré."


def request_account(email: str, *, first_name: str, last_name: str, consent_version: str) -> None:
    """Send a link that opens an account, or a mail that says there is one already.

    The caller learns nothing, so that nobody can find out who is a member. Beyond a few mails a day to the same
    address nothing is sent.
    """
    if not allow("account_mail", email_key(email), limit=MAILS_PER_DAY, per=timedelta(days=1)):
        return
    if find_member(email) is not None:
        queue_mail(account_exists_letter(), to=email, dedup_key=f"account-exists-{secrets.token_hex(16)}")
        return
    _send_link(
        email,
        InvitationRole.MEMBER,
        REQUEST_LASTS,
        first_name=first_name,
        last_name=last_name,
        consent_version=consent_version,
    )


def invite_organiser(email: str, *, by: Member) -> Invitation:
    """Send a link that makes its reader an organiser; a former link to the same address stops working.

    Raises NotAllowed without the permission, WrongState for who organises already or whose account is closed.
    """
    if not by.has_perm("community.add_invitation"):
        raise NotAllowed("Vous ne pouvez pas inviter.")
    member = find_member(email)
    if member is not None and not member.is_active:
        raise WrongState("Le compte de cette personne est fermé : ouvrez-le d’abord, dans la liste des membres.")
    if member is not None and member.groups.filter(name=ORGANISERS).exists():
        raise WrongState("Cette personne a déjà le rôle « Organisation ».")
    now = timezone.now()
    former = Invitation.objects.to_address(email).pending(now).filter(role=InvitationRole.ORGANISER)
    with transaction.atomic():
        former.update(revoked_at=now)
        return _send_link(email, InvitationRole.ORGANISER, INVITATION_LASTS, invited_by=by)


def revoke_invitation(invitation: Invitation, *, by: Member) -> None:
    """The link stops working. Raises WrongState when it no longer did."""
    if not by.has_perm("community.change_invitation"):
        raise NotAllowed("Vous ne pouvez pas retirer d’invitation.")
    now = timezone.now()
    with transaction.atomic():
        if not Invitation.objects.filter(pk=invitation.pk).pending(now).update(revoked_at=now):
            raise WrongState("Cette invitation n’était plus valable.")
        record_event(SecurityKind.INVITATION_REVOKED, None, by=by)


def accept_invitation(token: str) -> Member:
    """Use the link of a mail, once: gives the member, made if need be, with the role that was offered.

    Whoever holds the token reads that mailbox, which is what signing in by code proves too. Raises WrongState when
    the link does not work (any more), or when the account has been closed meanwhile.
    """
    try:
        with transaction.atomic():
            return _use(token)
    except IntegrityError as error:  # another link to the same address, at the same moment
        raise WrongState("Votre compte vient d’être ouvert par un autre lien : connectez-vous.") from error


def _use(token: str) -> Member:
    now = timezone.now()
    if not Invitation.objects.by_token(token).pending(now).update(used_at=now):
        raise WrongState(GONE)
    invitation = Invitation.objects.by_token(token).get()
    member = find_member(invitation.email) or _new_member(invitation)
    if not member.is_active:
        raise WrongState(GONE)
    if invitation.role == InvitationRole.ORGANISER:
        record_event(SecurityKind.INVITATION_USED, member, by=invitation.invited_by)
        member.groups.add(Group.objects.filter(name=ORGANISERS).first() or grant_organiser_rights())
    invitation.member, invitation.email, invitation.first_name, invitation.last_name = member, "", "", ""
    invitation.save()
    return member


def purge_unconfirmed(now: datetime) -> int:
    """Forget links that nobody used, a week after they stopped working at the latest; gives their number.

    A request lives 24 hours and is forgotten 7 days after it was made; an invitation, 7 days after it expired.
    """
    requests = Invitation.objects.filter(
        used_at=None, role=InvitationRole.MEMBER, created_at__lt=now - UNCONFIRMED_KEPT
    )
    invitations = Invitation.objects.filter(
        used_at=None, role=InvitationRole.ORGANISER, expires_at__lt=now - UNCONFIRMED_KEPT
    )
    return requests.delete()[0] + invitations.delete()[0]


def _send_link(email: str, role: InvitationRole, lasts: timedelta, **fields: object) -> Invitation:
    token = random_token()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            token_hash=hash_of(token), email=email, role=role, expires_at=timezone.now() + lasts, **fields
        )
        if invitation.invited_by is not None:
            record_event(SecurityKind.INVITED, None, by=invitation.invited_by)
        queue_mail(
            link_letter(role, token, contact_address()),
            to=email,
            dedup_key=f"invitation-{invitation.pk}",
            is_confidential=True,
            not_after=invitation.expires_at,
        )
    return invitation


def _new_member(invitation: Invitation) -> Member:
    member = Member.objects.create_user(
        invitation.email, first_name=invitation.first_name, last_name=invitation.last_name
    )
    ensure_email_address(member)
    record_event(SecurityKind.ACCOUNT_OPENED, member)
    return member
