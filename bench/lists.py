"""CPU time of the lists with facets, on 2 000 case studies and 200 assemblies. Ratios in one run, no threshold.

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.lists

Prints milliseconds of CPU (the median of the runs, and the least: neighbours on a shared machine only add to it), the
ratio of medians to a page without any list, and the queries of one answer: first as it is after a publication, when
filters are read anew, then as it is between two (`hub.core.lists.kept`).
Uses a throwaway SQLite database, filled once by `bench.large_data`; no answer and no piece of page is kept between two.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.test")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.large_data import fill
from casestudies.models import CaseStudyPage
from hub.core.lists.kept import forget

STUDIES = 2000
REFERENCE = "/mentions-legales/"
ADDRESSES = (
    "/etudes-de-cas/",
    "/etudes-de-cas/?theme=indemnisation&echelle=commune&page=3",
    "/etudes-de-cas/?q=eau&tri=titre",
    "/etudes-de-cas/?tri=collectivite&territoire=BE",
    "/assemblees/",
    "/assemblees/?critere-2=partly",
)


def measure(address: str, times: int, before: Callable[[], None]) -> tuple[float, float, int]:
    """Median and least CPU time of one answer in milliseconds, and its queries; the first answers are left out."""
    client = Client()
    for _ in range(3):
        client.get(address)
    before()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)
    spent = []
    for _ in range(times):
        before()
        begun = time.process_time()
        client.get(address)
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent), min(spent), queries


def prepare(words: int = 0) -> None:
    call_command("migrate", verbosity=0)
    if CaseStudyPage.objects.count() < STUDIES:
        fill(STUDIES, words)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as every `migrate` does


def main() -> None:
    prepare()
    reference, least, _ = measure(REFERENCE, 60, lambda: None)
    sys.stdout.write(f"{reference:7.1f} ms (least {least:.1f})  the page without list, {REFERENCE}\n")
    for address in ADDRESSES:
        sys.stdout.write(f"{address}\n")
        for words, times, before in (("read anew", 15, forget), ("kept", 60, lambda: None)):
            median, least, queries = measure(address, times, before)
            ratio = median / reference
            sys.stdout.write(f"{median:7.1f} ms (least {least:.1f}) {ratio:5.2f} × {queries:3} queries, {words}\n")


if __name__ == "__main__":
    main()
