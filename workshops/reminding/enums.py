"""When one is reminded of a workshop."""

from datetime import timedelta

from django.db import models


class Moment(models.TextChoices):
    """From the farthest to the nearest."""

    WEEK = "week", "une semaine avant"
    DAY = "day", "la veille"
    HOUR = "hour", "une heure avant"


#: How long before the beginning each moment comes.
BEFORE = {Moment.WEEK: timedelta(days=7), Moment.DAY: timedelta(days=1), Moment.HOUR: timedelta(hours=1)}
