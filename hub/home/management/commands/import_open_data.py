"""`manage.py import_open_data <file.json>`: brings the open data of a site into another."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.core.errors import ActionError
from hub.home.open_data import Report, load


class Command(BaseCommand):
    help = "Charge le fichier JSON des données ouvertes d’un autre site. Ce qui est déjà là reste tel quel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="le fichier agoratheque.json")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            report = load(file.read_bytes())
        except OSError as error:
            raise CommandError(f"Fichier illisible : {error}") from error
        except ActionError as error:
            raise CommandError(str(error)) from error
        for line in summary(report):
            self.stdout.write(line)


def summary(report: Report) -> list[str]:
    """What was done, a line per kind; then each thing refused, with its reason."""
    created = [f"{title} : {count} de plus." for title, count in report.created.items() if count]
    kept = [f"{title} : {count} déjà là, rien n’a changé." for title, count in report.kept.items()]
    return [*created, *kept, *(f"Refusé. {reason}" for reason in report.refused)] or ["Rien à charger."]
