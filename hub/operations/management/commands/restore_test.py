"""`manage.py restore_test`: whether the last backup comes back; run every month by a timer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hub.operations.actions.trying import try_restore


class Command(BaseCommand):
    help = "Remet la dernière sauvegarde dans un dossier provisoire, compare tout, puis l’efface."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--identity", type=Path, help="fichier de la clé privée age, si la sauvegarde est chiffrée")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = try_restore(timezone.now(), options["identity"])
        if wrong:
            raise CommandError(f"La sauvegarde ne revient pas : {wrong}")
        self.stdout.write("La sauvegarde revient : mêmes comptes, mêmes empreintes.")
