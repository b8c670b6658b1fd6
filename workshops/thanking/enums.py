"""What somebody found in one part of a workshop."""

from django.db import models


class Found(models.TextChoices):
    """Whether a part answered its question."""

    YES = "yes", "Oui"
    PARTLY = "partly", "En partie"
    NO = "no", "Non"
