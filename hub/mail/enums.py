"""States of a mail, before and after it left."""

from django.db import models


class MailState(models.TextChoices):
    QUEUED = "queued", "À envoyer"
    SENDING = "sending", "En cours d’envoi"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec"
    DROPPED = "dropped", "Sans objet"


class Bounce(models.TextChoices):
    """What mail servers said of a mail that had left."""

    SOFT = "soft", "Passager"
    PERMANENT = "permanent", "Définitif"


class CalendarMethod(models.TextChoices):
    """What a mail does to the calendar of who reads it (RFC 5546)."""

    REQUEST = "REQUEST", "Ajoute ou change"
    CANCEL = "CANCEL", "Retire"
