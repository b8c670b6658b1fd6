"""CPU time of the lists with facets, on 2 000 case studies and 200 assemblies. Ratios in one run, no threshold.

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.lists

Prints milliseconds of CPU (median of the runs), the ratio to a page without any list, and the queries of one answer.
Uses a throwaway SQLite database, filled once by `bench.large_data`; no answer is cached between two.
"""

import os
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.test")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.large_data import fill
from casestudies.models import CaseStudyPage

STUDIES = 2000
REFERENCE = "/mentions-legales/"
ADDRESSES = (
    REFERENCE,
    "/etudes-de-cas/",
    "/etudes-de-cas/?theme=indemnisation&echelle=commune&page=3",
    "/etudes-de-cas/?q=eau&tri=titre",
    "/etudes-de-cas/?tri=collectivite&territoire=BE",
    "/assemblees/",
    "/assemblees/?critere-2=partly",
)


def measure(address: str, times: int) -> tuple[float, int]:
    """Median CPU time of one answer in milliseconds, and its queries; the first answers warm up and are left out."""
    client = Client()
    for _ in range(3):
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)
    spent = []
    for _ in range(times):
        begun = time.process_time()
        client.get(address)
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent), queries


def main() -> None:
    call_command("migrate", verbosity=0)
    if CaseStudyPage.objects.count() < STUDIES:
        fill(STUDIES)
    reference = 0.0
    for address in ADDRESSES:
        spent, queries = measure(address, 30)
        reference = reference or spent
        sys.stdout.write(f"{spent:7.1f} ms  {spent / reference:5.2f} × the page without list  {queries:3}  {address}\n")


if __name__ == "__main__":
    main()
