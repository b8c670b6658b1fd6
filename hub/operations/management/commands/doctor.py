"""`manage.py doctor`: a table in French, a remedy for each line that is not well; exit status 1 when there is one."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.operations.doctor import examine


class Command(BaseCommand):
    help = "Vérifie les réglages, le courrier, le domaine, les sauvegardes, et dit quoi faire."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine(timezone.now())
        wide = max(len(line.label) for line in found)
        for line in sorted(found, key=lambda line: line.is_well):
            self.stdout.write(f"{'✓' if line.is_well else '✗'} {line.label:<{wide}}  {line.known}")
            if not line.is_well:
                self.stdout.write(f"  {'':<{wide}}  → {line.remedy}")
        wrong = sum(not line.is_well for line in found)
        self.stdout.write(f"\nÀ faire : {wrong}." if wrong else "\nTout va bien.")
        if wrong:
            sys.exit(1)
