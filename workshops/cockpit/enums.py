"""Where one thing of a workshop stands."""

from django.db import models


class State(models.TextChoices):
    """In words first: no colour says more."""

    READY = "ready", "Prêt"
    WAITING = "waiting", "En attente"
    MISSING = "missing", "Il manque"
    LATER = "later", "Plus tard"
