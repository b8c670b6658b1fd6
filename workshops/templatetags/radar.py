"""The conflict radar for the panel beside a workshop's date. A tag, so that models need not know the radar."""

from django import template

from workshops.models import WorkshopPage
from workshops.radar import Radar, look

register = template.Library()


@register.simple_tag
def conflicts(workshop: WorkshopPage) -> Radar:
    """`{% conflicts self.instance as radar %}`."""
    return look(workshop)
