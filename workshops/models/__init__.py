"""What is planned: cycles, outside events, workshops."""

from workshops.models.agenda import AgendaItem, WorkshopPartner
from workshops.models.constraint import CalendarConstraint, CalendarImport
from workshops.models.cycle import Cycle
from workshops.models.event import OutsideEvent
from workshops.models.history import WorkshopEvent
from workshops.models.pages import WorkshopIndexPage
from workshops.models.state import CalendarState
from workshops.models.workshop import WorkshopPage

__all__ = [
    "AgendaItem",
    "CalendarConstraint",
    "CalendarImport",
    "CalendarState",
    "Cycle",
    "OutsideEvent",
    "WorkshopEvent",
    "WorkshopIndexPage",
    "WorkshopPage",
    "WorkshopPartner",
]
