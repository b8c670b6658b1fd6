"""Choices shared by all apps."""

from django.db import models


class Half(models.IntegerChoices):
    """The two parts of every workshop, case study and testimony, always shown as a pair."""

    PRACTICE = 1, "Comment on fait ?"
    OUTCOME = 2, "Qu’est-ce que cela produit ?"
