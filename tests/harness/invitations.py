"""What a mail puts into the reader's calendar, as it is on the wire."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar


@dataclass(frozen=True)
class Invited:
    """The part for calendars of one mail, read back."""

    method: str
    event: Any
    text: str

    @property
    def told(self) -> tuple[str, str, str]:
        """METHOD, STATUS and title: what the reader's calendar does."""
        return self.method, str(self.event["status"]), str(self.event["summary"])

    @property
    def sequence(self) -> int:
        return int(self.event["sequence"])


def invited(text: str) -> Invited:
    calendar = Calendar.from_ical(text)
    return Invited(str(calendar["method"]), calendar.events[0], text.replace("\r\n ", ""))


def part_of(message: EmailMessage) -> EmailMessage:
    """The last form of a mail, which has to be the one for calendars."""
    return list(message.iter_parts())[-1]
