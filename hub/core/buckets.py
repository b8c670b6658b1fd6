"""Files in S3 storage instead of folders, with the libraries of the extra «s3» (`AGORA_S3_…`, decision 0160).

Nobody reads the bucket but the site: public files have addresses of the site, private ones have none.
"""

import errno
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from hub.core.storages import Public, Stored

#: Bytes of a file that stay in memory; beyond, it is read from a file without a name.
IN_MEMORY = 5 * 1024 * 1024
#: Buckets as folders of the address, which every server understands; checksums only where the protocol wants them,
#: as many servers know no other.
CONFIG = Config(
    s3={"addressing_style": "path"},
    signature_version="s3v4",
    connect_timeout=5,
    read_timeout=20,
    retries={"max_attempts": 2, "mode": "standard"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
ABSENT = {"404", "NoSuchKey", "NotFound"}


@lru_cache
def _resource(endpoint: str, region: str, key: str, secret: str) -> Any:
    """One for all threads and storages of a process: each costs megabytes."""
    session = boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name=region)
    return session.resource("s3", endpoint_url=endpoint, config=CONFIG)


@contextmanager
def _errors_of_disks(name: str = "") -> Iterator[None]:
    """Whoever keeps files knows what a missing file and a disk that fails are."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code"))
        if code in ABSENT:
            raise FileNotFoundError(errno.ENOENT, "ce fichier n’est pas dans le stockage S3", name) from error
        raise OSError(errno.EIO, f"le stockage S3 refuse ({code})", name) from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EIO, f"le stockage S3 ne répond pas ({type(error).__name__})", name) from error


class PrivateBucket(S3Storage):
    """A folder of a bucket. No address leads here: whoever may read a file gets it from a view."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"file_overwrite": False, "client_config": CONFIG, **options})

    @property
    def connection(self) -> Any:
        return _resource(self.endpoint_url, self.region_name, self.access_key, self.secret_key)

    def url(self, name: str | None, *_: Any, **__: Any) -> str:
        return ""

    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole file, brought here: what reads pictures goes back and forth in it."""
        with ExitStack() as stack, _errors_of_disks(name):
            file = stack.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(settings.VAR_DIR)))
            key = self._normalize_name(name)
            answer = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)
            with answer["Body"] as body:
                shutil.copyfileobj(body, file)
            file.seek(0)
            stack.pop_all()  # whoever asked closes it
        return File(file, name)

    def _save(self, name: str, content: File) -> str:
        with _errors_of_disks(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _errors_of_disks(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _errors_of_disks(name):
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _errors_of_disks(path):
            folders, files = super().listdir(path)
        return folders, files

    def size(self, name: str) -> int:
        with _errors_of_disks(name):
            return int(super().size(name))

    def walk(self) -> Iterator[Stored]:
        """Every file, in order of name."""
        start = f"{self.location}/" if self.location else ""
        with _errors_of_disks():
            pages = self.connection.meta.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=start):
                for each in page.get("Contents", ()):
                    if not each["Key"].endswith("/"):  # what consoles call a folder
                        yield Stored(each["Key"].removeprefix(start), each["LastModified"].timestamp())

    def fault(self) -> str:
        """Why the site could not keep files here, or why it should not; nothing when all is well."""
        client, key = self.connection.meta.client, self._normalize_name(f"essai-{uuid.uuid4().hex}")
        try:
            with _errors_of_disks(key):
                client.put_object(Bucket=self.bucket_name, Key=key, Body=b"essai")
                kept = client.get_object(Bucket=self.bucket_name, Key=key)["Body"].read()
                is_open = self.is_open_to_all(key)
                client.delete_object(Bucket=self.bucket_name, Key=key)
            self.listdir("")
        except OSError as error:
            words = str(error.strerror)
            return f"{words[0].upper()}{words[1:]}."
        if is_open:
            return "Tout le monde peut y lire, sans clé."
        if self._keeps_versions():
            return "Il garde les anciennes versions : ce que le site efface y reste."
        return "" if kept == b"essai" else "Ce qui en revient n’est pas ce qui y a été mis."

    def _keeps_versions(self) -> bool:
        """Servers that know of no versions refuse the question."""
        try:
            told = self.connection.meta.client.get_bucket_versioning(Bucket=self.bucket_name)
        except (BotoCoreError, ClientError):
            return False
        return bool(told.get("Status") == "Enabled")

    def is_open_to_all(self, key: str) -> bool:
        """Whether somebody without our key reads it."""
        try:
            self.unsigned_connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)
        except (BotoCoreError, ClientError):
            return False
        return True


class PublicBucket(Public, PrivateBucket):
    """What the site gives to everybody, at its own address: no page asks anything of another site."""

    def url(self, name: str | None, *_: Any, **__: Any) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")
