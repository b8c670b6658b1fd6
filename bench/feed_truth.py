"""What a feed must say, for a judge that compares it with what programs read; not computed by what writes feeds.

    DJANGO_SETTINGS_MODULE=hub.settings.dev var/venv/bin/python -m bench.feed_truth [previsionnels] > truth.tsv

Columns: uid, D (days) or T (hours), start, end (YYYYMMDD, or seconds since 1970), status, title.
"""

import os
import sys
from datetime import date, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.dev")

import django

django.setup()

from django.utils import timezone

from tests.harness.feed_rows import expected
from workshops.models import WorkshopPage


def main() -> None:
    today = timezone.localdate()
    for page in WorkshopPage.objects.live():
        row = expected(page, forecast="previsionnels" in sys.argv, today=today)
        if row is None or _day(row.end) < today - timedelta(days=365):
            continue
        # A backslash is written as U+2216: several programs read it as the beginning of a line end.
        told = [str(page.uid), *_span(row.start, row.end), row.status, row.prefix + page.title.replace("\\", "∖")]
        sys.stdout.write("\t".join(told) + "\n")


def _day(end: date) -> date:
    return end.date() if isinstance(end, datetime) else end


def _span(start: date, end: date) -> tuple[str, str, str]:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return "T", str(int(start.timestamp())), str(int(end.timestamp()))
    return "D", f"{start:%Y%m%d}", f"{end:%Y%m%d}"


if __name__ == "__main__":
    main()
