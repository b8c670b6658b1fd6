"""`manage.py replay_erasures`: after a restore, erase again the people whom the backup brought back."""

from typing import Any

from django.core.management.base import BaseCommand

from hub.home.my_space.actions.erasure import replay_erasures


class Command(BaseCommand):
    help = "Après le retour d’une sauvegarde : efface de nouveau les personnes qui l’avaient demandé."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Personnes effacées de nouveau : {replay_erasures()}.")
