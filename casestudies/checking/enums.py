"""What becomes of a reported error, and what an authority says of its facts."""

from django.db import models


class FactReportState(models.TextChoices):
    NEW = "new", "À traiter"
    CORRECTED = "corrected", "Corrigé"
    NOT_AN_ERROR = "not_an_error", "Pas une erreur"
    SPAM = "spam", "Indésirable"


class VerificationAnswer(models.TextChoices):
    """What an authority says of the facts of its assembly."""

    STILL_EXACT = "still_exact", "Toujours exact"
    TO_CORRECT = "to_correct", "À corriger"
