"""What may stand in the way of a date."""

from django.db import models


class ConstraintKind(models.TextChoices):
    """What stands in the way of a date."""

    EVENT = "event", "Événement extérieur"
    RESERVE = "reserve", "Période de réserve électorale"
    OTHER = "other", "Autre"
