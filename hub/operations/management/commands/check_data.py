"""`manage.py check_data`: whether what must always hold in the data does; exit status 1 when it does not."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.operations.invariants import differences


class Command(BaseCommand):
    help = "Vérifie les données et nomme chaque différence."

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences(timezone.now())
        for sentence in found:
            self.stdout.write(f"✗ {sentence}")
        if found:
            sys.exit(1)
        self.stdout.write("Aucune différence.")
