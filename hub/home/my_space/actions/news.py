"""News by theme: subscribing, stopping, sending the digests."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from glossary.models import Theme
from hub.community.models import Member
from hub.core.errors import ActionError
from hub.core.registries import News
from hub.home.my_space.links import unsubscribe_url
from hub.home.my_space.mails import digest_letter
from hub.home.my_space.models import NewsSubscription
from hub.home.news import between
from hub.mail.actions import queue_mail


def subscribe_to_news(member: Member, *, themes: Iterable[Theme], rhythm: str) -> NewsSubscription:
    """Send `member` what appears on `themes`, from now on. Asked again, changes the themes and the rhythm.

    A stopped subscription starts again, without what appeared meanwhile. Raises ActionError without any theme.
    """
    wanted = list(themes)
    if not wanted:
        raise ActionError("Choisissez au moins un thème.")
    with transaction.atomic():
        subscription, _ = NewsSubscription.objects.get_or_create(member=member)
        _start_again(subscription)
        NewsSubscription.objects.filter(pk=subscription.pk).update(rhythm=rhythm)
        subscription.themes.set(wanted)
    subscription.refresh_from_db()
    return subscription


def stop_news(subscription: NewsSubscription) -> NewsSubscription:
    """No digest any more; nothing else changes. Stopping twice is the same as once."""
    NewsSubscription.objects.filter(pk=subscription.pk, stopped_at=None).update(stopped_at=timezone.now())
    subscription.refresh_from_db()
    return subscription


def resume_news(subscription: NewsSubscription) -> NewsSubscription:
    """Send digests again, with the same themes, without what appeared meanwhile."""
    _start_again(subscription)
    subscription.refresh_from_db()
    return subscription


def send_digests(now: datetime) -> int:
    """Queue the digests that are due: one a week or a month and member at most, none when nothing is new.

    A stopped server catches up: a digest covers everything since the one before.
    """
    active = NewsSubscription.objects.filter(stopped_at=None, member__is_active=True)
    due = [line for line in active.select_related("member").prefetch_related("themes") if line.is_due(now)]
    if not due:
        return 0
    found = between(min(line.last_sent_at for line in due), now)
    return sum(_send(line, found, now) for line in due)


def _send(subscription: NewsSubscription, found: list[News], now: datetime) -> bool:
    """Whether a digest was queued; the conditional update lets one of two schedulers through."""
    since = subscription.last_sent_at
    chosen = {theme.pk for theme in subscription.themes.all()}
    told = [news for news in found if news.line.at > since and news.line.themes & chosen]
    with transaction.atomic():
        still = NewsSubscription.objects.filter(pk=subscription.pk, last_sent_at=since, stopped_at=None)
        if not still.update(last_sent_at=now) or not told:
            return False
        queue_mail(
            digest_letter(subscription, told),
            to=subscription.member.email,
            dedup_key=f"news-{subscription.member_id}-{subscription.period(now)}",
            unsubscribe_url=unsubscribe_url(subscription),
        )
    return True


def _start_again(subscription: NewsSubscription) -> None:
    stopped = NewsSubscription.objects.filter(pk=subscription.pk, stopped_at__isnull=False)
    stopped.update(stopped_at=None, last_sent_at=timezone.now())
