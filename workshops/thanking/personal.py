"""What feedback knows about a person."""

from typing import Any

from django.db.models import QuerySet

from hub.core.registries import Erasure, Person, PersonalData
from workshops.registering.personal import registrations_of
from workshops.thanking.actions import forget_words
from workshops.thanking.models import Feedback


def feedback_of(person: Person) -> QuerySet[Feedback]:
    found = Feedback.objects.filter(registration__in=registrations_of(person))
    return found.select_related("registration", "desk__workshop").order_by("pk")


def export_feedback(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "atelier": row.desk.workshop.title,
            "demande_le": row.asked_at,
            "repondu_le": row.answered_at,
            "comment_on_fait": row.get_practice_display(),
            "comment_on_fait_en_mots": row.practice_words,
            "ce_que_cela_produit": row.get_outcome_display(),
            "ce_que_cela_produit_en_mots": row.outcome_words,
        }
        for row in feedback_of(person)
    ]


def erase_feedback(person: Person, erasure: Erasure) -> None:
    if erasure.account_only:
        return
    for row in feedback_of(person).filter(asked_at__lte=erasure.until):
        if row.registration is not None:
            forget_words(row.registration)


PERSONAL_DATA = PersonalData(
    "retours",
    "Vos retours sur les ateliers",
    export_feedback,
    erase_feedback,
    "Des ateliers passés, le nombre de réponses « oui », « en partie » et « non », sans nom ni texte.",
    outlives_account=True,
)
