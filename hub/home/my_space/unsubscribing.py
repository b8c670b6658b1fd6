"""One-click unsubscription from the digest (RFC 8058), without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hub.core.http import read_or_send
from hub.home.my_space.actions.news import stop_news
from hub.home.my_space.links import opens_unsubscription
from hub.home.my_space.models import NewsSubscription


@never_cache
@csrf_exempt
@read_or_send
def unsubscribe(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """A page with a button; the button, or the mail program by itself, stops the digest and nothing else.

    Exempt from the CSRF check: mail programs send no cookie, and the token is the right to do this one thing. The
    answer to the second click, or for an erased account, is the same as to the first.
    """
    if not opens_unsubscription(pk, token):
        raise Http404
    subscription = NewsSubscription.objects.filter(pk=pk).first()
    if request.method == "POST" and subscription is not None:
        subscription = stop_news(subscription)
    stopped = subscription is None or subscription.stopped_at is not None
    return render(request, "home/unsubscribe.html", {"stopped": stopped})
