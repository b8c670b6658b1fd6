"""Thanks and feedback. The only writers of what people say of a workshop."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.core.errors import WrongState
from hub.mail.actions import queue_mail
from workshops.contributing.enums import Standing
from workshops.registering.models import Registration
from workshops.thanking.mails import speaker_letter, thanks_letter
from workshops.thanking.models import Feedback
from workshops.workshop.enums import Certainty
from workshops.workshop.workshop import WorkshopPage

CLOSED = "Le temps de répondre est passé : vos réponses ne se changent plus."
#: Before the pk of the workshop, then that of the person: what a mail of thanks is known by.
DEDUP = "report-thanks-"


@dataclass(frozen=True)
class Said:
    """What one found in both parts."""

    practice: str = ""
    practice_words: str = ""
    outcome: str = ""
    outcome_words: str = ""


def thank(workshop: WorkshopPage, *, report: str, link: str) -> int:
    """Write once to each person who had a seat, or who held the workshop; gives how many were written to.

    Nobody is thanked before the workshop has begun, nor for one that does not take place.
    """
    if not _took_place(workshop):
        return 0
    with transaction.atomic():
        seats = list(Registration.objects.confirmed().filter(desk__workshop=workshop).order_by("pk"))
        for row in seats:
            feedback, _ = Feedback.objects.get_or_create(registration=row, defaults={"desk_id": row.desk_id})
            queue_mail(
                thanks_letter(workshop, report, link, feedback),
                to=row.email,
                dedup_key=f"{DEDUP}{workshop.pk}-r{row.pk}",
                is_confidential=True,
                not_after=feedback.until,
            )
        written = {row.email_key for row in seats}
        held = workshop.contributors.filter(standing=Standing.CONFIRMED).exclude(email_key__in=written)
        for person in held:
            queue_mail(
                speaker_letter(workshop, report, link),
                to=person.email,
                dedup_key=f"{DEDUP}{workshop.pk}-c{person.pk}",
            )
    return len(seats) + len(held)


def give_feedback(feedback: Feedback, said: Said) -> Feedback:
    """Keep what its owner says now; said again, it changes what was said. Raises WrongState after 30 days."""
    if timezone.now() >= feedback.until:
        raise WrongState(CLOSED)
    Feedback.objects.filter(pk=feedback.pk).update(**asdict(said), answered_at=timezone.now())
    feedback.refresh_from_db()
    return feedback


def forget_words(registration: Registration) -> None:
    """Its person is forgotten: choices stay as numbers, words go."""
    Feedback.objects.filter(registration=registration).update(registration=None, practice_words="", outcome_words="")


def on_registration_deleting(instance: Registration, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: whatever deletes a registration forgets its words."""
    forget_words(instance)


def _took_place(workshop: WorkshopPage) -> bool:
    may_have = workshop.may_take_place or workshop.certainty == Certainty.HELD
    return may_have and workshop.earliest is not None and workshop.earliest <= timezone.localdate()
