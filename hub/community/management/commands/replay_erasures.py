"""`manage.py replay_erasures`: after a restore, erase again what the backup brought back."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.community.actions.erasure_book import replay_erasures


class Command(BaseCommand):
    help = "Après le retour d’une sauvegarde : efface de nouveau ce qui l’avait été depuis."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Effacements refaits : {replay_erasures(timezone.now())}.")
