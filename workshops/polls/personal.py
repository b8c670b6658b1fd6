"""What date polls know about a person."""

from typing import Any

from django.db.models import QuerySet

from hub.community.models import email_key
from hub.core.registries import Erasure, Person, PersonalData
from workshops.polls.actions import forget_invitee
from workshops.polls.models import PollInvitee


def answers_of(person: Person) -> QuerySet[PollInvitee]:
    found = PollInvitee.objects.filter(email_key=email_key(person.email)).select_related("poll__workshop")
    return found.prefetch_related("answers__slot").order_by("pk")


def export_answers(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "atelier": invitee.poll.workshop.title,
            "adresse": invitee.email,
            "nom": invitee.name,
            "intervient": invitee.speaks,
            "derniere_reponse_le": invitee.answered_at,
            "relance_le": invitee.reminded_at,
            "reponses": [f"{answer.slot} : {answer.get_choice_display()}" for answer in invitee.answers.all()],
        }
        for invitee in answers_of(person)
    ]


def erase_answers(person: Person, erasure: Erasure) -> None:
    if erasure.account_only:
        return
    for invitee in answers_of(person).filter(poll__created_at__lte=erasure.until):
        forget_invitee(invitee)


PERSONAL_DATA = PersonalData(
    "sondages",
    "Vos réponses aux sondages de date",
    export_answers,
    erase_answers,
    addresses=lambda: PollInvitee.objects.values_list("email", flat=True),
    outlives_account=True,
)
