"""The file of a backup: a tar of the database, the files, the book of erasures, then what proves them whole.

The last two members are the manifest (counts and hashes of tables, hashes of files, migrations) and its seal under the
secret key of the site. A file cut short has none; a file that was changed does not match them.
"""

import hashlib
import hmac
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
from django.conf import settings
from django.utils.crypto import salted_hmac

FORMAT = 1
MANIFEST, SEAL, BOOK = "manifeste.json", "sceau.txt", "effacements.jsonl"
ENCRYPTED = ".age"
BLOCK = 1024 * 1024
SALT = "agoratheque.backup"

TRUNCATED = "Ce fichier est incomplet : il a été coupé. Prenez une autre sauvegarde."
ALTERED = "Ce fichier a été modifié ou abîmé ({name}). Prenez une autre sauvegarde."
FOREIGN = "Ce fichier n’est pas une sauvegarde d’Agorathèque."
OTHER_KEY = (
    "Cette sauvegarde a été faite avec une autre clé secrète. Ajoutez cette clé à AGORA_SECRET_KEY_FALLBACKS. Si elle "
    "est perdue, ajoutez --other-key : les effacements faits depuis ne pourront alors pas être refaits."
)
NEWER = "Cette sauvegarde vient d’une version plus récente du site ({name}). Installez d’abord cette version."
LOCKED = "Cette sauvegarde est chiffrée : donnez le fichier de la clé privée avec --identity."
WRONG_IDENTITY = "Cette clé privée n’ouvre pas cette sauvegarde, ou le fichier a été coupé ou modifié."


class ArchiveError(Exception):
    """The message is a sentence in French."""


@dataclass(frozen=True)
class Member:
    """A file to put in: `name` is its place in the archive."""

    name: str
    open: Callable[[], IO[bytes]]


# ---------------------------------------------------------------- writing
def write_archive(target: Path, members: Iterator[Member], manifest: dict[str, Any]) -> dict[str, Any]:
    """Write everything and give the whole manifest. A file erased meanwhile is left out; what fails leaves nothing."""
    partial = target.with_name(f"{target.name}.partiel")
    try:
        with partial.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            with tarfile.open(fileobj=file, mode="w") as tar:
                files = dict(added for member in members if (added := _add(tar, member)) is not None)
                whole = {**manifest, "format": FORMAT, "key": _key_print(settings.SECRET_KEY), "files": files}
                text = json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()
                _add_text(tar, MANIFEST, text)
                _add_text(tar, SEAL, _seal(text, settings.SECRET_KEY).encode())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return whole


def encrypt(source: Path, target: Path, recipient: str) -> None:
    """Only who has the private key opens the result. What fails leaves nothing."""
    partial = target.with_name(f"{target.name}.partiel")
    try:
        with source.open("rb") as plain, partial.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            pyrage.encrypt_io(plain, file, [pyrage.x25519.Recipient.from_str(recipient)])
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except (pyrage.RecipientError, pyrage.EncryptError) as error:
        raise ArchiveError("AGORA_BACKUP_RECIPIENT n’est pas une clé publique age (« age1… »).") from error
    finally:
        partial.unlink(missing_ok=True)


