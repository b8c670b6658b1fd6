"""What stands in the way of a date, and what the radar says of it, for tests."""

from tests.factories.workshops import authority, partner, workshop
from workshops.conflicts.radar import look
from workshops.models import CalendarConstraint


def planned(when: str, *departments: str, **fields: object):
    """A workshop with one partner in each department."""
    page = workshop(when, **fields)
    for code in departments:
        partner(page, authority(f"Lieu {code}", department_code=code))
    return page


def reasons(page, *kinds: str) -> list[str]:
    return [caution.reason for caution in look(page).cautions if not kinds or caution.kind in kinds]


def constraint(title: str = "REP", first: str = "2027-03-18", last: str = "", **fields: object) -> CalendarConstraint:
    return CalendarConstraint.objects.create(title=title, first_day=first, last_day=last or first, **fields)
