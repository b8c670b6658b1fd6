"""What registrations know about a person."""

from typing import Any

from django.db.models import Q, QuerySet

from hub.community.models import email_key
from hub.core.registries import Erasure, Person, PersonalData
from workshops.registering.actions.purging import forget_registration
from workshops.registering.enums import RegistrationState
from workshops.registering.models import Registration


def registrations_of(person: Person) -> QuerySet[Registration]:
    """Those of the address or the account that its owner confirmed."""
    return _naming(person).exclude(state=RegistrationState.ASKED)


def _naming(person: Person) -> QuerySet[Registration]:
    """Also those that anybody may have asked for."""
    known = Q(email_key=email_key(person.email))
    if person.member is not None:
        known |= Q(member=person.member)
    found = Registration.objects.filter(known).select_related("desk__workshop__fallback_for")
    return found.order_by("created_at", "pk")


def export_registrations(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "atelier": row.desk.workshop.title,
            "demandee_le": row.created_at,
            "etat": row.get_state_display(),
            "depuis_le": row.since,
            "nom": row.name,
            "adresse": row.email,
            "organisation": row.organisation,
            "question_comment_on_fait": row.question_practice,
            "question_ce_que_cela_produit": row.question_outcome,
            "besoins": row.needs,
            "nom_visible_des_autres": row.is_seen,
            "presence": row.has_come,
        }
        for row in registrations_of(person)
    ]


def erase_registrations(person: Person, erasure: Erasure) -> None:
    """Rows go; a seat of a workshop to come goes to who waits, one of a past workshop stays counted."""
    if erasure.account_only:
        return
    for row in _naming(person).filter(created_at__lte=erasure.until):
        forget_registration(row)


PERSONAL_DATA = PersonalData(
    "inscriptions",
    "Vos inscriptions aux ateliers",
    export_registrations,
    erase_registrations,
    "Des ateliers passés, le nombre de personnes inscrites et présentes, sans nom.",
    addresses=lambda: Registration.objects.values_list("email", flat=True),
    outlives_account=True,
)
