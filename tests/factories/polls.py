"""Date polls for tests."""

from datetime import datetime

from hub.community.models import Member
from hub.core.dates.when import PARIS, When
from workshops.models import DatePoll, PollInvitee, WorkshopPage
from workshops.polls.actions import Person, open_poll

SLOTS = ("2099-09-14T14:00/2099-09-14T15:30", "2099-09-23T10:00/2099-09-23T11:30", "2099-10-05")
DEADLINE = datetime(2099, 7, 6, 23, 59, tzinfo=PARIS)


def poll_of(page: WorkshopPage, by: Member, *people: Person, slots: tuple[str, ...] = SLOTS) -> DatePoll:
    asked = people or (Person("ida@exemple.fr", "Ida"), Person("bob@exemple.fr", "Bob", speaks=True))
    whens = [When.parse(slot) for slot in slots]
    return open_poll(page, slots=whens, people=asked, deadline=DEADLINE, by=by)


def invited(page: WorkshopPage, by: Member, email: str, name: str = "") -> PollInvitee:
    """Somebody who is asked, in a poll of their own."""
    return poll_of(page, by, Person(email, name)).invitees.get()
