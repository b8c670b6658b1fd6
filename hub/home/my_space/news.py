"""What was published lately, for the digests: read once for everybody, then chosen by theme."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casestudies.models import CaseStudyPage, ReportPage, TestimonyPage
from hub.core.exports import address
from workshops.models import WorkshopPage

#: Kinds in the order in which a digest gives them.
KINDS: dict[str, Any] = {
    "Étude de cas": CaseStudyPage,
    "Témoignage": TestimonyPage,
    "Compte-rendu": ReportPage,
    "Atelier": WorkshopPage,
}


@dataclass(frozen=True)
class Novelty:
    """A page that anybody may read, with what a digest says of it."""

    kind: str
    title: str
    introduction: str
    url: str
    published_at: datetime
    themes: frozenset[int]


def novelties(since: datetime, until: datetime) -> list[Novelty]:
    """What appeared for the first time after `since` and until `until`, in a constant number of queries."""
    return [
        Novelty(
            kind=kind,
            title=page.title,
            introduction=page.introduction,
            url=address(page),
            published_at=page.first_published_at,
            themes=frozenset(theme.pk for theme in page.themes.all()),
        )
        for kind, model in KINDS.items()
        for page in model.objects.visible_to_all()
        .filter(first_published_at__gt=since, first_published_at__lte=until)
        .prefetch_related("themes")
        .order_by("first_published_at", "pk")
    ]


def chosen(found: list[Novelty], themes: set[int], since: datetime) -> list[Novelty]:
    """Those of `found` on one of `themes`, after `since`."""
    return [novelty for novelty in found if novelty.themes & themes and novelty.published_at > since]
