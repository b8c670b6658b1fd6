"""What organisers do with accounts."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from hub.community.actions.security import record_event
from hub.community.actions.sessions import end_sessions
from hub.community.enums import SecurityKind
from hub.community.models import Member, email_key
from hub.core.errors import NotAllowed
from hub.core.registries import Erasure, Person
from hub.mail.personal import erase as erase_mails


def save_member(member: Member, *, by: Member) -> Member:
    """Store a new or changed member, who signs in by a code sent to the address.

    An organiser answers for the addresses typed here: they count as verified. Closing the account or changing its
    address ends its sessions; the former address leaves the outbox. Raises NotAllowed for someone without the
    permission, and for whoever is not an administrator and changes one: the code would open that account.
    """
    if not by.has_perm("community.change_member" if member.pk else "community.add_member"):
        raise NotAllowed("Vous ne pouvez pas gérer les membres.")
    if member.is_superuser and not by.is_superuser:
        raise NotAllowed("Seule une personne qui administre le site peut modifier ce compte.")
    with transaction.atomic():
        if member.pk is None:
            member.set_unusable_password()
            member.save()
        else:
            _save_changed(member, by)
        ensure_email_address(member)
    return member


def _save_changed(member: Member, by: Member) -> None:
    stored = Member.objects.select_for_update().get(pk=member.pk)
    # Sessions ended since the form was opened must stay so.
    member.session_generation = stored.session_generation
    member.save()
    if member.email_key != stored.email_key:
        end_sessions(member)
        # Nothing ties it to the account any more: erasing the account would not find it.
        leaves = Erasure(at=timezone.now(), keep_published=True, account_only=True)
        erase_mails(Person(email=stored.email), leaves)
        record_event(SecurityKind.ADDRESS_CHANGED, member, by=by)
    if stored.is_active and not member.is_active:
        end_sessions(member)
        record_event(SecurityKind.ACCOUNT_CLOSED, member, by=by)


def set_active(members: Iterable[Member], active: bool, *, by: Member) -> int:
    """Open or close several accounts, as `save_member` does one; gives how many. One's own stays as it is."""
    chosen = [member for member in members if member.pk != by.pk]
    with transaction.atomic():
        for member in chosen:
            member.is_active = active
            save_member(member, by=by)
    return len(chosen)


def ensure_email_address(member: Member) -> EmailAddress:
    """The verified main address of `member`, as signing in by code wants it; former addresses are forgotten."""
    email = member.email.lower()
    with transaction.atomic():
        EmailAddress.objects.filter(user=member).exclude(email=email).delete()
        address, _ = EmailAddress.objects.update_or_create(
            user=member, email=email, defaults={"primary": True, "verified": True}
        )
    return address


def find_member(email: str) -> Member | None:
    """Who has the address `email`, however it is written."""
    return (
        Member.objects.filter(email_key=email_key(email)).first()
        or Member.objects.filter(emailaddress__email__iexact=email.strip(), emailaddress__verified=True).first()
    )
