"""The folders of files that people gave: those that a backup holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import storages
from django.db.models import FileField

from hub.core.storages import PublicStorage

#: Name of the folder in a backup → the storage it belongs to.
STORES = {"media": "default", "private": "private"}


@dataclass(frozen=True)
class KeptFile:
    """A file under one of the folders; `name` is the same wherever the folder stands."""

    folder: str
    name: str
    path: Path

    @property
    def label(self) -> str:
        return f"{self.folder}/{self.name}"


def folders() -> dict[str, Path]:
    return {folder: Path(getattr(storages[store], "location")) for folder, store in STORES.items()}  # noqa: B009 -- of file storages only


def kept_files() -> Iterator[KeptFile]:
    """Every file of these folders, in order of name."""
    for folder, root in folders().items():
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield KeptFile(folder, path.relative_to(root).as_posix(), path)


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
    if isinstance(field.storage, PublicStorage):
        return None
    return "media" if field.storage.location == getattr(storages["default"], "location", "") else "private"
