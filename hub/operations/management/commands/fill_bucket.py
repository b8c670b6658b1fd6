"""`manage.py fill_bucket`: the files of the folders, put into the bucket of S3 storage. Once, when it is named."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hub.operations.actions.copying import fill_bucket

NO_BUCKET = "Il n’y a pas de seau : réglez d’abord AGORA_S3_… (.env.example)."


class Command(BaseCommand):
    help = "Copie dans le seau S3 les fichiers des dossiers qui n’y sont pas ; les dossiers ne changent pas."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.FILES_BUCKET:
            raise CommandError(NO_BUCKET)
        try:
            gone, there = fill_bucket()
        except OSError as error:
            raise CommandError(f"La copie s’est arrêtée : {error.strerror}. La même commande la reprend.") from error
        self.stdout.write(f"Fichiers copiés dans le seau : {gone} ; ils y étaient déjà : {there}.")
