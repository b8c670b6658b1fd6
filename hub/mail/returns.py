"""What organisers read beside somebody whose mail came back."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models.functions import Lower
from django.utils import timezone

from hub.core.dates.when import When
from hub.mail.enums import Bounce
from hub.mail.models import OutgoingMail
from hub.mail.reports import reason

Thing = TypeVar("Thing")


def came_back(mail: OutgoingMail) -> str:
    """One sentence about a mail; empty when nothing came back."""
    if not mail.bounce or mail.bounced_at is None:
        return ""
    day = When.parse(timezone.localdate(mail.bounced_at).isoformat()).french()
    why = f"{reason(mail.bounce_code)} ({mail.bounce_code})" if mail.bounce_code else reason("")
    if mail.bounce == Bounce.PERMANENT:
        return f"Message revenu, {day} : {why}."
    return f"Message retardé ou refusé pour un temps, {day} : {why}."


def returned(addresses: Iterable[str]) -> dict[str, str]:
    """For each address whose mail came back, what is said of the latest one; keys in small letters. One query."""
    wanted = {address.lower() for address in addresses if address}
    mails = OutgoingMail.objects.exclude(bounce="").annotate(address=Lower("recipient")).filter(address__in=wanted)
    return {mail.recipient.lower(): came_back(mail) for mail in mails.order_by("bounced_at", "pk")}


def with_returns(things: Iterable[Thing], field: str = "email") -> list[Thing]:
    """Each thing with what is said of mails to the address in its `field`, as `came_back`. One query for all."""
    listed = list(things)
    said = returned(getattr(thing, field) for thing in listed)
    for thing in listed:
        thing.came_back = said.get(getattr(thing, field).lower(), "")  # type: ignore[attr-defined]  # given here
    return listed
