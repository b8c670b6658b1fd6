"""CPU time of a calendar feed of 200 workshops: cold, warm, not modified. Ratios in one run, no threshold.

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.feeds

Prints milliseconds of CPU (median of the runs) and the ratio to the cold feed. Uses a throwaway SQLite database.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.test")

import django

django.setup()

from django.core.cache import cache
from django.core.management import call_command
from django.test import RequestFactory

from tests.factories.workshops import authority, partner, theme, workshop
from workshops.agenda.calendar import event_bytes
from workshops.agenda.feeds import workshops as feed

COUNT = 200


def cpu(run: Callable[[], object], times: int) -> float:
    """Median CPU time of `run`, in milliseconds."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        run()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def main() -> None:
    call_command("migrate", verbosity=0)
    subject, place = theme(), authority()
    for day in range(COUNT):
        page = workshop(
            f"2027-{day % 12 + 1:02d}-{day % 28 + 1:02d}T14:00/2027-{day % 12 + 1:02d}-{day % 28 + 1:02d}T16:00",
            introduction="Un atelier sur la reddition des comptes, avec des retours d’expérience. " * 4,
            themes=[subject],
            certainty="confirmed",
        )
        partner(page, place)
    requests = RequestFactory()

    def cold() -> None:
        cache.clear()
        event_bytes.cache_clear()
        feed(requests.get("/agenda/ateliers.ics"))

    cold()
    etag = feed(requests.get("/agenda/ateliers.ics"))["ETag"]
    measured = {
        "cold": cpu(cold, 15),
        "warm": cpu(lambda: feed(requests.get("/agenda/ateliers.ics")), 200),
        "304": cpu(lambda: feed(requests.get("/agenda/ateliers.ics", HTTP_IF_NONE_MATCH=etag)), 200),
    }
    for name, milliseconds in measured.items():
        sys.stdout.write(f"{name:6} {milliseconds:8.2f} ms  {milliseconds / measured['cold']:7.4f} of cold\n")


if __name__ == "__main__":
    main()
