"""What organisers do with accounts."""

from allauth.account.models import EmailAddress
from django.db import transaction

from hub.community.models import Member
from hub.core.errors import NotAllowed


def save_member(member: Member, *, by: Member) -> Member:
    """Store a new or changed member, who signs in by a code sent to the address.

    An organiser answers for the addresses typed here: they count as verified. Raises NotAllowed for someone without
    the permission, and for whoever is not an administrator and changes one: the code would open that account.
    """
    if not by.has_perm("community.change_member" if member.pk else "community.add_member"):
        raise NotAllowed("Vous ne pouvez pas gérer les membres.")
    if member.is_superuser and not by.is_superuser:
        raise NotAllowed("Seule une personne qui administre le site peut modifier ce compte.")
    if member.pk is None:
        member.set_unusable_password()
    with transaction.atomic():
        member.save()
        ensure_email_address(member)
    return member


def ensure_email_address(member: Member) -> EmailAddress:
    """The verified main address of `member`, as signing in by code wants it; former addresses are forgotten."""
    email = member.email.lower()
    with transaction.atomic():
        EmailAddress.objects.filter(user=member).exclude(email=email).delete()
        address, _ = EmailAddress.objects.update_or_create(
            user=member, email=email, defaults={"primary": True, "verified": True}
        )
    return address
