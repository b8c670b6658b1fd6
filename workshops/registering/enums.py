"""Who may register, and where a registration stands."""

from django.db import models


class WhoMay(models.TextChoices):
    """Who may take a seat."""

    EVERYBODY = "everybody", "Tout le monde"
    MEMBERS = "members", "Les membres du groupe"
    APPROVAL = "approval", "Tout le monde, après validation"


class RegistrationState(models.TextChoices):
    """Only a confirmed registration holds a seat."""

    ASKED = "asked", "À confirmer par courriel"
    TO_APPROVE = "to_approve", "À valider"
    CONFIRMED = "confirmed", "Place confirmée"
    WAITING = "waiting", "Liste d’attente"
    CANCELLED = "cancelled", "Annulée"
    REFUSED = "refused", "Refusée"


#: Registrations whose owner expects to come.
ACTIVE_STATES = frozenset({RegistrationState.TO_APPROVE, RegistrationState.CONFIRMED, RegistrationState.WAITING})
