"""Whether addresses of sources still answer: looked at about monthly, one at a time. Writes what was seen.

A fact never disappears because its source did: only what is said beside the source changes.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from casestudies.checking.looking import Look, Seen, look_at
from casestudies.evidence.source import Source

#: How long until an address is looked at again: when it answered, when it failed, while somebody is looking.
MONTH = timedelta(days=30)
WEEK = timedelta(days=7)
LEASE = timedelta(hours=1)


def look_at_sources(now: datetime) -> int:
    """Look at the address that waits for the longest time; gives how many were looked at.

    One a pass: mails wait at most ten seconds, and so does a host between two looks. Nothing where
    `settings.LOOK_AT_SOURCES` is off.
    """
    due = Source.objects.filter(look_next_at__lte=now).exclude(url="", doi="").order_by("look_next_at", "pk")
    source = due.first() if settings.LOOK_AT_SOURCES else None
    if source is None or not _claim(source, now):
        return 0
    note_look(source, look_at(source.address), now)
    return 1


def note_look(source: Source, look: Look, now: datetime) -> None:
    """Keep what was seen. Two failures a week apart make a dead link; one answer brings it back to life."""
    failing_since = (source.failing_since or now) if look.seen == Seen.FAILING else None
    dead_since = source.dead_since if look.seen == Seen.UNKNOWN else None
    if failing_since is not None and now - failing_since >= WEEK:
        dead_since = timezone.localdate(failing_since)
    seen: dict[str, Any] = {
        "looked_at": now,
        "look_words": look.words[:200],
        "look_next_at": now + (WEEK if failing_since else MONTH),
        "failing_since": failing_since,
    }
    if dead_since != source.dead_since:
        seen["dead_since"] = dead_since
    with transaction.atomic():
        # Not when somebody gave another address meanwhile.
        Source.objects.filter(pk=source.pk, url=source.url, doi=source.doi).update(**seen)


def _claim(source: Source, now: datetime) -> bool:
    """Whether this process looks at it: another one may be doing so."""
    mine = Source.objects.filter(pk=source.pk, look_next_at=source.look_next_at)
    return bool(mine.update(look_next_at=now + LEASE))
