"""Moments in French, in the time of the site: «22 novembre 2026 à 3 h 10»."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.formats import date_format


def in_hours(at: datetime | time) -> str:
    """«14 h», «3 h 10»: how the site writes the time of day everywhere."""
    local = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    return f"{local.hour} h {local.minute:02d}" if local.minute else f"{local.hour} h"


def in_words(at: datetime) -> str:
    """The day and the time, with «1er» as dates are written in French."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    day = "1er" if local.day == 1 else local.day
    return f"{day} {date_format(local, 'F Y')} à {in_hours(local)}"
