"""`manage.py backup`: the whole site in one file, while people use it."""

import errno
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hub.operations.actions.backing_up import back_up
from hub.operations.actions.copying import address_of
from hub.operations.archive import ArchiveError
from hub.operations.engines import EngineError

FULL = "Le disque est plein : la sauvegarde n’a pas pu être faite, rien d’ancien n’a été touché. Libérez de la place."
UNWRITTEN = "La sauvegarde n’a pas pu être faite. Impossible d’écrire dans {folder} : {reason}."


class Command(BaseCommand):
    help = "Sauvegarde la base, les fichiers et le livre des effacements dans un seul fichier daté."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=None, metavar="DOSSIER")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] or Path(settings.BACKUPS_DIR)
        try:
            backup = back_up(folder, timezone.now())
        except (ArchiveError, EngineError) as error:
            raise CommandError(f"La sauvegarde n’a pas pu être faite : {error}") from error
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise CommandError(FULL) from error
            if error.errno == errno.EIO:
                raise CommandError(f"La sauvegarde n’a pas pu être faite : {error.strerror}.") from error
            raise CommandError(UNWRITTEN.format(folder=folder, reason=error.strerror)) from error
        size = f"{backup.size / 1_000_000:.1f}".replace(".", ",")
        self.stdout.write(
            f"Sauvegarde faite : {backup.path} ({size} Mo, {backup.rows} lignes, {backup.files} fichiers). "
            f"Anciennes sauvegardes supprimées : {backup.removed}."
        )
        if backup.copy_fault:
            raise CommandError(f"Elle n’a pas pu être copiée dans le seau : {backup.copy_fault}")
        if settings.BACKUP_BUCKET:
            self.stdout.write(f"Copie faite : {address_of(backup.path)}")
