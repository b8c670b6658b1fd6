"""What is planned: cycles, outside events, workshops."""

from workshops.models.cycle import Cycle
from workshops.models.event import OutsideEvent
from workshops.models.pages import WorkshopIndexPage
from workshops.models.workshop import AgendaItem, WorkshopPage, WorkshopPartner

__all__ = ["AgendaItem", "Cycle", "OutsideEvent", "WorkshopIndexPage", "WorkshopPage", "WorkshopPartner"]
