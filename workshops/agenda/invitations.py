"""What a mail puts into the reader's own calendar (RFC 5546, RFC 6047). Pure: no request, no query, no clock.

The reader has registered on the site: no answer is awaited, and no mailbox of ours reads any.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress

from hub.core.dates.when import Precision
from hub.mail.letters import CalendarPart
from workshops.agenda.calendar import PRODID, CalendarEvent, Private, component, paris

REQUEST, CANCEL = "REQUEST", "CANCEL"
#: To who comes no more to a workshop that takes place.
LEFT = "[Inscription annulée] "


@dataclass(frozen=True)
class Invitations:
    """What those who come are sent about one workshop at the instant `at`; each gets a text of their own.

    `sequence` is greater than that of anything sent about it before; `organiser` is the bare address mails come from.
    """

    event: CalendarEvent
    sequence: int
    at: datetime
    organiser: str
    #: Whether there is a room to join.
    is_online: bool = True

    def to(self, email: str, join_url: str) -> CalendarPart:
        """For who comes: the workshop as it is now, or its cancellation."""
        method = CANCEL if self.event.status == "CANCELLED" else REQUEST
        return _part(self, self.event, method, email, join_url if self.is_online else "")

    def withdrawn(self, email: str) -> CalendarPart:
        """For who comes no more, whatever becomes of the workshop."""
        is_off = self.event.status == "CANCELLED"
        event = self.event if is_off else replace(self.event, status="CANCELLED", prefix=LEFT)
        return _part(self, event, CANCEL, email, "")


def _part(told: Invitations, event: CalendarEvent, method: str, email: str, join_url: str) -> CalendarPart:
    out = Calendar()
    out.add("version", "2.0")
    out.add("prodid", PRODID)
    out.add("calscale", "GREGORIAN")
    out.add("method", method)
    if event.when.precision == Precision.HOUR:
        out.add_component(paris())
    numbered = replace(event, sequence=told.sequence)
    out.add_component(_addressed(component(numbered, Private(join_url, told.organiser)), email, told.at))
    return CalendarPart(method, out.to_ical(sorted=False).decode())


def _addressed(event: Event, email: str, at: datetime) -> Event:
    """Stamped with the instant of the mail, for its only reader."""
    del event["dtstamp"]
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("attendee", vCalAddress(f"mailto:{email}"), parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return event
