"""What organisers do about hosts and speakers."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.community.models import Member, email_key
from hub.core.errors import NotAllowed, WrongState
from hub.mail.actions import queue_mail
from workshops.contributing.actions.own import held, say
from workshops.contributing.enums import HOSTS, Recording, Role, Standing
from workshops.contributing.mails import asked_letter
from workshops.contributing.models import Contributor
from workshops.workshop.workshop import WorkshopPage

ALREADY = "Cette adresse est déjà dans la liste de cet atelier."


@dataclass(frozen=True)
class Said:
    """Who somebody is, what they do, and what is still missing from them."""

    name: str
    email: str
    role: str = Role.SPEAKER
    part: int | None = None
    organisation: str = ""
    awaited: str = ""


def add_contributor(workshop: WorkshopPage, said: Said, *, by: Member) -> Contributor:
    """Put somebody on the list; nothing is written to them yet. Raises NotAllowed, WrongState."""
    check_right(by, workshop)
    _check(said)
    try:
        with transaction.atomic():
            return Contributor.objects.create(workshop=workshop, **_columns(said))
    except IntegrityError as error:
        raise WrongState(ALREADY) from error


def change_contributor(contributor: Contributor, said: Said, *, by: Member) -> Contributor:
    """Correct what is known. Another address may be somebody else: they are asked anew, and said nothing yet.

    Raises NotAllowed, WrongState.
    """
    check_right(by, contributor.workshop)
    _check(said)
    try:
        with transaction.atomic():
            row = held(contributor)
            values = _columns(said)
            if values["email_key"] != row.email_key:
                values |= _unasked()
            Contributor.objects.filter(pk=row.pk).update(**values)
    except IntegrityError as error:
        raise WrongState(ALREADY) from error
    row.refresh_from_db()
    return row


def remove_contributor(contributor: Contributor, *, by: Member) -> None:
    """Take somebody off the list: their link opens nothing any more."""
    check_right(by, contributor.workshop)
    Contributor.objects.filter(pk=contributor.pk).delete()


def ask_contributor(contributor: Contributor, *, key: str, by: Member) -> Contributor:
    """«Demander»: mail them their private link, once per `key`. Asked again, they keep what they said.

    Raises WrongState for who declined, or once the workshop is over.
    """
    check_right(by, contributor.workshop)
    now = timezone.now()
    with transaction.atomic():
        row = held(contributor)
        if row.is_over(now):
            raise WrongState("L’atelier est passé : il n’y a plus rien à demander.")
        if not row.is_expected:
            raise WrongState("Cette personne a décliné. Notez d’abord qu’elle vient, si elle a changé d’avis.")
        queue_mail(
            asked_letter(row),
            to=row.email,
            dedup_key=f"contributor-{row.pk}-ask-{key}",
            is_confidential=True,
            not_after=row.workshop.when.last_instant,
        )
        values: dict[str, Any] = {"last_written_at": now}
        if row.standing == Standing.TO_ASK:
            values |= {"standing": Standing.ASKED, "since": now}
        Contributor.objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    return row


def note_answer(contributor: Contributor, standing: str, *, by: Member) -> Contributor:
    """What the person said in another way. Raises WrongState once the workshop is over."""
    check_right(by, contributor.workshop)
    return say(contributor, standing)


def check_right(by: Member, workshop: WorkshopPage) -> None:
    """Raise NotAllowed unless `by` may publish the workshop."""
    if not workshop.permissions_for_user(by).can_publish():
        raise NotAllowed("Vous ne pouvez pas gérer l’équipe de cet atelier.")


def _check(said: Said) -> None:
    if said.role not in HOSTS and said.part is None:
        raise WrongState("Dites dans quelle partie la personne intervient.")


def _columns(said: Said) -> dict[str, Any]:
    return {**asdict(said), "email_key": email_key(said.email)}


def _unasked() -> dict[str, Any]:
    return {
        "standing": Standing.TO_ASK,
        "since": timezone.now(),
        "recording": Recording.SILENT,
        "recording_version": "",
        "recording_at": None,
        "last_written_at": None,
    }
