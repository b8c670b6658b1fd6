"""What is planned: cycles, outside events, workshops."""

from workshops.agenda.models import CalendarState, SentInvitations
from workshops.agenda.pages import WorkshopIndexPage
from workshops.conflicts.models import CalendarConstraint, CalendarImport
from workshops.contributing.models import Contributor
from workshops.joining.models import MeetingLink
from workshops.leading.models import LiveSession, MeetingNote, MeetingQuestion
from workshops.planning.models import Announcement, WorkshopChange, WorkshopEvent
from workshops.polls.models import DatePoll, PollAnswer, PollInvitee, PollSlot
from workshops.registering.models import Registration, RegistrationDesk
from workshops.subscribing.models import PrivateFeed
from workshops.thanking.models import Feedback
from workshops.workshop.agenda_items import AgendaItem, WorkshopPartner
from workshops.workshop.cycle import Cycle
from workshops.workshop.event import OutsideEvent
from workshops.workshop.workshop import WorkshopPage

__all__ = [
    "AgendaItem",
    "Announcement",
    "CalendarConstraint",
    "CalendarImport",
    "CalendarState",
    "Contributor",
    "Cycle",
    "DatePoll",
    "Feedback",
    "LiveSession",
    "MeetingLink",
    "MeetingNote",
    "MeetingQuestion",
    "OutsideEvent",
    "PollAnswer",
    "PollInvitee",
    "PollSlot",
    "PrivateFeed",
    "Registration",
    "RegistrationDesk",
    "SentInvitations",
    "WorkshopChange",
    "WorkshopEvent",
    "WorkshopIndexPage",
    "WorkshopPage",
    "WorkshopPartner",
]
