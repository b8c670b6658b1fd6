"""Private links of what gathers all apps."""

from django.urls import reverse

from hub.core.addresses import site_url
from hub.core.private_links import opens, token_for
from hub.home.my_space.models import NewsSubscription

UNSUBSCRIBE = "news-unsubscribe"


def unsubscribe_url(subscription: NewsSubscription) -> str:
    """Where the digest is stopped without signing in. Opens nothing else."""
    path = reverse("unsubscribe", args=[subscription.pk, token_for(UNSUBSCRIBE, subscription.pk)])
    return site_url(path)


def opens_unsubscription(pk: int, token: str) -> bool:
    return opens(token, UNSUBSCRIBE, pk)
