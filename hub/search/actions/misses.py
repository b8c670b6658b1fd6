"""Searches that found nothing, for organisers: which word is missing, never who looked for it.

The one exception to «reading changes nothing»: they are counted in memory, and written a few at a time.
"""

import re
import threading
import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hub.search.models import Miss

#: Days on which a text must be typed before it is kept readable, rows at most, and how long they stay.
DAYS, MOST, KEPT = 3, 1000, timedelta(days=365)
#: What is written at once: this many, or what a process gathered in this many seconds.
BATCH, SECONDS = 20, 60.0
LONGEST = 80
#: What may point to a person: addresses, numbers.
_PERSONAL = re.compile(r"[@\d]")


class _Gathered:
    """What this process has not written yet; lost when it stops, which harms nobody."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.texts: set[tuple[str, date]] = set()
        self.since = time.monotonic()

    def add(self, text: str, today: date) -> set[tuple[str, date]]:
        """What must be written now: nothing most of the time."""
        with self.lock:
            self.texts.add((text, today))
            if len(self.texts) < BATCH and time.monotonic() - self.since < SECONDS:
                return set()
            texts, self.texts, self.since = self.texts, set(), time.monotonic()
            return texts


_gathered = _Gathered()


def note_miss(text: str) -> None:
    """`text` found nothing today."""
    text = " ".join(text.casefold().split())
    if text and len(text) <= LONGEST and not _PERSONAL.search(text):
        write_misses(_gathered.add(text, timezone.localdate()))


def write_misses(texts: Iterable[tuple[str, date]]) -> None:
    """Count each text once a day; its words are kept from the third day on, while there is room."""
    for text, day in sorted(texts):
        known = salted_hmac("agoratheque.search-miss", text, algorithm="sha256").hexdigest()
        with transaction.atomic():
            line = Miss.objects.select_for_update().filter(print=known).first()
            if line is None:
                if Miss.objects.count() < MOST:
                    Miss.objects.bulk_create([Miss(print=known, last_day=day)], ignore_conflicts=True)
            elif line.last_day < day:
                line.days, line.last_day = line.days + 1, day
                line.text = text if line.days >= DAYS else ""
                line.save()


def purge_misses(now: datetime) -> int:
    """Forget after twelve months; what was typed once or twice, after thirty days: it makes room."""
    today = timezone.localdate(now)
    old = Miss.objects.filter(last_day__lt=today - KEPT)
    rare = Miss.objects.filter(days__lt=DAYS, last_day__lt=today - timedelta(days=30))
    return old.delete()[0] + rare.delete()[0]
