"""What somebody says of their own contribution, by their private link."""

from django.db import transaction
from django.utils import timezone

from hub.core.errors import WrongState
from hub.mail.actions import queue_mail
from workshops.agenda.actions import invitation, withdrawal
from workshops.contributing.consent_text import VERSION
from workshops.contributing.enums import Recording, Standing
from workshops.contributing.links import join_url
from workshops.contributing.mails import answer_letter
from workshops.contributing.models import Contributor

OVER = "L’atelier est passé : votre réponse ne se change plus."
#: What one may say of coming.
ANSWERS = frozenset({Standing.CONFIRMED, Standing.DECLINED})


def answer_request(contributor: Contributor, standing: str) -> Contributor:
    """Confirm or decline; changed as often as one likes until the workshop is over. Raises WrongState then."""
    return say(contributor, standing)


def say(contributor: Contributor, standing: str) -> Contributor:
    """The answer of the person, or what an organiser was told of it. Raises WrongState once the workshop is over."""
    if standing not in ANSWERS:
        raise WrongState("La réponse n’est pas comprise : choisissez-la de nouveau.")
    with transaction.atomic():
        row = held(contributor)
        if row.is_over(timezone.now()):
            raise WrongState(OVER)
        if row.standing != standing:
            came = row.comes
            Contributor.objects.filter(pk=row.pk).update(standing=standing, since=timezone.now())
            row.refresh_from_db()
            _tell(row, came=came)
    return row


def _tell(row: Contributor, *, came: bool) -> None:
    """One mail for each answer; the calendar of who comes gains the workshop, that of who came no more loses it."""
    calendar = None
    if row.comes:
        calendar = invitation(row.workshop, row.email, join_url(row))
    elif came:
        calendar = withdrawal(row.workshop, row.email)
    queue_mail(
        answer_letter(row),
        to=row.email,
        dedup_key=f"contributor-{row.pk}-answer-{row.since.timestamp()}",
        is_confidential=True,
        not_after=row.workshop.ends_at,
        calendar=calendar,
    )


def answer_recording(contributor: Contributor, answer: str) -> Contributor:
    """Agree or refuse to be recorded, before as after the workshop: the text shown and the instant are kept as a proof.

    Nobody says it in the name of somebody else. Raises WrongState for what is no answer.
    """
    if answer not in (Recording.AGREED, Recording.REFUSED):
        raise WrongState("La réponse n’est pas comprise : choisissez-la de nouveau.")
    with transaction.atomic():
        row = held(contributor)
        if row.recording != answer or row.recording_version != VERSION:
            Contributor.objects.filter(pk=row.pk).update(
                recording=answer, recording_version=VERSION, recording_at=timezone.now()
            )
            row.refresh_from_db()
    return row


def held(contributor: Contributor) -> Contributor:
    """As it is now, locked. Raises WrongState when it was taken out meanwhile."""
    found = Contributor.objects.select_for_update(of=("self",)).select_related("workshop").filter(pk=contributor.pk)
    row = found.first()
    if row is None or row.is_forgotten:
        raise WrongState("Cette personne n’est plus dans la liste.")
    return row
