"""States of a mail."""

from django.db import models


class MailState(models.TextChoices):
    QUEUED = "queued", "À envoyer"
    SENDING = "sending", "En cours d’envoi"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec"
    DROPPED = "dropped", "Sans objet"
