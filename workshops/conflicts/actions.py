"""Calendars that organisers bring. The only writer of imported constraints."""

from django.db import transaction

from hub.community.models import Member
from hub.core.errors import NotAllowed
from workshops.conflicts.enums import ConstraintKind
from workshops.conflicts.models import CalendarConstraint, CalendarImport
from workshops.conflicts.reading import Reading


def import_calendar(
    name: str, reading: Reading, *, by: Member, kind: str = ConstraintKind.EVENT, url: str = ""
) -> CalendarImport:
    """Keep what was read, in place of what the earlier import of that name brought: all of it, or nothing.

    Raises NotAllowed without the right to add constraints.
    """
    if not by.has_perm("workshops.add_calendarconstraint"):
        raise NotAllowed("Vous ne pouvez pas importer de calendrier.")
    with transaction.atomic():
        brought, _ = CalendarImport.objects.update_or_create(
            name=name, defaults={"url": url, "by": by, "report": reading.report}
        )
        brought.constraints.all().delete()
        CalendarConstraint.objects.bulk_create(
            [CalendarConstraint(imported=brought, kind=kind, **vars(period)) for period in reading.periods],
            batch_size=500,
        )
    return brought
