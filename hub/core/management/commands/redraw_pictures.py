"""`manage.py redraw_pictures`: draw anew the pictures that came in before the site did it. Once."""

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from hub.core.incoming import FileRefused, examined
from hub.core.pictures.forms import PICTURES


class Command(BaseCommand):
    help = "Retire des images déjà déposées ce que les appareils y ont inscrit (à faire une fois)."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for picture in get_image_model().objects.order_by("pk"):
            try:
                redraw(picture)
            except (FileRefused, FileNotFoundError) as refusal:
                self.stderr.write(f"« {picture.title} » ({picture.file.name}) reste comme elle est : {refusal}")
            else:
                done += 1
        self.stdout.write(f"Images redessinées : {done}.")


def redraw(picture: AbstractImage) -> None:
    """The new file stands before the old one goes; sizes made from it are made again when they are asked for."""
    storage, old = picture.file.storage, picture.file.name
    with storage.open(old) as stored, examined(stored, PICTURES) as kept:
        picture.file.save(Path(old).name, File(kept.content), save=False)
        picture._set_image_file_metadata()
        picture.file.close()
        picture.save()
    picture.renditions.all().delete()
    storage.delete(old)
