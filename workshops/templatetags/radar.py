"""The conflict radar for the panel beside a workshop's date. A tag, so that models need not know the radar."""

from django import template

from workshops.conflicts.radar import Radar, look
from workshops.workshop.workshop import WorkshopPage

register = template.Library()


@register.simple_tag
def conflicts(workshop: WorkshopPage) -> Radar:
    """`{% conflicts self.instance as radar %}`."""
    return look(workshop)
