"""Choices about what the site sends to members."""

from django.db import models


class Rhythm(models.TextChoices):
    """How often the news of chosen themes are sent, at most."""

    WEEKLY = "weekly", "Chaque semaine"
    MONTHLY = "monthly", "Chaque mois"
