"""The pictures of one page, from what the page has already loaded."""

from typing import Any

from django import template
from django.utils import timezone

from casestudies.landmarks.page import OwnLandmarks, of_assembly

register = template.Library()


@register.simple_tag
def landmarks_of(page: Any) -> OwnLandmarks:
    """`{% landmarks_of page as own %}`: its place on the map and its generations in time."""
    return of_assembly(page, timezone.localdate())
