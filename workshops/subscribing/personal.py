"""What private calendars know about a person: where each is in use, when it was last read. Never the address."""

from typing import Any

from django.db.models import Q

from hub.community.models import email_key
from hub.core.registries import Erasure, Person, PersonalData
from workshops.subscribing.actions import revoke_feeds
from workshops.subscribing.models import PrivateFeed, PrivateFeedQuerySet


def _of(person: Person) -> PrivateFeedQuerySet:
    known = Q(registration__email_key=email_key(person.email))
    if person.member is not None:
        known |= Q(member=person.member)
    return PrivateFeed.objects.filter(known, revoked_at=None)


def export_feeds(person: Person) -> list[dict[str, Any]]:
    return [
        {"nom": feed.name, "creee_le": feed.created_at, "derniere_lecture_le": feed.last_read_on}
        for feed in _of(person)
    ]


def erase_feeds(person: Person, erasure: Erasure) -> None:
    """They show nothing from now on; when only the account goes, those of its registrations stay with these."""
    feeds = _of(person).filter(created_at__lte=erasure.until)
    revoke_feeds(feeds.exclude(member=None) if erasure.account_only else feeds)


PERSONAL_DATA = PersonalData("agendas privés", "Vos agendas privés", export_feeds, erase_feeds)
