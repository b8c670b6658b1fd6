"""What the outbox knows about a person."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from hub.core.registries import Erasure, Person, PersonalData
from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail
from hub.mail.returns import came_back

WAITING = (MailState.QUEUED, MailState.SENDING)
ERASED = "Message effacé"
NAME_ERASED = "(nom effacé)"
REMAINS = "Les messages déjà partis restent dans les boîtes qui les ont reçus : la vôtre, celle de l’équipe."


def export(person: Person) -> list[dict[str, Any]]:
    """The mails written to the person, without their text: it was sent to them, and may hold a code."""
    return [
        {
            "date": mail.created_at,
            "subject": mail.subject,
            "state": mail.get_state_display(),
            "came_back": came_back(mail),
        }
        for mail in _to(person).order_by("created_at", "pk")
    ]


def erase(person: Person, erasure: Erasure) -> None:
    """Remove the mails to the person, sent or not; empty those to others that quote the address, and never send them.

    In those to others that only tell the name, the name goes. A worker that holds one of them in this very moment may
    still send it; it then finds no row to write to. When only the account goes, what opens something else still leaves.
    """
    if erasure.account_only:
        _to(person).exclude(state__in=WAITING, is_confidential=True).delete()
        return
    _to(person).delete()
    _take_name_off(person)
    quoting = OutgoingMail.objects.filter(pk__in=_quoting(person.email))
    quoting.filter(state__in=WAITING).update(state=MailState.DROPPED)
    quoting.update(subject=ERASED, text="", calendar="")


def _quoting(email: str) -> list[int]:
    """Mails that hold this very address, not one that ends or begins like it (eva@… in geneva@…)."""
    alone = re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)", re.IGNORECASE)
    near = OutgoingMail.objects.filter(Q(subject__icontains=email) | Q(text__icontains=email))
    rows = near.values_list("pk", "subject", "text")
    return [pk for pk, subject, text in rows if alone.search(f"{subject}\n{text}")]


def _take_name_off(person: Person) -> None:
    name = person.member.get_full_name() if person.member is not None else ""
    if " " not in name:
        return
    alone = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for mail in OutgoingMail.objects.filter(Q(subject__icontains=name) | Q(text__icontains=name)):
        subject, text = (alone.sub(NAME_ERASED, words) for words in (mail.subject, mail.text))
        OutgoingMail.objects.filter(pk=mail.pk).update(subject=subject, text=text)


def _addresses() -> Iterable[str]:
    return OutgoingMail.objects.order_by().values_list("recipient", flat=True).distinct()


def _to(person: Person) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(recipient__iexact=person.email)


PERSONAL_DATA = PersonalData("mails", "Messages reçus du site", export, erase, REMAINS, addresses=_addresses)
