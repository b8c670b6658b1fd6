"""What is known about a person who holds workshops."""

from typing import Any

from django.db.models import QuerySet

from hub.community.models import email_key
from hub.core.registries import Erasure, Person, PersonalData
from workshops.contributing.actions.purging import forget_contributor
from workshops.contributing.models import Contributor


def contributions_of(person: Person) -> QuerySet[Contributor]:
    found = Contributor.objects.named().filter(email_key=email_key(person.email))
    return found.select_related("workshop__fallback_for").order_by("pk")


def export_contributions(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "atelier": row.workshop.title,
            "role": row.get_role_display(),
            "partie": row.part_words,
            "nom": row.name,
            "adresse": row.email,
            "organisation": row.organisation,
            "ou_on_en_est": row.get_standing_display(),
            "depuis_le": row.since,
            "enregistrement": row.get_recording_display(),
            "enregistrement_texte": row.recording_version,
            "enregistrement_dit_le": row.recording_at,
            "ce_qui_manque": row.awaited,
            "dernier_message_le": row.last_written_at,
        }
        for row in contributions_of(person)
    ]


def erase_contributions(person: Person, erasure: Erasure) -> None:
    if erasure.account_only:
        return
    for row in contributions_of(person).filter(since__lte=erasure.until):
        forget_contributor(row, erasure.until)


PERSONAL_DATA = PersonalData(
    "interventions",
    "Les ateliers que vous accueillez ou où vous intervenez",
    export_contributions,
    erase_contributions,
    "Des ateliers passés, ce qui a été dit de l’enregistrement, sans nom.",
    addresses=lambda: Contributor.objects.named().values_list("email", flat=True),
    outlives_account=True,
)
