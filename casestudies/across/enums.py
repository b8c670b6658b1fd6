"""What makes an assembly like another one, besides its scale, country and status."""

from collections.abc import Iterable

from django.db import models

from casestudies.evidence.enums import CompensationType, Route


class Band(models.TextChoices):
    """How many people live there."""

    SMALL = "moins-de-50", "moins de 50 000 habitants"
    MEDIUM = "50-200", "50 000 à 200 000 habitants"
    LARGE = "plus-de-200", "plus de 200 000 habitants"
    UNKNOWN = "inconnue", "population non connue"

    @classmethod
    def of(cls, population: int | None) -> "Band":
        if population is None:
            return cls.UNKNOWN
        if population < 50_000:
            return cls.SMALL
        return cls.MEDIUM if population <= 200_000 else cls.LARGE


class Draw(models.TextChoices):
    """How members enter, from the ways in of the latest generation that says any."""

    TOTAL = "total", "tirage au sort seul"
    VOLUNTEERS = "volontaires", "tirage, en tout ou partie parmi des volontaires"
    PARTIAL = "partiel", "tirage et autres voies"
    NONE = "aucun", "aucun tirage au sort"
    UNKNOWN = "inconnu", "voies d’entrée non connues"

    @classmethod
    def of(cls, routes: Iterable[str]) -> "Draw":
        ways = set(routes)
        drawn = ways & {Route.SORTITION, Route.SORTITION_AMONG_VOLUNTEERS}
        if not ways:
            return cls.UNKNOWN
        if not drawn:
            return cls.NONE
        if ways - drawn:
            return cls.PARTIAL
        return cls.TOTAL if ways == {Route.SORTITION} else cls.VOLUNTEERS


class Pay(models.TextChoices):
    """What members get, from the facts about compensation."""

    PAID = "oui", "indemnité"
    EXPENSES = "frais", "frais seulement"
    NOTHING = "non", "aucune indemnité"
    NOT_FOUND = "non-trouve", "indemnité non trouvée"
    UNKNOWN = "inconnu", "indemnité pas encore cherchée"

    @classmethod
    def of(cls, kinds: Iterable[str]) -> "Pay":
        """From the forms that the facts say; what says something counts before what was not found."""
        said = list(kinds)
        known = {
            CompensationType.ALLOWANCE: cls.PAID,
            CompensationType.EXPENSES_ONLY: cls.EXPENSES,
            CompensationType.NONE: cls.NOTHING,
        }
        found = [pay for kind, pay in known.items() if kind in said]
        if found:
            return found[0]
        return cls.NOT_FOUND if said else cls.UNKNOWN
