"""Where files stand: what comes in is private, only the sizes that pages show are public."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage

logger = logging.getLogger(__name__)

#: The folder in which Wagtail puts the sizes it makes; public ones stood beside private files once.
RENDITIONS = "images"


@dataclass(frozen=True)
class Stored:
    """A file as a storage holds it, and when it last changed."""

    name: str
    changed: float


class Public:
    """What everybody may read, and is made again from what is private."""


class FolderStorage(FileSystemStorage):
    def walk(self) -> Iterator[Stored]:
        """Every file, in order of name; one that goes meanwhile is left out."""
        root = Path(self.location)
        for path in sorted(root.rglob("*")):
            with suppress(FileNotFoundError):
                if path.is_file() and not path.is_symlink():
                    yield Stored(path.relative_to(root).as_posix(), path.stat().st_mtime)


class PrivateStorage(FolderStorage):
    """No address leads here: whoever may read a file gets it from a view."""

    def _save(self, name: str, content: File) -> str:
        """A file that the disk had no room for leaves no piece behind."""
        was_there = self.exists(name)
        try:
            return super()._save(name, content)  # type: ignore[misc]  # Django's own, for subclasses
        except OSError:
            if not was_there:
                Path(self.path(name)).unlink(missing_ok=True)
            raise

    def url(self, name: str | None) -> str:
        """None: an empty address rather than a fault, for screens of Wagtail that show that of the original."""
        return ""


class PatientStaticStorage(CompressedManifestStaticFilesStorage):
    """Without the list of static files, or a file of it, pages show plain rather than not at all."""

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            if find(name) is None:  # no file of ours: WhiteNoise asks for such names, and expects this
                raise
            logger.error("the static file %s is not in the list: run collectstatic", name)
            return name


class PublicStorage(Public, FolderStorage):
    """What the proxy gives to everybody."""

    @cached_property
    def base_location(self) -> Path:
        return Path(settings.PUBLIC_ROOT)


def move_renditions() -> int:
    """Take the sizes of pictures out of the private folder, where an older version wrote them; gives their number."""
    old, new = Path(settings.MEDIA_ROOT, RENDITIONS), Path(settings.PUBLIC_ROOT, RENDITIONS)
    found = [path for path in old.iterdir() if path.is_file()] if old.is_dir() else []
    if found:
        new.mkdir(mode=0o755, parents=True, exist_ok=True)
        new.parent.chmod(0o755)
        new.chmod(0o755)
    for path in found:
        shutil.move(path, new / path.name)
        (new / path.name).chmod(0o644)
    return len(found)
