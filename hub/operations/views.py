"""How the site is: one word for machines, a table for the people who organise."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.community.middleware import organisers_only
from hub.home import views as home
from hub.operations.ground import gave_way
from hub.operations.health import database_answers, lines, to_do
from hub.operations.metrics import CONTENT_TYPE, exposition
from hub.operations.refusing import unavailable


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site answers: no detail, no cookie, one query."""
    is_well = database_answers()
    status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse(
        "ok\n" if is_well else "indisponible\n", status=status, content_type="text/plain; charset=utf-8"
    )


@require_safe
@never_cache
@organisers_only
def health_details(request: HttpRequest) -> HttpResponse:
    """The table, for who may enter the administration."""
    now = timezone.now()
    found = lines(now)
    context = {"now": now, "to_do": to_do(found), "well": [line for line in found if line.is_well]}
    return render(request, "operations/health.html", context)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The same as numbers, for a machine that knows the token; for whoever does not, there is nothing here."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    is_known = constant_time_compare(token, settings.METRICS_TOKEN)
    if not settings.METRICS_TOKEN or kind.lower() != "bearer" or not is_known:
        raise Http404
    return HttpResponse(exposition(timezone.now()), content_type=CONTENT_TYPE)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever failed: 503 with what was typed when the ground gave way, else an error of ours."""
    return unavailable(request) if gave_way(sys.exception()) else home.server_error(request)
