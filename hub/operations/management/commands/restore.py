"""`manage.py restore FILE`: a backup put back into an empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from hub.operations.actions.copying import brought
from hub.operations.actions.restoring import Request, restore
from hub.operations.archive import ArchiveError
from hub.operations.engines import EngineError


class Command(BaseCommand):
    help = "Remet une sauvegarde dans une base et des dossiers vides, puis vérifie tout."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER", help="un fichier, ou s3://SEAU/NOM")
        parser.add_argument("--identity", type=Path, help="fichier de la clé privée age, si la sauvegarde est chiffrée")
        parser.add_argument("--erasures", type=Path, help="livre des effacements le plus récent, s’il est ailleurs")
        parser.add_argument("--files-stay", action="store_true", help="les fichiers sont déjà là : la base seulement")
        parser.add_argument("--other-key", action="store_true", help="même si la clé secrète d’alors est perdue")

    def handle(self, *args: Any, **options: Any) -> None:
        books = (options["erasures"],) if options["erasures"] else ()
        flags = (options["identity"], options["other_key"], books, options["files_stay"])
        try:
            with brought(str(options["file"])) as path:
                restored = restore(Request(path, *flags), timezone.now())
        except (ArchiveError, EngineError) as error:
            raise CommandError(f"Rien n’a été restauré : {error}") from error
        except OperationalError as error:
            reason = str(error).partition("\n")[0]
            raise CommandError(f"La base de données ne répond pas : {reason}") from error
        except OSError as error:
            raise CommandError(
                f"La restauration s’est arrêtée : {error.strerror}. Videz la base et les dossiers."
            ) from error
        for sentence in restored.wrong:
            self.stderr.write(f"✗ {sentence}")
        self.stdout.write(
            f"Sauvegarde du {restored.made_at[:10]} remise en place : "
            f"{restored.rows} lignes, {restored.files} fichiers. Effacements refaits : {restored.erased_again}."
        )
        if restored.wrong:
            raise CommandError("Des différences ont été trouvées : elles sont dites ci-dessus.")
        self.stdout.write("Tout est comme avant : mêmes comptes, mêmes empreintes.")
