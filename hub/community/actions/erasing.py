"""Erasing somebody, or an account that nobody uses, for good: also when an old backup comes back."""

from datetime import datetime
from itertools import chain

from django.db import transaction

from hub.community.actions.erasure_book import PERSON, note_erasure, settle_after_commit
from hub.community.models import Member, email_key
from hub.community.people import people_behind
from hub.core.errors import ActionError
from hub.core.registries import Erasable, Erasure, Person, personal_data

ACCOUNT = "compte"
UNUSED_ACCOUNT = "compte inutilisé"
LAST_ORGANISER = (
    "Vous êtes la seule personne qui organise ce site : sans vous, plus personne ne pourrait y entrer. "
    "Donnez d’abord ce rôle à quelqu’un d’autre, puis revenez."
)


def erase_member(member: Member, *, keep_published: bool, at: datetime) -> None:
    """Erase an account and everything known about its person, in one transaction; `member` no longer exists after.

    With `keep_published` published testimonies stay without the name; otherwise they go too. Raises ActionError for
    the last organiser. The erasure is written down, so that `replay_erasures` does it again after a restore.
    """
    with transaction.atomic():
        _refuse_last_organiser(member)
        _erase_account(member, Erasure(at=at, keep_published=keep_published))
        settle_after_commit()


def close_unused_account(member: Member, *, at: datetime) -> None:
    """Erase an account and what hangs on it; proposals, reports and reviews have their own time."""
    with transaction.atomic():
        _erase_account(member, Erasure(at=at, keep_published=True, account_only=True))


def is_last_organiser(member: Member) -> bool:
    """Whether nobody could enter the administration without `member`."""
    return member.is_organiser and not Member.objects.organisers().exclude(pk=member.pk).exists()


def _erase_account(member: Member, erasure: Erasure) -> None:
    people = people_behind(member)
    for person in [] if erasure.account_only else people:
        note_erasure(PERSON, email_key(person.email), erasure)
    note_erasure(UNUSED_ACCOUNT if erasure.account_only else ACCOUNT, _name(member), erasure)
    for person in people:
        _erase_person(person, erasure)
    member.delete()


def _erase_person(person: Person, erasure: Erasure) -> None:
    for data in personal_data():
        if not (erasure.account_only and data.outlives_account):
            data.erase(person, erasure)


def _refuse_last_organiser(member: Member) -> None:
    """The rows are locked in one order: two organisers who leave at once can't both be told that the other stays."""
    list(Member.objects.organisers().order_by("pk").select_for_update())
    if is_last_organiser(member):
        raise ActionError(LAST_ORGANISER)


# ---------------------------------------------------------------- after a restore
def _name(member: Member) -> str:
    """Of one account for ever, whatever its address becomes: a number alone is given again after a restore."""
    return f"{member.pk} {member.date_joined.timestamp()}"


def _accounts() -> dict[str, Member]:
    return {_name(member): member for member in Member.objects.all()}


def _erase_account_again(name: str, erasure: Erasure) -> bool:
    member = _accounts().get(name)
    if member is not None:
        _erase_account(member, erasure)
    return member is not None


def _close_account_again(name: str, erasure: Erasure) -> bool:
    return _erase_account_again(name, Erasure(at=erasure.at, keep_published=True, account_only=True))


def _addresses() -> set[str]:
    """Every address under which something is kept, as it is compared."""
    return {email_key(email) for email in chain.from_iterable(data.addresses() for data in personal_data()) if email}


def _erase_address_again(address: str, erasure: Erasure) -> bool:
    if address not in _addresses():
        return False
    member = Member.objects.filter(email_key=address, date_joined__lte=erasure.until).first()
    if member is not None:
        _erase_account(member, erasure)
    else:
        note_erasure(PERSON, address, erasure)
        _erase_person(Person(email=address), erasure)
    return True


ERASABLE = (
    Erasable(PERSON, _addresses, _erase_address_again),
    Erasable(ACCOUNT, _accounts, _erase_account_again),
    Erasable(UNUSED_ACCOUNT, _accounts, _close_account_again),
)
