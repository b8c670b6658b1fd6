"""The files that people gave, wherever they stand: those that a backup holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.apps import apps
from django.core.files.storage import storages
from django.db.models import FileField

from hub.core.storages import Public

#: Name of the folder in a backup → the storage it belongs to.
STORES = {"media": "default", "private": "private"}


@dataclass(frozen=True)
class KeptFile:
    """A file of one of these storages; `name` is the same wherever it stands, `changed` is in seconds."""

    folder: str
    name: str
    changed: float

    @property
    def label(self) -> str:
        return f"{self.folder}/{self.name}"

    def open(self) -> IO[bytes]:
        """Raises FileNotFoundError when it went meanwhile."""
        file: IO[bytes] = stores()[self.folder].open(self.name)
        return file


def stores() -> dict[str, Any]:
    """Folders, or parts of a bucket (hub.core.buckets)."""
    return {folder: storages[store] for folder, store in STORES.items()}


def kept_files() -> Iterator[KeptFile]:
    """Every file that people gave, in order of name."""
    for folder, store in stores().items():
        for stored in store.walk():
            yield KeptFile(folder, stored.name, stored.changed)


def names_in_rows() -> set[str]:
    """What rows say they have, as labels of `KeptFile`."""
    found: set[str] = set()
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField) and (folder := _folder(field)):
                rows = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                found |= {f"{folder}/{name}" for name in rows.iterator() if name}
    return found


def _folder(field: Any) -> str | None:
    """None for what is made again, and stands in public."""
    if isinstance(field.storage, Public):
        return None
    return "media" if field.storage.location == getattr(storages["default"], "location", "") else "private"
