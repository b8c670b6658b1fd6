"""Whether a workshop may be recorded, and its recording shown: only with the agreement of all who hold it."""

from django.db.models import QuerySet

from workshops.contributing.enums import Recording, Standing
from workshops.contributing.models import Contributor
from workshops.workshop.workshop import WorkshopPage


def who_blocks_recording(workshop: WorkshopPage) -> QuerySet[Contributor]:
    """Hosts and speakers who refused or said nothing, also those whose names are forgotten since."""
    held_by = Contributor.objects.filter(workshop=workshop).exclude(standing=Standing.DECLINED)
    return held_by.exclude(recording=Recording.AGREED)


def recording_is_allowed(workshop: WorkshopPage) -> bool:
    """Whether nobody stands in the way."""
    return not who_blocks_recording(workshop).exists()
