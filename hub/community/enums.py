"""Choices about people and authorities."""

from django.db import models


class AuthorityKind(models.TextChoices):
    """The level of a public authority («différentes échelles de territoire», founding text)."""

    COMMUNE = "commune", "Commune"
    INTERCOMMUNALITY = "intercommunality", "Intercommunalité"
    DEPARTMENT = "department", "Département"
    REGION = "region", "Région"
    COMMUNITY = "community", "Communauté ou État"
    OTHER = "other", "Autre"
