"""What the outbox knows about a person."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from hub.core.registries import Erasure, Person, PersonalData
from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail

ERASED = "Message effacé"


def export(person: Person) -> list[dict[str, Any]]:
    """The mails written to the person, without their text: it was sent to them, and may hold a code."""
    return [
        {"date": mail.created_at, "subject": mail.subject, "state": mail.get_state_display()}
        for mail in _to(person).order_by("created_at", "pk")
    ]


def erase(person: Person, erasure: Erasure) -> None:
    """Remove the mails to the person, sent or not; empty those to others that quote the address, and never send them.

    A worker that holds one of them in this very moment may still send it; it then finds no row to write to.
    """
    _to(person).delete()
    quoting = OutgoingMail.objects.filter(pk__in=_quoting(person.email))
    quoting.filter(state__in=(MailState.QUEUED, MailState.SENDING)).update(state=MailState.DROPPED)
    quoting.update(subject=ERASED, text="")


def _quoting(email: str) -> list[int]:
    """Mails that hold this very address, not one that ends or begins like it (eva@… in geneva@…)."""
    alone = re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)", re.IGNORECASE)
    near = OutgoingMail.objects.filter(Q(subject__icontains=email) | Q(text__icontains=email))
    rows = near.values_list("pk", "subject", "text")
    return [pk for pk, subject, text in rows if alone.search(f"{subject}\n{text}")]


def _to(person: Person) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(recipient__iexact=person.email)


PERSONAL_DATA = PersonalData(name="mails", label="Messages reçus du site", export=export, erase=erase)
