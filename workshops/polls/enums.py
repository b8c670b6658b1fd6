"""What people answer to a slot."""

from django.db import models


class Choice(models.TextChoices):
    """In the order in which they are offered."""

    YES = "yes", "Oui"
    IF_NEEDED = "if_needed", "Si besoin"
    NO = "no", "Non"
