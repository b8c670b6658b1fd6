"""The book of erasures: written in the database and in a file beside it, read again after a restore."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hub.community.models import ErasureRecord
from hub.core.freed_space import drop_deleted_words, empty_log
from hub.core.registries import Erasable, Erasure, erasables, purges

PERSON = "personne"


@dataclass(frozen=True)
class Line:
    """A line of the book, in the database or in the file."""

    kind: str
    thing_hash: str
    at: datetime
    keep_published: bool


def note_erasure(kind: str, name: str, erasure: Erasure) -> None:
    """Write down that the thing of this `kind` and `name` is erased, in the transaction that erases it."""
    line = Line(kind, hashes(kind, name)[0], erasure.at, erasure.keep_published)
    ErasureRecord.objects.get_or_create(**asdict(line))


def settle_after_commit() -> None:
    """Have the erasure of this transaction settled at once; what fails then is for the job."""
    transaction.on_commit(lambda: settle_erasures(timezone.now()), robust=True)


def settle_erasures(now: datetime) -> int:
    """Job: what an erasure leaves to do once it is committed; gives the number of lines for which all is done.

    The file gets the lines, and the database forgets what it still held of deleted rows. While somebody reads what was
    there before, or the disk is full, the lines wait for the next time.
    """
    waiting = list(ErasureRecord.objects.filter(settled_at=None).values_list("pk", flat=True))
    if not waiting:
        return 0
    write_erasures_down(now)
    drop_deleted_words(now)
    if not empty_log():
        return 0
    return ErasureRecord.objects.filter(pk__in=waiting).update(settled_at=now)


def write_erasures_down(now: datetime) -> int:
    """Add the lines that the file lacks, and give their number. The file must be kept apart from the backups.

    Each begins a line of its own, so that one cut short by a full disk spoils no other and is written again.
    """
    known = set(_lines_of_file())
    lines = [line for line in _lines_of_database() if line not in known]
    if not lines:
        return 0
    path = Path(settings.ERASURES_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for line in lines:
            file.write("\n" + json.dumps({**asdict(line), "at": line.at.isoformat()}))
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def replay_erasures(now: datetime) -> int:
    """After a restore: erase again what the backup brought back, and give the number of erasures done again.

    A line that the database holds is older than the backup: only those which the file alone knows are done again, so
    that whoever came back since stays. What was erased for its age is erased again by the purges.
    """
    known, count = set(_lines_of_database()), 0
    present = _names_by_hash()
    for line in dict.fromkeys(_lines_of_file()):
        things = erasables().get(line.kind)
        if things is not None and line not in known:
            count += _replay(line, things, present.get((line.kind, line.thing_hash)))
    for purge in purges().values():
        purge(now)
    settle_erasures(now)
    return count


def hashes(kind: str, name: str) -> list[str]:
    """What stands for a thing, under the present secret key then under the former ones still accepted."""
    salt = "agoratheque.erasures" if kind == PERSON else f"agoratheque.erasures.{kind}"
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(salt, name, secret=key, algorithm="sha256").hexdigest() for key in keys]


def _names_by_hash() -> dict[tuple[str, str], str]:
    return {
        (kind, thing_hash): name
        for kind, things in erasables().items()
        for name in things.names()
        for thing_hash in hashes(kind, name)
    }


def _replay(line: Line, things: Erasable, name: str | None) -> bool:
    erasure = Erasure(at=line.at, keep_published=line.keep_published)
    with transaction.atomic():
        done = name is not None and things.erase(name, erasure)
        ErasureRecord.objects.get_or_create(**asdict(line))
    return done


def _lines_of_database() -> list[Line]:
    return [Line(*values) for values in ErasureRecord.objects.values_list("kind", "thing_hash", "at", "keep_published")]


def _lines_of_file() -> list[Line]:
    path = Path(settings.ERASURES_FILE)
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return [line for written in text.split("\n") if (line := _readable(written)) is not None]


def _readable(written: str) -> Line | None:
    """None for a line cut short or spoilt. Lines of the first version name a person by `address_hash`."""
    try:
        known: dict[str, Any] = json.loads(written)
        at = datetime.fromisoformat(known["at"])
        thing_hash = known.get("thing_hash") or known["address_hash"]
        line = Line(str(known.get("kind", PERSON)), str(thing_hash), at, bool(known["keep_published"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return line if at.tzinfo is not None else None
