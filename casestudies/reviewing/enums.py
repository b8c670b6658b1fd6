"""What an authority may say of a draft, and what happens to its link."""

from django.db import models


class ReviewAnswer(models.TextChoices):
    """What an authority says of a draft."""

    GOOD = "good", "Bon à publier"
    TO_CORRECT = "to_correct", "À corriger"


class ReviewStep(models.TextChoices):
    SENT = "sent", "Lien envoyé"
    ANSWERED = "answered", "Réponse reçue"
    REVOKED = "revoked", "Lien annulé"
