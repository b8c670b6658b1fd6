"""Who is reminded of a workshop: whoever has a seat, and whoever holds it and was asked to. Who waits never is."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from workshops.contributing.enums import Standing
from workshops.contributing.models import Contributor
from workshops.registering.models import Registration
from workshops.reminding.enums import BEFORE, Moment
from workshops.workshop.workshop import WorkshopPage

#: Who only stands on the organisers' list knows nothing of it yet.
REMINDED = (Standing.ASKED, Standing.CONFIRMED)


@dataclass(frozen=True)
class Guest:
    """One person, told once: who holds the workshop and has a seat in it is told as who holds it."""

    row: Registration | Contributor
    since: datetime

    @property
    def email(self) -> str:
        return self.row.email

    def was_there(self, moment: Moment, begins_at: datetime) -> bool:
        """Whether they came in before `moment`: who came later has just been written to.

        An hour before, everybody needs the way in.
        """
        return moment == Moment.HOUR or self.since <= begins_at - BEFORE[moment]


def guests(workshop: WorkshopPage, email_key: str | None = None) -> list[Guest]:
    """Everybody to be reminded, in order of address; or whoever has this address, in a constant number of queries."""
    seated = Registration.objects.confirmed().filter(desk__workshop=workshop)
    holding = Contributor.objects.filter(workshop=workshop, standing__in=REMINDED)
    found: dict[str, Guest] = {}
    for rows in (seated, holding):
        for row in rows if email_key is None else rows.filter(email_key=email_key):
            known = found.get(row.email_key)
            found[row.email_key] = Guest(row, min(row.since, known.since) if known else row.since)
    return [found[key] for key in sorted(found)]


def reminder_key(workshop: WorkshopPage, email_key: str, moment: Moment) -> str:
    """The same for the same person, workshop, beginning and moment."""
    begins_at = workshop.begins_at
    stamp = begins_at.strftime("%Y%m%d%H%M") if begins_at else ""
    digest = hashlib.sha256(email_key.encode()).hexdigest()[:32]
    return f"reminder-{workshop.pk}-{moment}-{stamp}-{digest}"
