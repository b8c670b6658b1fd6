"""What is forgotten about those who held a workshop, and when: docs/registre-des-traitements.md."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils import timezone

from workshops.contributing.enums import Standing
from workshops.contributing.models import Contributor
from workshops.workshop.enums import Certainty

#: After the last day of the workshop.
NAMES_FOR = relativedelta(months=3)
#: From the last answer, for a workshop whose day never came.
UNDATED_FOR = relativedelta(months=24)


def purge_contributors(now: datetime) -> int:
    """Forget names and addresses; gives how many rows changed or went."""
    never = Q(workshop__latest=None) | Q(workshop__certainty=Certainty.POSTPONED)
    over = Q(workshop__latest__lt=timezone.localdate(now) - NAMES_FOR) & ~Q(workshop__certainty=Certainty.POSTPONED)
    due = Contributor.objects.named().filter(over | (never & Q(since__lt=now - UNDATED_FOR)))
    rows = list(due.select_related("workshop"))
    for row in rows:
        forget_contributor(row, now)
    return len(rows)


def forget_contributor(row: Contributor, now: datetime) -> None:
    """Once the workshop has passed, what was said of a recording stays, without a name: it allows or forbids it.

    Nothing stays of who declined, nor of a workshop to come.
    """
    if row.standing == Standing.DECLINED or not row.is_over(now):
        row.delete()
        return
    nobody = {"name": "", "organisation": "", "email": "", "email_key": f"oublie-{row.pk}", "awaited": ""}
    Contributor.objects.filter(pk=row.pk).update(**nobody, last_written_at=None)
