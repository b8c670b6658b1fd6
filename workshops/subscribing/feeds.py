"""`/agenda/prive/<token>/ateliers.ics`: the calendar of one person, for the programs that hold its address."""

import hashlib
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from hub.core.limits import allow_place
from hub.core.private_links import hash_of
from workshops.subscribing.actions import note_reading
from workshops.subscribing.calendar import feed_bytes, revoked_bytes
from workshops.subscribing.models import PrivateFeed

#: Unknown addresses asked for from one place.
UNKNOWN_PER_HOUR = 60


# No cookie is read here; a POST must answer 405, not ask for the token of a form.
@csrf_exempt
@require_safe
def private_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Empty for an address that was cut, so that programs drop what they hold. Raises Http404 for an unknown one."""
    found = PrivateFeed.objects.select_related("member", "registration__desk__workshop")
    feed = found.filter(hash=hash_of(token)).first()
    if feed is None:
        return _unknown(request)
    if feed.is_open:
        note_reading(feed, timezone.localdate())
    body = feed_bytes(feed) if feed.is_open else revoked_bytes()
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {
        "Content-Disposition": 'inline; filename="ateliers.ics"',
        "Content-Length": str(len(body)),
        "ETag": etag,
        "Cache-Control": "private, max-age=900",
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
    answer = get_conditional_response(request, etag, None, response) or response
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _unknown(request: HttpRequest) -> HttpResponse:
    if not allow_place("private_feed", request, per_hour=UNKNOWN_PER_HOUR):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "3600"})
    raise Http404