class _Hashed:
    """Reads a file and hashes what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block


def _add(tar: tarfile.TarFile, member: Member) -> tuple[str, dict[str, Any]] | None:
    try:
        file = member.open()
    except FileNotFoundError:
        return None
    with file:
        info = tarfile.TarInfo(member.name)
        file.seek(0, os.SEEK_END)
        info.size, info.mode = file.tell(), 0o600
        file.seek(0)
        hashed = _Hashed(file)
        tar.addfile(info, hashed)
    return member.name, {"size": info.size, "sha256": hashed.digest.hexdigest()}


def _add_text(tar: tarfile.TarFile, name: str, text: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(text), 0o600
    tar.addfile(info, io.BytesIO(text))


# ---------------------------------------------------------------- reading
@contextmanager
def opened(path: Path, folder: Path, identity: Path | None) -> Iterator[tarfile.TarFile]:
    """The archive, decrypted into `folder` where it must be."""
    plain = decrypted(path, folder / "clair.tar", identity) if path.suffix == ENCRYPTED else path
    try:
        with tarfile.open(plain, mode="r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(FOREIGN if plain.stat().st_size else TRUNCATED) from error
    except FileNotFoundError as error:
        raise ArchiveError(f"Le fichier {path} n’existe pas.") from error


def decrypted(path: Path, target: Path, identity: Path | None) -> Path:
    if identity is None:
        raise ArchiveError(LOCKED)
    try:
        lines = [line for line in identity.read_text().split() if line.startswith("AGE-SECRET-KEY-")]
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines]
        with path.open("rb") as source, target.open("wb") as plain:
            pyrage.decrypt_io(source, plain, keys)
    except (OSError, ValueError, pyrage.IdentityError, pyrage.DecryptError) as error:
        raise ArchiveError(WRONG_IDENTITY) from error
    return target


def verified(tar: tarfile.TarFile, *, known_migrations: set[str], other_key: bool) -> dict[str, Any]:
    """The manifest, once every byte of the archive was read and found as it was written."""
    members = _members(tar)
    manifest = _manifest(tar, members, other_key=other_key)
    _same_names(members, manifest["files"])
    for name, told in manifest["files"].items():
        if _hash(tar, members[name]) != told["sha256"]:
            raise ArchiveError(ALTERED.format(name=name))
    unknown = sorted(set(manifest["migrations"]) - known_migrations)
    if unknown:
        raise ArchiveError(NEWER.format(name=unknown[0]))
    return manifest


def _members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    try:
        return {member.name: member for member in tar.getmembers()}
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ArchiveError(TRUNCATED) from error


def _manifest(tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo], *, other_key: bool) -> dict[str, Any]:
    if MANIFEST not in members or SEAL not in members:
        is_ours = any(name.startswith("base.") for name in members)
        raise ArchiveError(TRUNCATED if is_ours else FOREIGN)
    text, seal = _text(tar, members[MANIFEST]), _text(tar, members[SEAL]).decode("ascii", "replace")
    try:
        manifest = json.loads(text)
        key, written_format = manifest["key"], int(manifest["format"])
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveError(ALTERED.format(name=MANIFEST)) from error
    if written_format > FORMAT:
        raise ArchiveError(NEWER.format(name=f"format {written_format}"))
    keys = [secret for secret in _secrets() if _key_print(secret) == key]
    if not keys and not other_key:
        raise ArchiveError(OTHER_KEY)
    if keys and not hmac.compare_digest(seal, _seal(text, keys[0])):
        raise ArchiveError(ALTERED.format(name=MANIFEST))
    return dict(manifest)


def _same_names(members: dict[str, tarfile.TarInfo], files: dict[str, Any]) -> None:
    differing = sorted(set(members).symmetric_difference({*files, MANIFEST, SEAL}))
    if differing:
        raise ArchiveError(ALTERED.format(name=differing[0]))


def _text(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file is not None else b""


def _hash(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    digest, file = hashlib.sha256(), tar.extractfile(member)
    try:
        while file is not None and (block := file.read(BLOCK)):
            digest.update(block)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ArchiveError(TRUNCATED) from error
    return digest.hexdigest()


def extract(tar: tarfile.TarFile, name: str, target: Path) -> None:
    """Write one member to `target`."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = member_of(tar, name)
    with target.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        while block := source.read(BLOCK):
            file.write(block)


def member_of(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """Only names that the manifest told are asked for, and none leads out of its folder."""
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise ArchiveError(ALTERED.format(name=name))
    file = tar.extractfile(name)
    if file is None:
        raise ArchiveError(ALTERED.format(name=name))
    return file


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _key_print(secret: str) -> str:
    return salted_hmac(SALT, "key", secret=secret, algorithm="sha256").hexdigest()


def _seal(text: bytes, secret: str) -> str:
    return salted_hmac(f"{SALT}.seal", text.decode(), secret=secret, algorithm="sha256").hexdigest()
