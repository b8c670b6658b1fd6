"""Addresses of private calendars are made, renewed, cut and forgotten. The only writers of these rows."""

from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from hub.community.models import Member
from hub.core.errors import WrongState
from hub.core.private_links import hash_of, random_token
from workshops.registering.models import Registration
from workshops.subscribing.models import PrivateFeed, PrivateFeedQuerySet

#: Whose calendar it is.
Owner = Member | Registration
MOST = 10
#: An address that no program reads any more is cut; the hash of one that is cut is forgotten later.
UNUSED_FOR = relativedelta(months=12)
REVOKED_FOR = relativedelta(months=24)


def feeds_of(owner: Owner) -> PrivateFeedQuerySet:
    field = "member" if isinstance(owner, Member) else "registration"
    return PrivateFeed.objects.open().filter(**{field: owner})


def make_feed(owner: Owner, name: str) -> str:
    """A new address for `owner`; gives its secret, which nobody can read again.

    Raises WrongState when there are many already, or one of this name.
    """
    if isinstance(owner, Registration) and not owner.is_active:
        raise WrongState("Cette inscription est annulée : elle n’a plus d’agenda.")
    if feeds_of(owner).count() >= MOST:
        raise WrongState(f"Vous avez déjà {MOST} adresses : coupez-en une qui ne sert plus.")
    try:
        with transaction.atomic():
            return _make(name, **_owned_by(owner))
    except IntegrityError:
        taken = f"Une adresse s’appelle déjà « {name} » : renouvelez-la, ou choisissez un autre nom."
        raise WrongState(taken) from None


def renew_feed(owner: Owner, pk: int) -> tuple[str, str]:
    """Cut the address and make another one of the same name; gives its name and its secret.

    Raises WrongState when it is not an open address of `owner`.
    """
    with transaction.atomic():
        feed = _locked(owner, pk)
        revoke_feeds(PrivateFeed.objects.filter(pk=feed.pk))
        return feed.name, _make(feed.name, **_owned_by(owner))


def cut_feed(owner: Owner, pk: int) -> str:
    """The address shows nothing any more; gives its name. Raises WrongState as `renew_feed` does."""
    with transaction.atomic():
        feed = _locked(owner, pk)
        revoke_feeds(PrivateFeed.objects.filter(pk=feed.pk))
    return feed.name


def revoke_feeds(feeds: PrivateFeedQuerySet) -> int:
    """Keep their hashes only, without anybody, from now on."""
    found = feeds.filter(revoked_at=None)
    return found.update(member=None, registration=None, name="", last_read_on=None, revoked_at=timezone.now())


def note_reading(feed: PrivateFeed, today: date) -> None:
    """A program has read it: written once a day."""
    if feed.last_read_on != today:
        PrivateFeed.objects.filter(pk=feed.pk, revoked_at=None).update(last_read_on=today)


def purge_feeds(now: datetime) -> int:
    """Cut what nobody reads or owns any more, forget what was cut long ago; gives their number."""
    since = now - UNUSED_FOR
    unread = Q(last_read_on__lt=timezone.localdate(since)) | Q(last_read_on=None)
    without_owner = Q(member=None, registration=None)
    left = PrivateFeed.objects.filter(without_owner | (unread & Q(created_at__lt=since)))
    return revoke_feeds(left) + PrivateFeed.objects.filter(revoked_at__lt=now - REVOKED_FOR).delete()[0]


def on_registration_saved(sender: type, instance: Registration, **kwargs: Any) -> None:
    """Receiver of `post_save`: who comes no more has no calendar of it."""
    if not instance.is_active:
        revoke_feeds(PrivateFeed.objects.filter(registration=instance))


def on_owner_deleting(sender: type, instance: Owner, **kwargs: Any) -> None:
    """Receiver of `pre_delete`."""
    revoke_feeds(PrivateFeed.objects.filter(**_owned_by(instance)))


def _owned_by(owner: Owner) -> dict[str, Any]:
    return {"member" if isinstance(owner, Member) else "registration": owner}


def _make(name: str, **owner: Any) -> str:
    token = random_token()
    PrivateFeed.objects.create(hash=hash_of(token), name=name, **owner)
    return token


def _locked(owner: Owner, pk: int) -> PrivateFeed:
    feed = PrivateFeed.objects.select_for_update().filter(pk=pk, revoked_at=None, **_owned_by(owner)).first()
    if feed is None:
        raise WrongState("Cette adresse vient d’être renouvelée ou coupée. Voici celles qui restent.")
    return feed
