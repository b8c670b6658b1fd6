"""Places of S3 storage, as the environment names them: all of a place, or none of it."""

import os
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

#: Where the site keeps its files; where backups get a second copy.
FILES, BACKUPS = "AGORA_S3", "AGORA_BACKUP_S3"
#: What a place needs → what django-storages calls it.
NEEDED = {"ENDPOINT": "endpoint_url", "BUCKET": "bucket_name", "KEY": "access_key", "SECRET": "secret_key"}
REGION = "us-east-1"
Options = dict[str, str]


def options(prefix: str) -> Options:
    """The options of a storage; nothing when no variable of this place is set."""
    given = {f"{prefix}_{name}": os.environ.get(f"{prefix}_{name}", "").strip() for name in NEEDED}
    missing = [name for name, value in given.items() if not value]
    if len(missing) == len(given):
        return {}
    if missing:
        raise ImproperlyConfigured(
            f"À définir aussi : {', '.join(missing)} ; ou alors aucun {prefix}_… (.env.example)."
        )
    if not given[f"{prefix}_ENDPOINT"].startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"{prefix}_ENDPOINT doit être une adresse complète, avec https://.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            f"{prefix}_… demande des bibliothèques de plus : lancez « make install » avec ces réglages."
        )
    found = {option: given[f"{prefix}_{name}"] for name, option in NEEDED.items()}
    return {**found, "region_name": os.environ.get(f"{prefix}_REGION", "").strip() or REGION}


def file_storages(place: Options) -> dict[str, dict[str, object]]:
    """Django's storages of files in a bucket, a folder of it for each."""
    private, public = "hub.core.buckets.PrivateBucket", "hub.core.buckets.PublicBucket"
    kinds = {"default": (private, "media"), "private": (private, "private"), "public": (public, "public")}
    return {name: {"BACKEND": kind, "OPTIONS": {**place, "location": folder}} for name, (kind, folder) in kinds.items()}


def backup_storage(place: Options) -> dict[str, object]:
    return {"BACKEND": "hub.core.buckets.PrivateBucket", "OPTIONS": {**place, "file_overwrite": True}}
