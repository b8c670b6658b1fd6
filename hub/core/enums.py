"""Choices shared by all apps."""

from django.db import models


class Half(models.IntegerChoices):
    """The two parts of every workshop, case study and testimony, always shown as a pair."""

    PRACTICE = 1, "Comment on fait ?"
    OUTCOME = 2, "Qu’est-ce que cela produit ?"


class Palette(models.TextChoices):
    """The colours of the two questions; their values stand in `hub/css/palettes.css`."""

    SAFFRON = "saffron", "Safran et pétrole"
    SKY = "sky", "Ciel et forêt"
    MINT = "mint", "Menthe et indigo"


class HomeSection(models.TextChoices):
    """What the home page shows below its title, in its order."""

    QUESTIONS = "questions", "L’affiche des deux questions"
    WORKSHOP = "workshop", "Le prochain atelier"
    THEMES = "themes", "Les thèmes, en questions"
    CASE_STUDIES = "case_studies", "Les dernières études de cas"
    NEWS = "news", "Les dernières nouvelles"
    DOORS = "doors", "Lire, participer, témoigner"


class Language(models.TextChoices):
    """Languages of titles and names, as BCP 47 writes them."""

    FRENCH = "fr", "Français"
    GERMAN = "de", "Allemand"
    ENGLISH = "en", "Anglais"
    CATALAN = "ca", "Catalan"
    SPANISH = "es", "Espagnol"
    ITALIAN = "it", "Italien"
    DUTCH = "nl", "Néerlandais"
    POLISH = "pl", "Polonais"
    PORTUGUESE = "pt", "Portugais"
