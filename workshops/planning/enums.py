"""What people are told of a decision."""

from django.db import models


class Change(models.TextChoices):
    """What people are told of; the label begins the mail's subject."""

    FIXED = "fixed", "Date d’atelier"
    MOVED = "moved", "Date changée"
    POSTPONED = "postponed", "Atelier reporté"
    CANCELLED = "cancelled", "Atelier annulé"
    #: Told to those who come only: their calendar holds it.
    REVISED = "revised", "Atelier modifié"
