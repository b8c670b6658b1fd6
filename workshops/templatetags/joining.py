"""`{% join_line row %}`: «Rejoindre», or when it will appear. For the pages of a registration and of a contribution."""

from typing import Any

from django import template
from django.utils import timezone

from workshops.contributing.links import join_path as contributor_path
from workshops.contributing.models import Contributor
from workshops.joining.doors import EARLY, EARLY_FOR_HOSTS, door_for_contributor, door_for_registrant
from workshops.registering.links import join_path
from workshops.registering.models import Registration

register = template.Library()


@register.inclusion_tag("workshops/join_line.html")
def join_line(row: Registration | Contributor) -> dict[str, Any]:
    """Only our own address, and only once it leads somewhere."""
    now, is_host = timezone.now(), False
    if isinstance(row, Contributor):
        door, path, is_host = door_for_contributor(row, now), contributor_path(row), row.is_host
    else:
        door, path = door_for_registrant(row, now), join_path(row)
    early = EARLY_FOR_HOSTS if is_host else EARLY
    return {"door": door, "path": path, "minutes": {15: "quinze", 30: "trente"}[early.seconds // 60]}
