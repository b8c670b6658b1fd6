"""Erasing somebody, for good: also when an old backup comes back."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from casestudies.models import Proposal
from hub.community.models import Member, email_key
from hub.core.errors import ActionError
from hub.core.registries import Erasure, Person, personal_data
from hub.core.search_index import drop_deleted_words
from hub.home.my_space.models import ErasureRecord
from hub.home.my_space.people import people_behind

LAST_ORGANISER = (
    "Vous êtes la seule personne qui organise ce site : sans vous, plus personne ne pourrait y entrer. "
    "Donnez d’abord ce rôle à quelqu’un d’autre, puis revenez."
)


def erase_member(member: Member, *, keep_published: bool, at: datetime) -> None:
    """Erase an account and everything known about its person, in one transaction; `member` no longer exists after.

    With `keep_published` published testimonies stay without the name; otherwise they go too. Raises ActionError for
    the last organiser. The erasure is written down, so that `replay_erasures` does it again after a restore.
    """
    erasure = Erasure(at=at, keep_published=keep_published)
    with transaction.atomic():
        _refuse_last_organiser(member)
        people = people_behind(member)
        for person in people:
            ErasureRecord.objects.get_or_create(
                address_hash=address_hashes(person.email)[0], at=at, defaults={"keep_published": keep_published}
            )
        _erase(people, member, erasure)
        # Robust: if the disk is full, the person is erased all the same and the daily purge writes the line.
        transaction.on_commit(lambda: write_erasures_down(at), robust=True)


def is_last_organiser(member: Member) -> bool:
    """Whether nobody could enter the administration without `member`."""
    return member.is_organiser and not Member.objects.organisers().exclude(pk=member.pk).exists()


def replay_erasures() -> int:
    """After a restore: erase again whom the backup brought back. Gives the number of people erased.

    The lines come from the database and from the file beside it, which is more recent than the backup. What somebody
    did after the erasure (a new account, a new proposal) stays.
    """
    lines: list[Any] = [*ErasureRecord.objects.values("address_hash", "at", "keep_published"), *_lines_of_file()]
    latest = {line["address_hash"]: line for line in sorted(lines, key=lambda line: line["at"])}
    return sum(_replay(address, latest) for address in sorted(_known_addresses()))


def write_erasures_down(now: datetime) -> int:
    """Add the erasures that the file lacks, and give their number. The file must be kept apart from the backups.

    Each begins a line of its own, so that one cut short by a full disk spoils no other and is written again.
    """
    known = {(line["address_hash"], line["at"]) for line in _lines_of_file()}
    records = [record for record in ErasureRecord.objects.all() if (record.address_hash, record.at) not in known]
    if not records:
        return 0
    path = Path(settings.ERASURES_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for record in records:
            line = {
                "address_hash": record.address_hash,
                "at": record.at.isoformat(),
                "keep_published": record.keep_published,
            }
            file.write("\n" + json.dumps(line))
    return len(records)


def address_hashes(email: str) -> list[str]:
    """What stands for an address, under the present secret key then under the former ones still accepted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    salt = "agoratheque.erasures"
    return [salted_hmac(salt, email_key(email), secret=key, algorithm="sha256").hexdigest() for key in keys]


def _erase(people: list[Person], member: Member | None, erasure: Erasure) -> None:
    for person in people:
        for data in personal_data():
            data.erase(person, erasure)
    if member is not None:
        member.delete()
    drop_deleted_words(erasure.at)


def _refuse_last_organiser(member: Member) -> None:
    """The rows are locked in one order: two organisers who leave at once can't both be told that the other stays."""
    list(Member.objects.organisers().order_by("pk").select_for_update())
    if is_last_organiser(member):
        raise ActionError(LAST_ORGANISER)


def _known_addresses() -> set[str]:
    """Every address of an account or of a proposal, as it is compared."""
    members = Member.objects.values_list("email_key", flat=True)
    return {*members, *Proposal.objects.exclude(email_key="").values_list("email_key", flat=True)}


def _replay(address: str, latest: dict[str, dict[str, Any]]) -> bool:
    line = next((latest[found] for found in address_hashes(address) if found in latest), None)
    if line is None:
        return False
    erasure = Erasure(at=line["at"], keep_published=line["keep_published"])
    member = Member.objects.filter(email_key=address, date_joined__lte=erasure.at).first()
    older = Proposal.objects.of(address).filter(created_at__lte=erasure.at)
    if member is None and not older.exists():
        return False
    with transaction.atomic():
        _erase([Person(email=address, member=member)], member, erasure)
    return True


def _lines_of_file() -> list[dict[str, Any]]:
    path = Path(settings.ERASURES_FILE)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [line for written in text.splitlines() if (line := _readable(written)) is not None]


def _readable(written: str) -> dict[str, Any] | None:
    try:
        line = json.loads(written)
        return {**line, "at": datetime.fromisoformat(line["at"])}
    except (ValueError, TypeError, KeyError):
        return None
