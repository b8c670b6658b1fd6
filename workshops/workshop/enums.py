"""States of workshops and of their partners. There are three different «maybe»s: partner, workshop and theme."""

from django.db import models


class Certainty(models.TextChoices):
    """How sure a workshop is."""

    IDEA = "idea", "Idée"
    PROPOSED = "proposed", "Proposé"
    TENTATIVE = "tentative", "Sous réserve"
    CONFIRMED = "confirmed", "Confirmé"
    HELD = "held", "Tenu"
    CANCELLED = "cancelled", "Annulé"
    POSTPONED = "postponed", "Reporté"
    VOID = "void", "Sans objet"


#: Workshops that may still take place.
OPEN_CERTAINTIES = frozenset({Certainty.IDEA, Certainty.PROPOSED, Certainty.TENTATIVE, Certainty.CONFIRMED})
#: Workshops that will not take place as planned.
CLOSED_CERTAINTIES = frozenset({Certainty.CANCELLED, Certainty.POSTPONED, Certainty.VOID})

#: Workshops whose fallback may be activated. What became pointless has no fallback: nothing failed.
FAILED_CERTAINTIES = frozenset({Certainty.CANCELLED, Certainty.POSTPONED})


class PartnerCertainty(models.TextChoices):
    """How sure a partner of a workshop is."""

    PLANNED = "planned", "Prévu"
    TENTATIVE = "tentative", "Sous réserve"
    CONFIRMED = "confirmed", "Confirmé"
    WITHDRAWN = "withdrawn", "Retiré"


class Mode(models.TextChoices):
    """Where people meet."""

    ONLINE = "online", "Visioconférence"
    ON_SITE = "on_site", "Sur place"
    HYBRID = "hybrid", "Sur place et en visioconférence"
