"""What is forgotten of a workshop long over: docs/registre-des-traitements.md."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils import timezone

from workshops.leading.models import LiveSession, MeetingNote, MeetingQuestion
from workshops.workshop.enums import Certainty

#: After the last day of the workshop: the report is written by then.
KEPT_FOR = relativedelta(months=12)


def purge_meetings(now: datetime) -> int:
    """Delete notes, questions of the room and the state of the meeting; gives how many rows went."""
    last = timezone.localdate(now) - KEPT_FOR
    over = Q(workshop__latest__lt=last) & ~Q(workshop__certainty=Certainty.POSTPONED)
    return sum(model.objects.filter(over).delete()[0] for model in (LiveSession, MeetingQuestion, MeetingNote))
