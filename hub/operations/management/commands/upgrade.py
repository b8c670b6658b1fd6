"""`manage.py upgrade`: once the new code is there, everything else, or nothing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hub.operations.actions.closing import BusyError
from hub.operations.actions.upgrading import UpgradeError, go_back, upgrade
from hub.operations.archive import ArchiveError
from hub.operations.engines import EngineError

FORMER_CODE = """Pour revenir à l’ancien code :
  git -C {folder} reset --hard ORIG_HEAD
  sudo -u agoratheque AGORA_VAR={var} make -C {folder} install
  systemctl restart agoratheque agoratheque-tick"""


class Command(BaseCommand):
    help = "Sauvegarde, ferme le site aux écritures, met tout à jour, vérifie, rouvre ; revient en arrière sinon."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--back", action="store_true", help="défaire une mise à jour arrêtée en route, et rouvrir")
        parser.add_argument(
            "--despite-differences", action="store_true", help="même si « check_data » trouve des différences"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        former = FORMER_CODE.format(folder=settings.BASE_DIR, var=settings.VAR_DIR)
        try:
            if options["back"]:
                go_back(self.stdout.write)
                self.stdout.write(former)
                return
            upgrade(self.stdout.write, despite_differences=options["despite_differences"])
        except (UpgradeError, BusyError, ArchiveError, EngineError, OSError) as error:
            raise CommandError(f"La mise à jour n’a pas été faite : {error}\n{former}") from error
        self.stdout.write("Mise à jour faite, le site est rouvert. Redémarrez agoratheque et agoratheque-tick.")
