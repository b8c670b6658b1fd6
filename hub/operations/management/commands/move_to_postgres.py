"""`manage.py move_to_postgres ADDRESS`: from SQLite to PostgreSQL, everything compared."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.operations.actions.closing import BusyError
from hub.operations.actions.moving import MoveError, move_to_postgres, stay
from hub.operations.archive import ArchiveError
from hub.operations.engines import EngineError

NEXT = """Le site d’avant reste fermé aux écritures. Pour ouvrir le nouveau :
  1. écrivez DATABASE_URL={url} dans /etc/agoratheque.env ;
  2. systemctl restart agoratheque agoratheque-tick ;
  3. faites une sauvegarde : manage backup.
Pour renoncer et rouvrir le site d’avant : manage move_to_postgres --stay"""


class Command(BaseCommand):
    help = "Copie une base SQLite dans une base PostgreSQL vide, et compare tout."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", nargs="?", default="", metavar="ADRESSE", help="postgresql:///agoratheque")
        parser.add_argument("--stay", action="store_true", help="renoncer, et rouvrir le site sur SQLite")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stay"]:
            stay()
            self.stdout.write("Le site est rouvert.")
            return
        try:
            said = move_to_postgres(options["url"])
        except (MoveError, BusyError, ArchiveError, EngineError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(said)
        self.stdout.write(NEXT.format(url=options["url"]))
