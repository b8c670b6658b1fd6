"""What somebody does in a workshop, where they stand, and what they say about a recording."""

from django.db import models


class Role(models.TextChoices):
    """The host opens the room; the second one does when the first can't."""

    HOST = "host", "Hôte"
    SECOND_HOST = "second_host", "Second hôte"
    SPEAKER = "speaker", "Intervention"


class Standing(models.TextChoices):
    """Where one stands with us. Only the person confirms or declines, or an organiser in their name."""

    TO_ASK = "to_ask", "À solliciter"
    ASKED = "asked", "Réponse attendue"
    CONFIRMED = "confirmed", "Confirmé"
    DECLINED = "declined", "Décliné"


class Recording(models.TextChoices):
    """What one said about being recorded. Silence is not an agreement."""

    SILENT = "silent", "Pas encore dit"
    AGREED = "agreed", "Accepte l’enregistrement"
    REFUSED = "refused", "Refuse l’enregistrement"


#: Those who open the room.
HOSTS = frozenset({Role.HOST, Role.SECOND_HOST})
