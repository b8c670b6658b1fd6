"""Under which addresses we know somebody."""

from allauth.account.models import EmailAddress

from hub.community.models import Member
from hub.core.registries import Person


def people_behind(member: Member) -> list[Person]:
    """The account with its address, then the other addresses that its owner has proved."""
    others = EmailAddress.objects.filter(user=member, verified=True).exclude(email__iexact=member.email)
    addresses = others.order_by("pk").values_list("email", flat=True)
    return [Person(email=member.email, member=member), *(Person(email=address) for address in addresses)]
