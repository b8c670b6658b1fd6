"""After the date: whether a workshop was held, then the list of what it should leave («liste de fin d'atelier»)."""

from datetime import date, timedelta

from workshops.workshop.enums import Certainty
from workshops.workshop.queryset import WorkshopQuerySet
from workshops.workshop.workshop import WorkshopPage

#: Relations that stand above this app, read by their names: load them before calling `left_to_do` on several workshops.
LEAVES = {"reports": "le compte-rendu", "case_studies": "une étude de cas", "testimonies": "un témoignage"}
#: How long the dashboard reminds of what a workshop should leave.
REMINDED_FOR = timedelta(days=365)


def to_settle(workshops: WorkshopQuerySet, today: date) -> WorkshopQuerySet:
    """Those whose date is over and of which nobody has said whether they were held, the latest first."""
    return workshops.still_open().filter(latest__lt=today).order_by("-latest", "uid")


def awaiting_a_date(workshops: WorkshopQuerySet) -> WorkshopQuerySet:
    """Those that were postponed: somebody must choose a new date, or give them up."""
    return workshops.filter(certainty=Certainty.POSTPONED).order_by("earliest", "uid")


def lately_held(workshops: WorkshopQuerySet, today: date) -> WorkshopQuerySet:
    """Those held within a year, with what they left."""
    recent = workshops.filter(certainty=Certainty.HELD, latest__gte=today - REMINDED_FOR)
    return recent.prefetch_related(*LEAVES).order_by("-latest", "uid")


def left_to_do(workshop: WorkshopPage) -> list[str]:
    """What a workshop that was held has not left yet, drafts included, in the order in which it is written."""
    return [words for name, words in LEAVES.items() if not getattr(workshop, name).all()]
