"""What a feed should say, straight from the database, for a judge that compares it with what programs read.

    DJANGO_SETTINGS_MODULE=hub.settings.dev var/venv/bin/python -m bench.feed_truth [previsionnels] > truth.tsv

Columns: uid, D (days) or T (hours), start, end (YYYYMMDD, or seconds since 1970), status.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.dev")

import django

django.setup()

from hub.core.dates.when import Precision
from workshops.agenda.feeds import STATUS, dated, known_days
from workshops.models import WorkshopPage


def main() -> None:
    pick = dated if "previsionnels" in sys.argv else known_days
    for page in pick(WorkshopPage.objects.all()):
        if page.when.precision == Precision.HOUR:
            kind, start, end = "T", *(str(int(at.timestamp())) for at in (page.when.starts_at, page.when.ends_at))
        else:
            kind, start, end = "D", *(f"{day:%Y%m%d}" for day in (page.when.earliest, page.when.end_exclusive))
        status = "TENTATIVE" if page.doubt and not page.is_closed else STATUS.get(page.certainty, "TENTATIVE")
        sys.stdout.write("\t".join([str(page.uid), kind, start, end, status]) + "\n")


if __name__ == "__main__":
    main()
